-- works with programs from: 1
-- When nobody knew the time: what was told then is kept, and marked.

CREATE TABLE doubt (
    since TEXT PRIMARY KEY,                         -- the newest moment that was known
    until TEXT                                      -- when the clock was trusted again; NULL = not yet
) STRICT, WITHOUT ROWID;
