-- When somebody last stated how sure the money is; NULL where nobody did, and the awards tell.
-- What was stated before this column is taken to be as old as the listing.
ALTER TABLE services ADD COLUMN funding_stated_at BIGINT;
UPDATE services SET funding_stated_at = modified_at WHERE funding_status <> 'unknown';
