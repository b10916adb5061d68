"""The weekly log book: rows of the as-run log as a page to print, a sheet and lines to read."""
