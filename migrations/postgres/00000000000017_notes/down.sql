DROP INDEX signposts_by_maker;
DROP TABLE doubts;
DROP TABLE notes;
