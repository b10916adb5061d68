"""Whether prepared media are still what was prepared: their hash, found ahead of the cue.

Hashing 170 MB from an SD card takes seconds, so a thread does it: when a programme is new, when
its file has changed, and once a day.  The playout only asks what is known.  A file that nobody
has looked at yet is short enough to be hashed at once, or its cue waits until it has been.
"""

from __future__ import annotations

import hashlib
import heapq
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from broadcast.audio.sameness import Facts, facts_at, opened
from hub.domain.programme import Programme
from hub.words import say

AT_ONCE_BYTES: Final = 4 << 20
"""Hashed by whoever asks: 40 s of sound, some tens of milliseconds on a slow card."""
KEPT_S: Final = 24 * 3600.0
UNREADABLE_S: Final = 30.0
"""A file that could not be read may be readable again after this."""
BLOCK: Final = 1 << 20
PAUSE_S: Final = 0.05
"""After each block, unless a cue waits: the card has a playout to feed."""


class Seal(StrEnum):
    """What is known of a file."""

    WHOLE = "whole"
    CHANGED = "changed"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Looked:
    """A look at a file.

    Attributes:
        facts: What would change with it.
        sha256: Its hash; empty when it could not be read.
        at: When, monotonic seconds.
    """

    facts: Facts
    sha256: str
    at: float

    @property
    def ends_at(self) -> float:
        """Until when it is worth something, monotonic seconds."""
        return self.at + (KEPT_S if self.sha256 else UNREADABLE_S)


class Seals:
    """Knows which files are whole.

    Args:
        folder: The media folder.
        now: Monotonic clock, seconds.
        logger: Hears once of each file that is not what it was.
    """

    def __init__(self, folder: Path, now: Callable[[], float], logger: logging.Logger) -> None:
        self._folder = folder
        self._now = now
        self._logger = logger
        self._looked: dict[str, _Looked] = {}
        self._wanted: list[tuple[int, str]] = []
        self._told: set[tuple[str, str]] = set()
        self._programmes: tuple[Programme, ...] = ()
        self._hurry = False
        self._is_ending = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="seals", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        with self._wake:
            self._is_ending = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)

    def look(self, programmes: Iterable[Programme]) -> None:
        """These are the programmes now: look at what is new."""
        with self._wake:
            self._programmes = tuple(one for one in programmes if one.media)
            self._wake.notify()

    def of(self, programme: Programme) -> Seal:
        """What is known of a programme's file; asks for a look when that is too little."""
        facts = self._facts(programme.media)
        if facts is None:
            return Seal.MISSING
        looked = self._looked.get(programme.media)
        if looked is None or looked.facts != facts:
            if facts[0] > AT_ONCE_BYTES and self._thread.is_alive():
                self._ask(programme.media)
                return Seal.UNKNOWN
            looked = self._look(programme.media, facts, lambda: False)
        if looked is None or not looked.sha256:
            return Seal.MISSING
        return self._judge(programme, looked)

    def _judge(self, programme: Programme, looked: _Looked) -> Seal:
        if looked.sha256 == programme.sha256:
            return Seal.WHOLE
        if (programme.media, looked.sha256) not in self._told:
            self._told.add((programme.media, looked.sha256))
            self._logger.warning(
                "%s", say("audio.changed", "en", programme=programme.id, path=programme.media)
            )
        return Seal.CHANGED

    def _ask(self, media: str) -> None:
        with self._wake:
            heapq.heappush(self._wanted, (-1, media))
            self._hurry = True
            self._wake.notify()

    def _facts(self, media: str) -> Facts | None:
        return facts_at(self._folder / media)

    def _look(self, media: str, facts: Facts, is_over: Callable[[], bool]) -> _Looked | None:
        digest = hashlib.sha256()
        try:
            with opened(self._folder / media) as file:
                while block := file.read(BLOCK):
                    digest.update(block)
                    if is_over():
                        return None
            looked = _Looked(facts, digest.hexdigest(), self._now())
        except OSError:
            looked = _Looked(facts, "", self._now())
        self._looked[media] = looked
        return looked

    def _run(self) -> None:
        while True:
            media = self._next()
            if media is None:
                return
            facts = self._facts(media)
            if facts is None:
                self._looked.pop(media, None)
                continue
            self._look(media, facts, self._breathe)
            looked = self._looked.get(media)
            for programme in self._programmes:
                if programme.media == media and looked is not None and looked.sha256:
                    self._judge(programme, looked)

    def _breathe(self) -> bool:
        """Between two blocks: leave the card to others, and see whether this is over."""
        with self._wake:
            if not self._hurry and not self._is_ending:
                self._wake.wait(PAUSE_S)
            return self._is_ending

    def _next(self) -> str | None:
        """The file to look at next, waiting for it; None = end."""
        with self._wake:
            while not self._is_ending:
                if self._wanted:
                    return heapq.heappop(self._wanted)[1]
                self._hurry = False
                due = self._due()
                if due:
                    return min(due)[1]
                self._wake.wait(self._rest_s())
            return None

    def _due(self) -> list[tuple[int, str]]:
        """Files that nobody has looked at lately, the short ones first."""
        found = []
        for media in {one.media for one in self._programmes}:
            facts, looked = self._facts(media), self._looked.get(media)
            is_known = looked is not None and looked.facts == facts
            is_fresh = looked is not None and self._now() < looked.ends_at
            if facts is not None and not (is_known and is_fresh):
                found.append((facts[0], media))
        return found

    def _rest_s(self) -> float:
        """Until something has to be looked at again, seconds."""
        ends = (looked.ends_at for looked in self._looked.values())
        return max(1.0, min(ends, default=self._now() + KEPT_S) - self._now())
