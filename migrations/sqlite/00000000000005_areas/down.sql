DROP TABLE areas;

CREATE TABLE places_once (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    UNIQUE (name, area, kind)
);
INSERT INTO places_once SELECT id, name, area, kind, latitude, longitude FROM places
WHERE id IN (SELECT min(id) FROM places GROUP BY name, area, kind);
DROP TABLE places;
ALTER TABLE places_once RENAME TO places;
