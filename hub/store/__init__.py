"""The hub's memory: SQLite files, numbered migrations, one file a subject."""
