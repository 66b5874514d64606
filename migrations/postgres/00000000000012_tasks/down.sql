DROP INDEX capacity_lines_disputed;
DROP TABLE tasks;
