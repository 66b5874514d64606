-- One line for each service at each location (location_id is '' for a service without one). `slot`
-- is its fixed place on the board and never changes hands. A line carries the statement
-- in force. One that is no longer listed stays, for its history does.
CREATE TABLE capacity_lines (
    slot INTEGER PRIMARY KEY AUTOINCREMENT,
    service_id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    listed BOOLEAN NOT NULL DEFAULT TRUE,
    confirm_every_days INTEGER NOT NULL DEFAULT 14,
    version BIGINT NOT NULL DEFAULT 0,
    state TEXT,
    places_free INTEGER,
    places_total INTEGER,
    unit TEXT,
    waiting INTEGER,
    wait_weeks INTEGER,
    opens_on TEXT,
    until BIGINT,
    note TEXT,
    as_of BIGINT,
    confirmed_at BIGINT,
    changed_at BIGINT,
    source TEXT,
    disputed BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (service_id, location_id)
);
CREATE INDEX capacity_lines_by_location ON capacity_lines (location_id);

-- Every statement and confirmation ever made, append-only.
CREATE TABLE capacity_statements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slot BIGINT NOT NULL REFERENCES capacity_lines (slot),
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    places_free INTEGER,
    places_total INTEGER,
    unit TEXT,
    waiting INTEGER,
    wait_weeks INTEGER,
    opens_on TEXT,
    until BIGINT,
    note TEXT,
    as_of BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    UNIQUE (slot, version)
);
