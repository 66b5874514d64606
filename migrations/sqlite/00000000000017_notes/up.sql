-- What people who send others to services tell each other about one: local knowledge, never about a
-- person who is helped. A note that was removed keeps who wrote it and when, and loses its words.
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    service_id TEXT NOT NULL,
    body TEXT NOT NULL,
    author_id TEXT NOT NULL,
    author_name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX notes_of ON notes (service_id) WHERE removed_at IS NULL;

-- Services of which somebody has said that the details are wrong, and when last. A steward who closes
-- the task takes the row away.
CREATE TABLE doubts (
    service_id TEXT PRIMARY KEY,
    heard_at BIGINT NOT NULL
);

-- Each navigator looks at what they have sent.
CREATE INDEX signposts_by_maker ON signposts (made_by, created_at);
