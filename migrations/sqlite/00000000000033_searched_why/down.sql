DROP TABLE searched_why;
