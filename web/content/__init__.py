"""What people enter for the touchscreen: cards, notices, papers."""
