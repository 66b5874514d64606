-- A signpost: somebody was sent to a service. It carries a code and never a person. `held_until` is
-- set where a place is kept; `freed_at` once it is not kept any longer.
CREATE TABLE signposts (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    slot BIGINT NOT NULL REFERENCES capacity_lines (slot),
    service_id TEXT NOT NULL,
    need TEXT,
    outcode TEXT,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    held_until BIGINT,
    freed_at BIGINT,
    outcome TEXT,
    outcome_at BIGINT,
    outcome_source TEXT
);
CREATE INDEX signposts_held ON signposts (slot, held_until) WHERE held_until IS NOT NULL AND freed_at IS NULL;
CREATE INDEX signposts_by_service ON signposts (service_id, created_at);

-- What was answered to requests that may be sent again: by whom, under which key, and for which
-- request (as a hash).
CREATE TABLE answered (
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, key)
);
CREATE INDEX answered_by_time ON answered (created_at);

-- `revision` counts every change of a line, holds included, while `version` counts what was said of
-- it. `taken` are places that people came for since the statement; no hold lasts beyond `held_until`.
ALTER TABLE capacity_lines ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capacity_lines ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capacity_lines ADD COLUMN held_until BIGINT;
UPDATE capacity_lines SET revision = version;

-- With each row of the history goes what else was in force then, so that what was shown at any moment
-- can be told: who had made the statement, whether it was disputed, what was taken of it, and how long
-- a word was believed.
ALTER TABLE capacity_statements ADD COLUMN stated_by TEXT NOT NULL DEFAULT 'none';
ALTER TABLE capacity_statements ADD COLUMN disputed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE capacity_statements ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capacity_statements ADD COLUMN confirm_every_days INTEGER NOT NULL DEFAULT 14;
UPDATE capacity_statements SET stated_by = source;
