-- Why a search found what it found: how often in a week the searches of a row of `searched` were narrowed by
-- something ('asked_access'), had few answers ('few_answers'), or would have found room but for one thing
-- ('only_distance', 'only_full'). One search may be in several rows, or in none.
CREATE TABLE searched_why (
    week TEXT NOT NULL,
    need TEXT NOT NULL,
    outcode TEXT NOT NULL,
    found TEXT NOT NULL,
    why TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (week, need, outcode, found, why)
);
