ALTER TABLE capacity_statements DROP COLUMN confirm_every_days;
ALTER TABLE capacity_statements DROP COLUMN taken;
ALTER TABLE capacity_statements DROP COLUMN disputed;
ALTER TABLE capacity_statements DROP COLUMN stated_by;
ALTER TABLE capacity_lines DROP COLUMN held_until;
ALTER TABLE capacity_lines DROP COLUMN taken;
ALTER TABLE capacity_lines DROP COLUMN revision;
DROP TABLE answered;
DROP TABLE signposts;
