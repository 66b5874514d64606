DROP TABLE capacity_statements;
DROP TABLE capacity_lines;
