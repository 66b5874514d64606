-- Two listings of one service become one. The listing that goes keeps its row and its history, and names the
-- one that stands for it.
ALTER TABLE services ADD COLUMN merged_into TEXT;
CREATE INDEX services_merged ON services (merged_into) WHERE merged_into IS NOT NULL;

-- What was done, with what it takes to undo it.
CREATE TABLE merges (
    id TEXT PRIMARY KEY,
    kept_id TEXT NOT NULL,
    gone_id TEXT NOT NULL,
    kept_before TEXT NOT NULL,
    kept_after TEXT NOT NULL,
    moved TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    undone_at BIGINT,
    undone_by TEXT
);
CREATE INDEX merges_made ON merges (made_at);

-- Pairs that are likely one service, as they were last found; the id that comes first in order stands first.
CREATE TABLE likely_same (
    one_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    score INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (one_id, other_id)
);
CREATE INDEX likely_same_by_score ON likely_same (score);

-- Pairs of which a steward has said that they are two.
CREATE TABLE not_same (
    one_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    said_by TEXT NOT NULL,
    PRIMARY KEY (one_id, other_id)
);
