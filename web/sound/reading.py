"""The words that will be spoken for what somebody types; the sound itself is the hub's job."""

from __future__ import annotations

from hub.prepare.readings import with_lexicon
from hub.prepare.text import Reading, default_table, read_out
from hub.prepare.voices.region import DEFAULT_VOICE, region_of
from hub.store.database import Database
from hub.store.speech import lexicon, usual_voice


def read(store: Database, written: str) -> Reading:
    """What the usual voice will say, and what had to be guessed."""
    table, words = with_lexicon(lexicon(store), default_table())
    region = region_of(usual_voice(store) or DEFAULT_VOICE)
    return read_out(written, table.in_region(region), words)
