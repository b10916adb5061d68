"""Names for orders: made with the form, so that a second tap is the same order."""

from __future__ import annotations

from hub.errors import RefusedError
from hub.tokens import new_id

_LETTERS = frozenset("0123456789abcdef")


def new_order() -> str:
    """A name for an order that a form will give."""
    return f"web-{new_id()}"


def order_name(given: str) -> str:
    """The name that a form carries.

    Raises:
        RefusedError: No form of ours made it.
    """
    head, _, tail = given.partition("-")
    if head != "web" or len(tail) != len(new_id()) or not _LETTERS.issuperset(tail):
        raise RefusedError("error.stale_form")
    return given
