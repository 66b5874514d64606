-- The change feed: one row for each thing that changed, without its content. `seq` comes from the
-- one counter row, updated last in the transaction, so that the order of seq is the order of commits.
CREATE TABLE change_counter (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL
);
INSERT INTO change_counter (id, seq) VALUES (1, 0);

CREATE TABLE changes (
    seq BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- Facts about this database as a whole, such as its epoch: a new one after a restore tells every
-- node that its index and board describe another past and must be built again.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Keys for the API. Only the SHA-256 of a key is kept; the key itself is shown once.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    organization_id TEXT,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
