ALTER TABLE services DROP COLUMN funding_stated_at;
