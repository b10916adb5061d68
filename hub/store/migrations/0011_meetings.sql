-- works with programs from: 2
-- An order may play a station for as long as a meeting lasts, and another may end what one plays
-- (docs/adr/0055).  The table of orders is not made anew for it: a row that is damaged stays.

ALTER TABLE orders ADD COLUMN until TEXT;             -- of a meeting: when it is over at the latest
ALTER TABLE orders ADD COLUMN title TEXT NOT NULL DEFAULT '';   -- of a meeting

CREATE INDEX orders_until ON orders (until) WHERE until IS NOT NULL;

CREATE TABLE order_end (                              -- orders that end what another one plays
    id TEXT PRIMARY KEY,                              -- chosen by whoever gave it
    ends TEXT NOT NULL,                               -- which order
    at TEXT NOT NULL,
    given_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX order_end_ends ON order_end (ends);

CREATE TRIGGER order_end_stays BEFORE UPDATE ON order_end
BEGIN SELECT RAISE(ABORT, 'orders are never changed'); END;

CREATE TRIGGER order_end_remains BEFORE DELETE ON order_end
BEGIN SELECT RAISE(ABORT, 'orders are never removed'); END;
