-- Slots, programmes and operating rules: what people enter.
-- The revision tells the playout, in one cheap question, that any of them changed.

CREATE TABLE programme (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('routine', 'priority', 'emergency')),
    level TEXT NOT NULL CHECK (level IN ('central', 'province', 'commune')),
    source TEXT NOT NULL CHECK (source IN ('file', 'relay')),
    media TEXT NOT NULL,                            -- path below the media folder
    frames INTEGER NOT NULL CHECK (frames >= 0),
    rate INTEGER NOT NULL CHECK (rate > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    author TEXT NOT NULL,
    approver TEXT NOT NULL                          -- '' = a draft, which never plays
) STRICT;

CREATE TABLE slot (
    id TEXT PRIMARY KEY,                            -- UID
    title TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))     -- everything else; see calendar_json.py
) STRICT;

CREATE TABLE slot_programme (                       -- which slots use a programme
    slot TEXT NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    programme TEXT NOT NULL,
    PRIMARY KEY (slot, programme)
) STRICT, WITHOUT ROWID;

CREATE INDEX slot_programme_programme ON slot_programme (programme);

CREATE TABLE rulebook (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE TABLE calendar_revision (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;

INSERT INTO calendar_revision VALUES (1, 1);
