-- Who said what of a document, field by field: a person or a feed, and when.
CREATE TABLE field_sources (
    shelf TEXT NOT NULL,
    id TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (shelf, id)
);
