"""What forms of our pages carry."""

from __future__ import annotations

import re


def mark_in(page: str) -> str:
    """The mark against forged forms, or "" in a page without a form."""
    found = re.search(r'name="mark" value="(\w+)"', page)
    return found[1] if found else ""


def mark_of(page: str) -> str:
    """The mark against forged forms in a page that has a form."""
    found = mark_in(page)
    assert found, page[-600:]
    return found
