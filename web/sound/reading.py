"""The words that will be spoken for what somebody types; the sound itself is the hub's job."""

from __future__ import annotations

from hub.prepare.readings import with_lexicon
from hub.prepare.text import NORTH, Reading, default_table, read_out
from hub.store.database import Database
from hub.store.speech import lexicon


def read(store: Database, written: str) -> Reading:
    """What will be said, and what had to be guessed."""
    table, words = with_lexicon(lexicon(store), default_table())
    return read_out(written, table.in_region(NORTH), words)
