-- works with programs from: 1
-- Procedures that the village enters itself.

CREATE TABLE card_5 (
    kind TEXT NOT NULL CHECK (
        kind IN (
            'helper', 'place', 'product', 'payment', 'meeting', 'wifi', 'document', 'procedure'
        )
    ),
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    changed TEXT NOT NULL DEFAULT '',               -- empty = before anybody wrote it down
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

INSERT INTO card_5 SELECT kind, id, position, document, changed FROM card;
DROP TABLE card;
ALTER TABLE card_5 RENAME TO card;
