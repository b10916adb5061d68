"""Languages that people of a village speak, by BCP-47 tag, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from web.language import tell

SPOKEN: Final = ("vi", "tyz", "nut", "blt", "hmn", "ium", "mtq", "km", "en")
"""Offered in forms; the command line takes any other."""


def tongue(tag: str) -> str:
    """The name of a language; its tag when nobody gave it one."""
    return tell(f"content_page.tongue.{tag}") if tag in SPOKEN else tag


def tongues(more: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Tags and names to choose from, those already chosen among them."""
    return [(tag, tongue(tag)) for tag in dict.fromkeys((*SPOKEN, *more))]
