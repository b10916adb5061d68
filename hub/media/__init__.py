"""Foreign sound becomes prepared media: checked, converted, hashed, long before its cue."""
