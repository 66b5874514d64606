-- Who works with the directory. `areas` are those that a commissioner looks at, as a JSON list of
-- `kind/code`; an empty list is all of them. `subject` is who they are at the provider of OpenID Connect
-- they came from: `issuer` and `sub`, one text. Nothing is kept of the people who are helped.
CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    organization_id TEXT,
    areas TEXT NOT NULL,
    room_only BOOLEAN NOT NULL,
    subject TEXT UNIQUE,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    closed_at BIGINT
);

-- Links that sign somebody in: the SHA-256 of each token, where it leads afterwards, and how often it
-- still may be used.
CREATE TABLE sign_in_links (
    hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    leads_to TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    uses_left INTEGER NOT NULL
);
CREATE INDEX sign_in_links_expiry ON sign_in_links (expires_at);

-- Who is signed in. The token in the cookie is changed as it is used; the one before it is known for a
-- moment longer, for requests that were under way. `form` is what every form of the session carries.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    hash_before TEXT UNIQUE,
    form TEXT NOT NULL,
    account_id TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_of ON sessions (account_id);
CREATE INDEX sessions_seen ON sessions (seen_at);

-- A key may be bound to saying how much room there is, and to a time.
ALTER TABLE api_keys ADD COLUMN room_only BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE api_keys ADD COLUMN expires_at BIGINT;
ALTER TABLE api_keys ADD COLUMN used_at BIGINT;

-- Who changed what, and what it was before and after, as JSON. What is said of room is not repeated here:
-- `capacity_statements` is the record of that. Rows are added and never changed.
CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX audit_of ON audit (subject_kind, subject_id);
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is only ever added to');
END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is only ever added to');
END;
