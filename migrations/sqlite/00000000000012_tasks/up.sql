-- What stewards are to look into: one open task for each service at most. `reasons` are words with
-- commas between them, in a fixed order. `not_before` is a day: until then the task is put off.
-- Whoever has it has it until `claimed_until`. `attempts` counts calls that nobody answered.
-- `revision` counts every change, so that one who read the row knows whether it is still the same.
CREATE TABLE tasks (
    id TEXT PRIMARY KEY,
    service_id TEXT NOT NULL,
    reasons TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    not_before TEXT,
    claimed_key TEXT,
    claimed_by TEXT,
    claimed_until BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0,
    done_at BIGINT,
    done_by TEXT,
    result TEXT,
    note TEXT,
    revision BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX tasks_open ON tasks (service_id) WHERE done_at IS NULL;
CREATE INDEX tasks_done ON tasks (done_at) WHERE done_at IS NOT NULL;

-- Few lines are in dispute, and they are looked for each time that the tasks are read.
CREATE INDEX capacity_lines_disputed ON capacity_lines (service_id) WHERE disputed;
