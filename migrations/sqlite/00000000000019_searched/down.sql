DROP INDEX funding_awards_by_end;
DROP INDEX signposts_by_time;
DROP TABLE searched;
