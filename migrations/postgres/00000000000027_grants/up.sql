-- Grants to organisations, as funders publish them, each by the id that it has everywhere.
CREATE TABLE grants (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    funder TEXT NOT NULL,
    funder_id TEXT,
    programme TEXT,
    recipient TEXT NOT NULL,
    amount TEXT,
    currency TEXT,
    awarded_on TEXT,
    first_day TEXT,
    first_known TEXT,
    last_day TEXT,
    last_known TEXT,
    modified_at BIGINT,
    -- Where it was read.
    source TEXT NOT NULL
);
-- The official numbers of who is paid, and which organisation of the directory has that number.
CREATE TABLE grant_recipients (
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    organization_id TEXT,
    PRIMARY KEY (grant_id, number)
);
CREATE INDEX grant_recipients_by_organization ON grant_recipients (organization_id);
CREATE INDEX grant_recipients_by_number ON grant_recipients (number);
