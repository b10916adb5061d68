"""The catalogue of procedures: the one that is shipped, and a commune's own file."""
