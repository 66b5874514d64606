-- Changes of a listing that wait for a steward, field by field, and what became of them. Of one field of one
-- service, one waits at a time.
CREATE TABLE proposals (
    id TEXT PRIMARY KEY,
    service_id TEXT NOT NULL,
    field TEXT NOT NULL,
    value_before TEXT NOT NULL,
    value_proposed TEXT NOT NULL,
    base_version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by_kind TEXT NOT NULL,
    made_by_id TEXT NOT NULL,
    made_by_name TEXT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    result TEXT,
    reason TEXT,
    value_taken TEXT
);
CREATE UNIQUE INDEX proposals_open ON proposals (service_id, field) WHERE ended_at IS NULL;
CREATE INDEX proposals_ended ON proposals (service_id, ended_at);
