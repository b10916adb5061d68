"""Sets of Vietnamese words that tell the rules what a number is."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(text.split())
