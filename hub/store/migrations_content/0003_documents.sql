-- works with programs from: 1
-- Documents that the village enters itself, and the code that opens those of the party cell.

CREATE TABLE card_3 (
    kind TEXT NOT NULL CHECK (
        kind IN ('helper', 'place', 'product', 'payment', 'meeting', 'wifi', 'document')
    ),
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    changed TEXT NOT NULL DEFAULT '',               -- empty = before anybody wrote it down
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

INSERT INTO card_3 SELECT kind, id, position, document, changed FROM card;
DROP TABLE card;
ALTER TABLE card_3 RENAME TO card;

CREATE TABLE reading_code (                         -- none = documents for members are not shown
    id INTEGER PRIMARY KEY CHECK (id = 1),
    hash TEXT NOT NULL,                             -- argon2id
    at TEXT NOT NULL
) STRICT;
