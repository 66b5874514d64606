DROP TABLE not_same;
DROP TABLE likely_same;
DROP TABLE merges;
DROP INDEX services_merged;
ALTER TABLE services DROP COLUMN merged_into;
