DROP TABLE feed_records;
DROP TABLE feed_pages;
DROP TABLE feed_staged;
DROP TABLE feed_problems;
DROP TABLE feed_runs;
DROP TABLE feeds;
