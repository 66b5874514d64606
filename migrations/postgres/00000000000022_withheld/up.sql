-- What of a document is not for everybody: it is in no document, and nothing reads it but what was shown
-- who asks. `place` counts the parts of one document; `hides_place` marks what says where a location is.
CREATE TABLE withheld (
    shelf TEXT NOT NULL,
    id TEXT NOT NULL,
    place BIGINT NOT NULL,
    path TEXT NOT NULL,
    level TEXT NOT NULL,
    value TEXT NOT NULL,
    hides_place BOOLEAN NOT NULL,
    PRIMARY KEY (shelf, id, place)
);
