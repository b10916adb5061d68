"""Whole numbers as each language groups them: "120.000" and "120,000" (pure)."""

from __future__ import annotations

from hub.words import DEFAULT_LANGUAGE


def whole(value: int, language: str) -> str:
    """A whole number with its thousands apart."""
    told = f"{value:,}"
    return told.replace(",", ".") if language == DEFAULT_LANGUAGE else told
