-- One row for each service at each of its places, so that a question needs no join: what decides,
-- and nothing that is only shown. Rows come in the order of their places.
CREATE TABLE offers (
    id INT NOT NULL,
    service INT NOT NULL,
    until BIGINT NOT NULL,
    place GEOMETRY(Point, 4326),
    minimum_age REAL,
    maximum_age REAL,
    times INT,
    state SMALLINT NOT NULL,
    says SMALLINT NOT NULL,
    anywhere BOOL NOT NULL,
    fenced BOOL NOT NULL,
    free BOOL,
    tags SMALLINT[] NOT NULL,
    cells INT[] NOT NULL,
    words TSVECTOR NOT NULL
) WITH (autovacuum_enabled = false);

-- What is shown of each.
CREATE TABLE cards (
    id INT NOT NULL,
    service_id TEXT NOT NULL,
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    organization_id TEXT,
    organization TEXT,
    location_id TEXT,
    location TEXT,
    postcode TEXT,
    latitude TEXT,
    longitude TEXT,
    places_free INT,
    places_total INT,
    note TEXT,
    as_of TEXT,
    confirmed_at TEXT,
    funding TEXT NOT NULL
) WITH (autovacuum_enabled = false);

-- Where people must live.
CREATE TABLE areas (
    service INT NOT NULL,
    shape GEOMETRY(MultiPolygon, 4326) NOT NULL
) WITH (autovacuum_enabled = false);
