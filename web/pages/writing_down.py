"""Writes into the audit log who did what on a page."""

from __future__ import annotations

from hub.store.people import Deed, note
from web.entry.guard import caller
from web.parts import parts, people


def write_down(key: str, **values: str) -> None:
    """Write down what the person who asks has just done."""
    found = caller()
    assert found is not None
    note(people(), Deed(parts().clock.now(), found.person.name, key, values), found.phone.id)
