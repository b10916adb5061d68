-- works with programs from: 5
-- Every change of a slot is a version: whoever saves says which one they saw (docs/adr/0033).
-- What a slot was before is kept, whoever changed it: a page, an import, the commune.

ALTER TABLE slot ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0);
ALTER TABLE slot ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE slot ADD COLUMN changed_at TEXT;        -- NULL = before versions were counted

CREATE TABLE slot_past (
    slot TEXT NOT NULL,                             -- may be gone from the calendar
    revision INTEGER NOT NULL CHECK (revision > 0),
    title TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    changed_by TEXT NOT NULL,                       -- who had made this version
    changed_at TEXT,
    PRIMARY KEY (slot, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_link (                        -- read-only addresses for calendar programs
    token TEXT PRIMARY KEY,                         -- SHA-256 of the secret in the address
    person TEXT NOT NULL,                           -- in people.db
    made_at TEXT NOT NULL,
    used_at TEXT,                                   -- to the day
    revoked_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX calendar_link_person ON calendar_link (person);
