-- works with programs from: 1
-- Passkeys: a phone opened by finger or face instead of its PIN (docs/adr/0039).  No secret stands
-- here: the key is the public one.  One belongs to a phone and is good as long as the phone is.

CREATE TABLE passkey (
    id TEXT PRIMARY KEY,                            -- the authenticator's own, base64url
    phone TEXT NOT NULL REFERENCES phone (id),
    site TEXT NOT NULL,                             -- the hub's name it was made under (RP ID)
    key BLOB NOT NULL,                              -- attested credential data (WebAuthn 6.5.2)
    counter INTEGER NOT NULL CHECK (counter BETWEEN 0 AND 4294967295),
    made_at TEXT NOT NULL,
    used_at TEXT
) STRICT;

CREATE INDEX passkey_phone ON passkey (phone);
