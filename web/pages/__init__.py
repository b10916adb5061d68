"""The pages, a file a subject; each view is thin: ask, present, render."""
