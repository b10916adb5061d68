"""Sound that somebody types, records or brings, on its way to a draft."""
