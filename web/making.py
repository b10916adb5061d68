"""Makes the sound of a typed bulletin, one at a time.

It runs our own children (espeak-ng or Piper, ffmpeg) on text that somebody with the right typed;
files that people bring are not taken in here.  It moves to the `hub` service together with its
jobs; pages know only `Studio`.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hub.clock import Clock
from hub.config import Config
from hub.domain.spoken import Spoken
from hub.media.intake import Taken
from hub.prepare.layout import paragraphs, with_pauses
from hub.prepare.readings import with_lexicon
from hub.prepare.speech import Booth, check_text, finished
from hub.prepare.text import NORTH, Reading, Table, default_table, read_out
from hub.prepare.transcode import Wish
from hub.prepare.voices import piper
from hub.prepare.voices.shelf import find
from hub.prepare.voices.voice import Manner
from hub.store.database import Database
from hub.store.speech import lexicon, lexicon_revision, usual_voice

DEFAULT_VOICE = "bac"


class Studio(Protocol):
    """Where typed bulletins become sound."""

    def read(self, store: Database, written: str) -> Reading:
        """The words that will be spoken, and what had to be guessed."""
        ...

    def make(self, store: Database, written: str, repeats: int) -> tuple[Taken, Spoken]:
        """The sound, prepared, and what is said in it.

        Raises:
            RefusedError: There is nothing to say, or too much.
            MediaError: It cannot be made.
        """
        ...


@dataclass(slots=True)
class OwnStudio:
    """A studio in this process.

    Attributes:
        config: Where media are, and how they are prepared.
        clock: Measures the time.
    """

    config: Config
    clock: Clock
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def read(self, store: Database, written: str) -> Reading:
        table, words = with_lexicon(lexicon(store), default_table())
        return read_out(written, table.in_region(NORTH), words)

    def make(self, store: Database, written: str, repeats: int) -> tuple[Taken, Spoken]:
        checked = check_text(written)
        table, words = with_lexicon(lexicon(store), default_table())
        said = self._said(paragraphs(checked), table.in_region(NORTH), words)
        name = usual_voice(store) or DEFAULT_VOICE
        voice = find(name, self.config.data_dir / "voices")
        manner = Manner(repeats=repeats)
        booth = Booth(self.clock, piper.find(""))
        with self._busy, booth.spoken(said, voice, manner) as raw:
            wish = Wish(self.config.preparing, self.config.rate)
            taken = finished(raw, self.config.media_dir, wish, self.clock)
        spoken = Spoken(checked, said, voice.id, manner.speed, lexicon_revision(store))
        return taken, spoken

    def _said(self, parts: Sequence[str], table: Table, words: Mapping[str, str]) -> str:
        found = (with_pauses(read_out(part, table, words).spoken, part) for part in parts)
        return "\n\n".join(filter(None, found))
