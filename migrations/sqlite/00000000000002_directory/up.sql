-- Each record keeps its whole HSDS document; the columns beside it are what rules, joins and the
-- follower need. Times are milliseconds since 1970 in UTC.
CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parent_id TEXT,
    document TEXT NOT NULL,
    modified_at BIGINT NOT NULL
);

CREATE TABLE locations (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    modified_at BIGINT NOT NULL
);

CREATE TABLE services (
    id TEXT PRIMARY KEY,
    organization_id TEXT,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    document TEXT NOT NULL,
    modified_at BIGINT NOT NULL,
    funding_status TEXT NOT NULL DEFAULT 'unknown'
);
CREATE INDEX services_by_organization ON services (organization_id);

CREATE TABLE funding_awards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service_id TEXT NOT NULL,
    funder TEXT NOT NULL,
    amount TEXT,
    currency TEXT,
    starts_on TEXT,
    ends_on TEXT,
    source TEXT
);
CREATE INDEX funding_awards_by_service ON funding_awards (service_id);
