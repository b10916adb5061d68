-- works with programs from: 2
-- Speech: languages of programmes, the village's own readings, what was said in which voice.

ALTER TABLE programme ADD COLUMN language TEXT NOT NULL DEFAULT 'vi';            -- BCP-47
ALTER TABLE programme ADD COLUMN renditions TEXT NOT NULL DEFAULT '[]'
    CHECK (json_valid(renditions));                 -- programmes played for it, in order

CREATE TABLE lexicon (
    sort TEXT NOT NULL CHECK (sort IN ('word', 'abbreviation')),
    scope TEXT NOT NULL CHECK (scope IN ('commune', 'village')),
    written TEXT NOT NULL,
    context TEXT NOT NULL CHECK (json_valid(context)),  -- {"after": [words], "before": [words]}
    reading TEXT NOT NULL,
    PRIMARY KEY (sort, scope, written, context)
) STRICT, WITHOUT ROWID;

CREATE TABLE lexicon_revision (                     -- counts changes: which lexicon a text was read with
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;

INSERT INTO lexicon_revision VALUES (1, 0);

CREATE TABLE spoken (                               -- what a prepared file says: kept for the log book
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    written TEXT NOT NULL,
    said TEXT NOT NULL,
    voice TEXT NOT NULL,
    speed REAL NOT NULL,
    lexicon INTEGER NOT NULL                        -- lexicon_revision.value then
) STRICT, WITHOUT ROWID;

CREATE TABLE speech_setting (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    voice TEXT NOT NULL
) STRICT;
