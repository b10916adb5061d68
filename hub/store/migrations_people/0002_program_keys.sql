-- works with programs from: 1
-- Keys with which programs (not phones) call the JSON API (docs/adr/0035).

CREATE TABLE program_key (
    id TEXT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,                     -- SHA-256 of the key, which is shown once
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    rights TEXT NOT NULL CHECK (json_valid(rights)),
    maker TEXT NOT NULL REFERENCES person (id),     -- the key never may more than they may
    made_at TEXT NOT NULL,
    used_at TEXT,                                   -- to the hour
    used_from TEXT,                                 -- the address it was last used from
    revoked_at TEXT
) STRICT;

CREATE UNIQUE INDEX program_key_name ON program_key (name) WHERE revoked_at IS NULL;
