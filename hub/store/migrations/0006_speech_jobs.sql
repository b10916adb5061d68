-- works with programs from: 5
-- Typed bulletins are prepared like files; an upload may be cut; a job knows whose it is.

ALTER TABLE preparation ADD COLUMN sort TEXT NOT NULL DEFAULT 'file'
    CHECK (sort IN ('file', 'speech'));
ALTER TABLE preparation ADD COLUMN wish TEXT NOT NULL DEFAULT '{}' -- how: cut, or text, voice …
    CHECK (json_valid(wish));
ALTER TABLE preparation ADD COLUMN about TEXT NOT NULL DEFAULT '{}' -- the asker's own notes
    CHECK (json_valid(about));
