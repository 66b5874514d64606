-- Postcodes, packed: one row for each outcode, its units in one value, so that a whole country is
-- read in well under a second.
CREATE TABLE outcodes (
    outcode TEXT PRIMARY KEY,
    units BLOB NOT NULL
);

-- Named places: wards, towns, districts.
CREATE TABLE places (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    UNIQUE (name, area, kind)
);
