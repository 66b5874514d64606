DELETE FROM settings WHERE name = 'coverage_turn';
DROP TABLE coverage_days;
DROP TABLE service_statuses;
DROP INDEX services_by_listing;
ALTER TABLE services DROP COLUMN listed_at;
