-- People who were sent to a line since something was said of it or confirmed: the more they are, the
-- less a word is worth that is not counted in places. And when it was found otherwise: a report weighs
-- most while it is new.
ALTER TABLE capacity_lines ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capacity_lines ADD COLUMN disputed_at BIGINT;
