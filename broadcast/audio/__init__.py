"""Sound out: one open stream a card, one mixer."""
