"""How the pages are served: waitress, kept strict about what it reads and fair about who waits."""
