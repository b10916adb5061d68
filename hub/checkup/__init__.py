"""Is everything well, and what to do about it: for the command line, a page and the API."""
