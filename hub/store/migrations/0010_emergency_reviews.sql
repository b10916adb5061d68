-- works with programs from: 2
-- Emergencies need one person, and somebody else reviews them later (docs/adr/0044).  What has to
-- be reviewed is read out of the orders and the as-run log, however it was given: only the
-- signatures are kept here, and what nobody signed cannot be forgotten.

CREATE TABLE emergency_review (
    cue TEXT PRIMARY KEY,                           -- as asrun.identity: the cue's name in JSON
    given_by TEXT NOT NULL,
    reviewer TEXT NOT NULL CHECK (reviewer <> '' AND reviewer <> given_by),
    at TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    seen TEXT NOT NULL DEFAULT ''                   -- hash of the log's row that was reviewed;
                                                    -- '' = it had not been written yet
) STRICT, WITHOUT ROWID;

CREATE TRIGGER emergency_review_stays BEFORE UPDATE ON emergency_review
BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END;

CREATE TRIGGER emergency_review_remains BEFORE DELETE ON emergency_review
BEGIN SELECT RAISE(ABORT, 'what was signed is never removed'); END;

-- So that the first page need not look through years of the log.
CREATE INDEX asrun_emergency ON asrun (seq)
WHERE sort = 'cue' AND CASE WHEN json_valid(body) THEN body ->> '$.kind' END = 'emergency';

CREATE INDEX orders_emergency ON orders (seq) WHERE verb = 'play' AND kind = 'emergency';
