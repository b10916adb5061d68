"""Commands of `village-hub` that need only the core."""
