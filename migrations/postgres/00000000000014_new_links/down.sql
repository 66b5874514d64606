DROP TABLE old_secrets;
ALTER TABLE messages DROP COLUMN any_hour;
ALTER TABLE update_links DROP COLUMN replaced;
ALTER TABLE update_links DROP COLUMN sent_to;
