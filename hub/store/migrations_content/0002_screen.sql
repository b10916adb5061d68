-- works with programs from: 1
-- Cards say when they were changed and may be access points; warnings; files that the screen shows.

CREATE TABLE card_2 (
    kind TEXT NOT NULL CHECK (
        kind IN ('helper', 'place', 'product', 'payment', 'meeting', 'wifi')
    ),
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    changed TEXT NOT NULL DEFAULT '',               -- empty = before anybody wrote it down
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

INSERT INTO card_2 (kind, id, position, document) SELECT kind, id, position, document FROM card;
DROP TABLE card;
ALTER TABLE card_2 RENAME TO card;

CREATE TABLE alert (                                -- warnings as they came, in CAP's words
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    sent TEXT NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    expires TEXT NOT NULL,
    received TEXT NOT NULL,
    PRIMARY KEY (sender, identifier, sent)
) STRICT, WITHOUT ROWID;

CREATE TABLE commune_word (                         -- when the commune's server was last heard
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
) STRICT;

CREATE TABLE paper (                                -- pictures and documents, looked at and redrawn
    id TEXT PRIMARY KEY,                            -- chosen by whoever asked
    file TEXT NOT NULL,                             -- name in the upload folder
    name TEXT NOT NULL,                             -- what people see
    at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'done', 'refused')),
    tries INTEGER NOT NULL,
    sha256 TEXT NOT NULL,                           -- empty until it is done
    kind TEXT NOT NULL,                             -- media type, empty until it is done
    pages INTEGER NOT NULL,
    problem TEXT NOT NULL CHECK (json_valid(problem))   -- why it was refused: key and values
) STRICT, WITHOUT ROWID;

CREATE INDEX paper_sha256 ON paper (sha256);
