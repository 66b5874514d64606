-- Links with which somebody says, without an account, how much room one line has (location_id is ''
-- for a service without one). Only the SHA-256 of the token in the address is kept. `used_version`
-- is the version of the line that the link made last, at `used_at`; `held_before` is the line as it
-- was before that, for undoing.
CREATE TABLE update_links (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    service_id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    issued_to TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_at BIGINT,
    used_version BIGINT,
    held_before TEXT
);
CREATE INDEX update_links_by_line ON update_links (service_id, location_id);
