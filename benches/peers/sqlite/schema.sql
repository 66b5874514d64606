PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -1000000;

-- Numbers of services go by their places, so that what is near lies together; the texts are not kept
-- a second time.
CREATE VIRTUAL TABLE words USING fts5 (
    name, terms, organization, place, description, needs, cells,
    content = '', tokenize = 'unicode61 remove_diacritics 0'
);

-- One row for each service at each of its places: what decides, and nothing that is only shown.
CREATE TABLE offers (
    service INTEGER NOT NULL,
    number INTEGER NOT NULL,
    latitude REAL,
    longitude REAL,
    anywhere INTEGER NOT NULL,
    fenced INTEGER NOT NULL,
    state INTEGER NOT NULL,
    until INTEGER NOT NULL,
    free INTEGER,
    says INTEGER NOT NULL,
    minimum_age REAL,
    maximum_age REAL,
    times INTEGER,
    tags BLOB NOT NULL,
    PRIMARY KEY (service, number)
) WITHOUT ROWID;

-- What is shown of each.
CREATE TABLE cards (
    service INTEGER NOT NULL,
    number INTEGER NOT NULL,
    service_id TEXT NOT NULL,
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    organization_id TEXT,
    organization TEXT,
    location_id TEXT,
    location TEXT,
    postcode TEXT,
    places_free INTEGER,
    places_total INTEGER,
    note TEXT,
    as_of TEXT,
    confirmed_at TEXT,
    funding TEXT NOT NULL,
    PRIMARY KEY (service, number)
) WITHOUT ROWID;

-- Where services are that anybody may use.
CREATE VIRTUAL TABLE places USING rtree (id, south, north, west, east, +service INTEGER);

-- Where people must live: the box, and the corners as pairs of longitude and latitude.
CREATE VIRTUAL TABLE areas USING rtree (id, south, north, west, east, +service INTEGER, +shape BLOB);

-- The last service that is only where it is; those after it can be reached from anywhere.
CREATE TABLE somewhere (last INTEGER NOT NULL);

-- How many services have each word: known beforehand, for counting takes long.
CREATE TABLE rarities (word TEXT PRIMARY KEY, services INTEGER NOT NULL) WITHOUT ROWID;

-- The areas again, by service.
CREATE TABLE shapes (service INTEGER NOT NULL, shape BLOB NOT NULL);
CREATE INDEX shapes_by_service ON shapes (service);
