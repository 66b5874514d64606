-- Where services come from: addresses that are asked again and again.
CREATE TABLE feeds (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    -- What the address was found to be; empty until it has answered.
    list TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Whether records that are held already, with the same ids, are its own.
    adopts BOOLEAN NOT NULL,
    every_hours INTEGER NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    paused_at BIGINT,
    removed_at BIGINT,
    next_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    failures INTEGER NOT NULL,
    -- The latest change that it told of, by its own clock; none if it cannot be asked for what changed.
    latest BIGINT,
    whole_at BIGINT,
    -- The run whose pages tell whether a page has changed.
    pages_run TEXT
);
CREATE INDEX feeds_next ON feeds (next_at);

-- Each time that a feed was asked.
CREATE TABLE feed_runs (
    id TEXT PRIMARY KEY,
    feed_id TEXT NOT NULL REFERENCES feeds (id),
    state TEXT NOT NULL,
    whole BOOLEAN NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    next_page BIGINT NOT NULL,
    accepted_by TEXT,
    why TEXT,
    report TEXT NOT NULL
);
CREATE INDEX feed_runs_feed ON feed_runs (feed_id, id);

-- What was found wrong in a run, or kept against it.
CREATE TABLE feed_problems (
    run_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (run_id, number)
);

-- What a run has fetched and not yet taken. A row without a record is listed, as it was before.
CREATE TABLE feed_staged (
    run_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    their_id TEXT NOT NULL,
    place TEXT NOT NULL,
    record TEXT,
    PRIMARY KEY (run_id, number)
);

-- The pages of a run, to ask whether they have changed since.
CREATE TABLE feed_pages (
    run_id TEXT NOT NULL,
    page BIGINT NOT NULL,
    address TEXT NOT NULL,
    etag TEXT,
    modified TEXT,
    last BOOLEAN NOT NULL,
    total BIGINT,
    ids TEXT NOT NULL,
    PRIMARY KEY (run_id, page)
);

-- What a feed has given: by which id it knows it, and by which we do.
CREATE TABLE feed_records (
    feed_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    their_id TEXT NOT NULL,
    our_id TEXT NOT NULL,
    modified_at BIGINT,
    seen_run TEXT NOT NULL,
    missing_since BIGINT,
    withdrawn_at BIGINT,
    PRIMARY KEY (feed_id, kind, their_id)
);
CREATE UNIQUE INDEX feed_records_ours ON feed_records (kind, our_id);
CREATE INDEX feed_records_seen ON feed_records (feed_id, kind, seen_run);
