-- Orders, the as-run log with its chain, and what is on air.
-- Instants are ISO 8601 text in UTC with six decimals and a Z: text order is time order.

CREATE TABLE orders (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,          -- the order in which they were stored
    id TEXT NOT NULL UNIQUE,                        -- chosen by whoever gave it
    verb TEXT NOT NULL CHECK (verb IN ('stop', 'hold', 'resume', 'play')),
    zones TEXT NOT NULL CHECK (json_valid(zones)),  -- sorted list; [] = every zone
    at TEXT NOT NULL,
    given_by TEXT NOT NULL,
    programme TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('routine', 'priority', 'emergency')),
    repeats INTEGER NOT NULL CHECK (repeats BETWEEN 1 AND 20),
    resume INTEGER NOT NULL CHECK (resume IN (0, 1)),
    CHECK ((verb = 'play') = (programme IS NOT NULL))
) STRICT;

CREATE INDEX orders_at ON orders (at);

CREATE TRIGGER orders_once BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.id)
BEGIN SELECT RAISE(IGNORE); END;

CREATE TRIGGER orders_stay BEFORE UPDATE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are never changed'); END;

CREATE TRIGGER orders_remain BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are never removed'); END;


CREATE TABLE asrun (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,          -- 1, 2, 3 … without a gap
    at TEXT NOT NULL,                               -- when the row was written
    sort TEXT NOT NULL CHECK (sort IN ('cue', 'order', 'incident')),
    body TEXT NOT NULL,                             -- the fact as canonical JSON
    prev_hash TEXT NOT NULL,                        -- hash of row seq - 1; zeros for the first
    hash TEXT NOT NULL,                             -- SHA-256 of "prev_hash seq at sort body",
                                                    -- parted by line feeds, in hexadecimal
    -- What follows is read out of the body, so that it cannot differ from it.
    identity TEXT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN sort = 'incident' OR NOT json_valid(body) THEN body
             WHEN sort = 'cue' THEN body -> '$.cue' ELSE body -> '$.id' END
    ) VIRTUAL,
    moment TEXT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN NOT json_valid(body) THEN at
             WHEN sort = 'cue' THEN body ->> '$.planned_start' ELSE body ->> '$.at' END
    ) VIRTUAL,
    UNIQUE (sort, identity)                         -- a cue, an order, an incident: once each
) STRICT;

CREATE INDEX asrun_moment ON asrun (moment);

CREATE TRIGGER asrun_grows BEFORE INSERT ON asrun
WHEN NEW.seq <= (SELECT max(seq) FROM asrun)
BEGIN SELECT RAISE(ABORT, 'the as-run log grows only at its end'); END;

CREATE TRIGGER asrun_stays BEFORE UPDATE ON asrun
BEGIN SELECT RAISE(ABORT, 'the as-run log is never changed'); END;

CREATE TRIGGER asrun_remains BEFORE DELETE ON asrun
BEGIN SELECT RAISE(ABORT, 'the as-run log is never shortened'); END;


-- The end of the chain, written in the transaction of the last row: rows cut off at the
-- end are missed.
CREATE TABLE asrun_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL,
    hash TEXT NOT NULL,
    newest TEXT NOT NULL                            -- the latest instant ever written
) STRICT;


-- What is on air, so that a restarted playout can take it up again or log it by rule.
CREATE TABLE on_air (
    cue TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    body TEXT NOT NULL,                             -- the playout's own JSON
    interruptions INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
