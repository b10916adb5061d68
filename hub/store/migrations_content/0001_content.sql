-- What the touchscreen shows and what people tell it.  A file of its own: a hundred taps on the
-- rating faces must never hold the lock that the as-run log needs (docs/adr/0025).
-- Instants are ISO 8601 text in UTC with six decimals and a Z: text order is time order.

CREATE TABLE catalogue (                            -- the commune's own; none = the shipped one
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    document BLOB NOT NULL,                         -- the file as it came, read again at each start
    imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT,
    author TEXT NOT NULL,
    approver TEXT NOT NULL,                         -- empty = not shown yet
    entered TEXT NOT NULL,
    link TEXT NOT NULL,
    language TEXT NOT NULL,
    attachments TEXT NOT NULL CHECK (json_valid(attachments)),
    removed_at TEXT                                 -- taken away; the row remains
) STRICT, WITHOUT ROWID;

CREATE TABLE rating (                               -- every tap, bursts too
    seq INTEGER PRIMARY KEY,
    point TEXT NOT NULL,
    face INTEGER NOT NULL CHECK (face BETWEEN 1 AND 5),
    at TEXT NOT NULL,
    month TEXT NOT NULL,
    burst INTEGER NOT NULL CHECK (burst IN (0, 1))
) STRICT;

CREATE INDEX rating_point ON rating (point, seq);

CREATE TABLE rating_month (                         -- what is kept when old taps are forgotten
    point TEXT NOT NULL,
    month TEXT NOT NULL,
    face INTEGER NOT NULL,
    burst INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (point, month, face, burst)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,                 -- what a person notes to ask for the answer
    addressee TEXT NOT NULL CHECK (addressee IN ('village', 'commune')),
    text TEXT NOT NULL,
    voice TEXT NOT NULL,                            -- hash of the voice message
    phone TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'forwarded', 'answered', 'closed')),
    answer TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;

CREATE INDEX feedback_changed ON feedback (changed);

CREATE TABLE card (                                 -- helpers, places, goods, accounts, meetings
    kind TEXT NOT NULL CHECK (kind IN ('helper', 'place', 'product', 'payment', 'meeting')),
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
