-- works with programs from: 2
-- Where relays come from: a station's address and its alternates, or a capture device.

CREATE TABLE programme_stream (
    programme TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 8),   -- the order in which they are tried
    address TEXT NOT NULL CHECK (length(address) BETWEEN 1 AND 2048),
    PRIMARY KEY (programme, place)
) STRICT, WITHOUT ROWID;
