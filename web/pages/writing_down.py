"""Writes into the audit log who did what on a page."""

from __future__ import annotations

import logging
from typing import Final

from hub.errors import StoreError
from hub.store.people import Deed, note
from hub.words import say
from web.entry.guard import caller
from web.parts import parts, people

PATIENCE_S: Final = 0.3
"""A person waits for the answer: a busy card does not keep them."""
LOGGER: Final = logging.getLogger("web")


def write_down(key: str, **values: str) -> None:
    """Write down what the person who asks has just done."""
    found = caller()
    assert found is not None
    note(people(), Deed(parts().clock.now(), found.person.name, key, values), found.phone.id)


def write_down_after(key: str, **values: str) -> None:
    """Write down an order that was given: whatever the disk does, the person has their answer."""
    try:
        with people().patience(PATIENCE_S):
            write_down(key, **values)
    except StoreError as error:  # the as-run log has the order, too
        LOGGER.warning("%s", say(error.key, "en", **error.values))
