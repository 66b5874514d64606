-- Sheets that were sent up to be looked at before they are taken in, each for a day.
CREATE TABLE staged_sheets (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    -- What somebody said of its columns, as a JSON list.
    told TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    taken_at BIGINT,
    -- What came of it, as JSON.
    report TEXT,
    bytes BYTEA NOT NULL
);
CREATE INDEX staged_sheets_by_time ON staged_sheets (made_at);
