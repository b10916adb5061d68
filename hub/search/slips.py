"""How a finger slips on a keyboard: keys beside each other, and what a slip costs (pure)."""

from __future__ import annotations

from typing import Final

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> frozenset[tuple[str, str]]:
    at = {key: (row, place) for row, keys in enumerate(_ROWS) for place, key in enumerate(keys)}
    alike = {("i", "y"), ("y", "i")}
    return frozenset(alike) | frozenset(
        (one, other)
        for one, (row, place) in at.items()
        for other, (other_row, other_place) in at.items()
        if one != other and abs(row - other_row) <= 1 and abs(place - other_place) <= 1
    )


BESIDE: Final = _beside()
"""Pairs of letters whose keys touch, or which stand for one vowel."""


def is_of_the_finger(typed: str, meant: str) -> bool:
    """Whether one slip is a likely one: two keys changed about, one left out, the key beside.

    Args:
        typed: What stands there.
        meant: A word of one slip from it.
    """
    if len(typed) == len(meant):
        other = [at for at, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        return len(other) == 2 or (typed[other[0]], meant[other[0]]) in BESIDE
    if len(typed) < len(meant):
        return True
    at = next((n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), len(meant))
    near = typed[max(0, at - 1) : at + 2].replace(typed[at], "", 1)
    return any(typed[at] == key or (typed[at], key) in BESIDE for key in near)
