DROP TABLE places;
DROP TABLE outcodes;
