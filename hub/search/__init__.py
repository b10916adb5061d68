"""Search as one types, in Vietnamese: with accents, without, wrong or half (pure)."""
