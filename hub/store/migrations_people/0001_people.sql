-- People, their phones, and how they get in.  A file of its own: only the web service and the
-- command line open it (docs/adr/0014).  No secret stands here as it is, only its hash.
-- Instants are ISO 8601 text in UTC with six decimals and a Z: text order is time order.

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    role TEXT NOT NULL CHECK (role IN ('head', 'deputy', 'speaker', 'officer', 'it')),
    added_at TEXT NOT NULL,
    gone_at TEXT                                    -- when they left; their rows remain
) STRICT;

CREATE UNIQUE INDEX person_name ON person (name) WHERE gone_at IS NULL;

CREATE TABLE phone (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    traits TEXT NOT NULL,                           -- hash of what browser and system it has
    token TEXT NOT NULL UNIQUE,                     -- SHA-256 of its cookie
    old_token TEXT UNIQUE,                          -- the one before; known, but no longer good
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),  -- the new one has come back
    renewed_at TEXT,
    pin TEXT NOT NULL,                              -- argon2id
    wrong INTEGER NOT NULL DEFAULT 0,               -- wrong PINs in a row
    locked_until TEXT,
    paired_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

CREATE INDEX phone_person ON phone (person);

CREATE TABLE opening (                              -- a phone opened by its PIN
    token TEXT PRIMARY KEY,                         -- SHA-256 of its cookie
    phone TEXT NOT NULL REFERENCES phone (id),
    address TEXT NOT NULL,                          -- where it was opened from
    opened_at TEXT NOT NULL,
    used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (                               -- lets one phone in, once
    token TEXT PRIMARY KEY,                         -- SHA-256 of the code
    sort TEXT NOT NULL CHECK (sort IN ('setup', 'pair', 'recovery')),
    person TEXT REFERENCES person (id),             -- whose phone; NULL = whoever holds it
    given_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    expires_at TEXT,
    used_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE guess (                                -- wrong codes typed by hand, over restarts
    what TEXT PRIMARY KEY,
    wrong INTEGER NOT NULL,
    locked_until TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,                              -- the person's name as it was then
    phone TEXT,
    deed TEXT NOT NULL,                             -- a key of the message catalogue
    detail TEXT NOT NULL CHECK (json_valid(detail)) -- what fills its sentence
) STRICT;

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;

CREATE TRIGGER audit_remains BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END;
