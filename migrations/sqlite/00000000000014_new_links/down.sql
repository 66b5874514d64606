ALTER TABLE update_links DROP COLUMN replaced;
ALTER TABLE update_links DROP COLUMN sent_to;
