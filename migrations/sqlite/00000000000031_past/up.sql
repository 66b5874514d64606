-- Since when a service has been listed, in milliseconds since 1970: as far as the change feed knows.
ALTER TABLE services ADD COLUMN listed_at BIGINT NOT NULL DEFAULT 0;
UPDATE services SET listed_at = modified_at;
UPDATE services SET listed_at = firsts.at
FROM (SELECT id, MIN(at) AS at FROM changes WHERE kind = 'service' GROUP BY id) AS firsts
WHERE firsts.id = services.id AND firsts.at < services.listed_at;
CREATE INDEX services_by_listing ON services (listed_at);

-- What the status of a service was until a moment: one row for each time that it changed.
CREATE TABLE service_statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service_id TEXT NOT NULL,
    until BIGINT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX service_statuses_by_time ON service_statuses (until);

-- What there was at the end of a day, counted when it had ended: of everything (kind and code are '') and of
-- areas, for a need or for all ('').
CREATE TABLE coverage_days (
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    need TEXT NOT NULL,
    services INTEGER NOT NULL,
    given INTEGER NOT NULL,
    organizations INTEGER NOT NULL,
    counting INTEGER NOT NULL,
    places BIGINT NOT NULL,
    free BIGINT NOT NULL,
    open INTEGER NOT NULL,
    limited INTEGER NOT NULL,
    unconfirmed INTEGER NOT NULL,
    waiting_list INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    full_up INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    waiting BIGINT NOT NULL,
    saying_how_long INTEGER NOT NULL,
    median_weeks INTEGER,
    PRIMARY KEY (kind, code, need, day)
);

-- Until when a node counts the days that have ended: milliseconds since 1970 with thirteen digits.
INSERT INTO settings (name, value) VALUES ('coverage_turn', '0000000000000');
