-- For the usual way.
CREATE INDEX offers_by_words ON offers USING gin (words) WITH (fastupdate = off);
CREATE INDEX offers_by_place ON offers USING gist (place) WHERE NOT fenced;
CREATE INDEX offers_anywhere ON offers (id) WHERE anywhere AND NOT fenced;
CREATE INDEX offers_fenced ON offers (service) WHERE fenced;
-- For cells.
CREATE INDEX offers_by_words_and_cells ON offers USING gin (words, cells) WITH (fastupdate = off);
-- For both.
CREATE UNIQUE INDEX cards_by_id ON cards (id);
CREATE INDEX areas_by_shape ON areas USING gist (shape);
CREATE INDEX areas_by_service ON areas (service);
