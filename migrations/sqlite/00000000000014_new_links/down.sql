DROP INDEX update_links_expiry;
DROP INDEX subscription_links_of;
DROP INDEX deliveries_delivered;
DELETE FROM settings WHERE name = 'upkeep_day';
DROP TABLE old_secrets;
ALTER TABLE messages DROP COLUMN any_hour;
ALTER TABLE update_links DROP COLUMN replaced;
ALTER TABLE update_links DROP COLUMN sent_to;
