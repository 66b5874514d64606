DROP TABLE update_links;
