-- A district may have several places of one name and kind: what tells them apart is where they are.
ALTER TABLE places DROP CONSTRAINT places_name_area_kind_key;
ALTER TABLE places ADD UNIQUE (name, area, kind, latitude, longitude);

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
