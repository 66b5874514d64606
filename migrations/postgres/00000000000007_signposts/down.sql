ALTER TABLE capacity_lines DROP COLUMN held_until;
ALTER TABLE capacity_lines DROP COLUMN taken;
ALTER TABLE capacity_lines DROP COLUMN revision;
DROP TABLE answered;
DROP TABLE signposts;
