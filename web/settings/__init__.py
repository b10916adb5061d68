"""Changes of the rule book, as forms."""
