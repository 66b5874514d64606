-- The official numbers that organisations say of themselves, as they are understood: what grants and
-- registers are found by. Upkeep fills the table on the first start.
CREATE TABLE organization_numbers (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    PRIMARY KEY (organization_id, number)
);
CREATE INDEX organization_numbers_by_number ON organization_numbers (number);
UPDATE settings SET value = '' WHERE name = 'upkeep_day';
-- Whom a grant pays is found by these numbers whenever it is asked for.
DROP INDEX grant_recipients_by_organization;
ALTER TABLE grant_recipients DROP COLUMN organization_id;
-- What the register says of each charity; nothing of whom to reach there, which are often people's homes.
CREATE TABLE charities (
    organisation_number BIGINT PRIMARY KEY NOT NULL,
    -- Its charity number as org-id.guide writes it.
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    registered_on TEXT,
    removed_on TEXT,
    removal_reason TEXT,
    reporting_status TEXT,
    accounts_to TEXT,
    income BIGINT,
    expenditure BIGINT,
    company_number TEXT,
    insolvent BOOLEAN NOT NULL,
    in_administration BOOLEAN NOT NULL,
    -- Lists, as JSON.
    other_names TEXT NOT NULL,
    areas TEXT NOT NULL,
    -- The day on which the register last said so, and whether in an extract or when it was asked.
    as_of TEXT NOT NULL,
    source TEXT NOT NULL,
    -- When it was heard here that it is registered, or removed.
    heard_at BIGINT NOT NULL
);
CREATE INDEX charities_by_number ON charities (number);
-- When a register was asked for a number, what came of it, and when it may be asked again.
CREATE TABLE register_asks (
    number TEXT PRIMARY KEY NOT NULL,
    asked_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    outcome TEXT NOT NULL
);
-- Whose turn it is to ask a register, and until when it is left in peace.
CREATE TABLE register_turns (
    register TEXT PRIMARY KEY NOT NULL,
    lease_until BIGINT NOT NULL,
    rest_until BIGINT NOT NULL,
    failures INTEGER NOT NULL,
    why TEXT
);
INSERT INTO register_turns (register, lease_until, rest_until, failures) VALUES ('GB-CHC', 0, 0, 0);
