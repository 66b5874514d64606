DROP TABLE areas;

DELETE FROM places WHERE id NOT IN (SELECT min(id) FROM places GROUP BY name, area, kind);
ALTER TABLE places DROP CONSTRAINT places_name_area_kind_latitude_longitude_key;
ALTER TABLE places ADD UNIQUE (name, area, kind);
