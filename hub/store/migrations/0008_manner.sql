-- works with programs from: 2
-- How the usual voice speaks: {"speed": 1.0, "sentence_s": 0.5, "list_s": 0.7, "paragraph_s": 1.0};
-- what is not there is as a new hub has it.

ALTER TABLE speech_setting ADD COLUMN manner TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(manner));
