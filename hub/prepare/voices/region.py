"""Which land's numbers a voice says: the one place that decides it (pure)."""

from __future__ import annotations

from typing import Final

from hub.prepare.text import NORTH, SOUTH, Region
from hub.prepare.voices.espeak import VOICES

DEFAULT_VOICE: Final = "bac"
"""Speaks when nobody has chosen another."""
_SOUTHERN: Final = frozenset(
    name for voice in VOICES if voice.id == "nam" for name in (voice.id, voice.model)
)
"""Voices that say ngàn and lẻ, by every name that `hub.prepare.voices.shelf.find` understands."""


def region_of(voice: str) -> Region:
    """How the voice of this name says numbers; an unknown one says them as the north does."""
    return SOUTH if voice in _SOUTHERN else NORTH
