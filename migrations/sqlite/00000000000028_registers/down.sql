DROP TABLE register_turns;
DROP TABLE register_asks;
DROP TABLE charities;
ALTER TABLE grant_recipients ADD COLUMN organization_id TEXT;
CREATE INDEX grant_recipients_by_organization ON grant_recipients (organization_id);
DROP TABLE organization_numbers;
