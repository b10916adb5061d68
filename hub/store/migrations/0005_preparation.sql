-- works with programs from: 2
-- Media that are being prepared, or were: what the person is shown before saving.

CREATE TABLE preparation (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,          -- the order in which they were asked for
    id TEXT NOT NULL UNIQUE,                        -- chosen by whoever asked
    file TEXT NOT NULL,                             -- name in the upload folder
    name TEXT NOT NULL,                             -- what the person calls it
    given_by TEXT NOT NULL,
    at TEXT NOT NULL,
    horn INTEGER CHECK (horn IN (0, 1)),            -- NULL = as suits the sound
    state TEXT NOT NULL CHECK (
        state IN ('queued', 'measuring', 'converting', 'checking', 'done', 'refused')
    ),
    progress REAL NOT NULL CHECK (progress BETWEEN 0 AND 1),
    tries INTEGER NOT NULL,                         -- how often it was begun
    result TEXT NOT NULL CHECK (json_valid(result)) -- what came of it: media and report, or why not
) STRICT;
