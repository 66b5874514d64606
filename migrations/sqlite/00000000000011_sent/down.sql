ALTER TABLE capacity_lines DROP COLUMN disputed_at;
ALTER TABLE capacity_lines DROP COLUMN sent;
