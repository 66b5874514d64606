DROP TABLE staged_sheets;
