-- A district may have several places of one name and kind: what tells them apart is where they are.
CREATE TABLE places_apart (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    UNIQUE (name, area, kind, latitude, longitude)
);
INSERT INTO places_apart SELECT id, name, area, kind, latitude, longitude FROM places;
DROP TABLE places;
ALTER TABLE places_apart RENAME TO places;

-- Areas with their shapes: wards, LSOAs, MSOAs, authorities. The geometry is GeoJSON text; beside it
-- are its middle and the box around it, in degrees.
CREATE TABLE areas (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    parent_name TEXT,
    geometry TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    south DOUBLE PRECISION NOT NULL,
    west DOUBLE PRECISION NOT NULL,
    north DOUBLE PRECISION NOT NULL,
    east DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (kind, code)
);
