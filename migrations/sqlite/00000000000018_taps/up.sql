-- What somebody who is signed in said last of the room of a line, by one tap: the version that it made,
-- and the line as it was before, so that it can be undone for a few minutes. One row for each account and
-- line, which the next tap replaces.
CREATE TABLE account_taps (
    account_id TEXT NOT NULL,
    slot BIGINT NOT NULL,
    version BIGINT NOT NULL,
    tapped_at BIGINT NOT NULL,
    held_before TEXT,
    PRIMARY KEY (account_id, slot)
);
-- The organisations that are part of another.
CREATE INDEX organizations_by_parent ON organizations (parent_id);
