-- What people searched for: how often in a week (its Monday), for which need ('' where none was understood),
-- from which outcode ('' where no postcode was given), and what was found near there: 'room', 'unsure' (nobody
-- has confirmed room), 'full' (or waiting, paused, closed), 'nothing'. Counts only: no words, no time finer
-- than the week, nobody who searched.
CREATE TABLE searched (
    week TEXT NOT NULL,
    need TEXT NOT NULL,
    outcode TEXT NOT NULL,
    found TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (week, need, outcode, found)
);
-- What became of those who were sent, within a span of time.
CREATE INDEX signposts_by_time ON signposts (created_at);
-- Money that ends, by day.
CREATE INDEX funding_awards_by_end ON funding_awards (ends_on);
