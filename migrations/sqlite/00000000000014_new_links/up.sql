-- To whom a link was sent: the SHA-256 of channel and address, so that a new one can be sent to the same
-- contact and to nobody else; NULL for a link that was handed over in another way. `replaced` says that
-- it was taken back because newer ones took its place.
ALTER TABLE update_links ADD COLUMN sent_to TEXT;
ALTER TABLE update_links ADD COLUMN replaced BOOLEAN NOT NULL DEFAULT FALSE;

-- Whether somebody has just asked for it, and so wants it at once; other texts go out by day only.
ALTER TABLE messages ADD COLUMN any_hour BOOLEAN NOT NULL DEFAULT FALSE;

-- Secrets that webhooks were signed with before they were changed: until then both sign.
CREATE TABLE old_secrets (
    id TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    secret TEXT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX old_secrets_of ON old_secrets (subscription_id);
CREATE INDEX old_secrets_over ON old_secrets (until);

-- What is old is deleted once a day (`upkeep_day` is the day on which that was last begun), and found by
-- these indexes.
INSERT INTO settings (name, value) VALUES ('upkeep_day', '');
CREATE INDEX deliveries_delivered ON deliveries (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX subscription_links_of ON subscription_links (subscription_id);
CREATE INDEX update_links_expiry ON update_links (expires_at);
