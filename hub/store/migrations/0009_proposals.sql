-- works with programs from: 2
-- What somebody who may not approve wishes for a draft: when and where it is to be heard, and
-- what became of it, so that they need not ask (docs/adr/0040).

CREATE TABLE proposal (
    programme TEXT PRIMARY KEY REFERENCES programme (id) ON DELETE CASCADE,
    slot TEXT NOT NULL CHECK (json_valid(slot)),    -- as wished; once approved: as approved
    person TEXT NOT NULL,                           -- in people.db
    asked_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waits', 'approved', 'played', 'sent_back')),
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at TEXT,
    word TEXT NOT NULL DEFAULT ''                   -- why it was sent back
) STRICT, WITHOUT ROWID;

CREATE INDEX proposal_person ON proposal (person);
