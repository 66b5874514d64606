DROP TABLE area_deprivation;
DROP TABLE area_people;
