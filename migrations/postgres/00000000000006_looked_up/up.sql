-- Postcodes and outcodes that were not among those imported and were looked up one by one. They stand
-- apart from `outcodes`: one postcode does not tell where the middle of its outcode is. What is
-- imported later counts before what stands here. `terminated` is the month (YYYY-MM) since which a
-- postcode is no longer in use, if that is known.
CREATE TABLE looked_up (
    postcode TEXT PRIMARY KEY,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    in_use BOOLEAN NOT NULL,
    terminated TEXT
);
