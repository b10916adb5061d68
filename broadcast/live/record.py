"""The record: the last ten minutes of what was said live, as WAV files (ring of segments).

Written by a thread of its own, because a disk may make it wait.  What is kept is what left for
the horns, at 16 kHz: two megabytes a minute.
"""

from __future__ import annotations

import audioop
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Final

from broadcast.audio.wavfile import HEADER_BYTES, begin_wav, settle_wav
from hub.clock import Clock
from hub.live_wire import Hello

RATE: Final = 16_000
KEPT_S: Final = 600.0
SEGMENT_S: Final = 30.0
"""A power cut costs at most this much of the record."""
FLUSH_S: Final = 5.0
"""Written out to the card so often, should the power go."""
WAITING: Final = 3000
"""Pieces that may wait for a slow disk: a minute; more are left out."""

_Resampling = tuple[int, tuple[tuple[int, int], ...]] | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a talk on disk.

    Attributes:
        path: The WAV.
        started: Its first sample, aware UTC.
        talk: Identity of the talk.
        by: Who spoke.
        title: What people call it.
        zones: Where; empty = everywhere.
        length_s: Seconds.
    """

    path: Path
    started: datetime
    talk: str
    by: str
    title: str
    zones: tuple[str, ...]
    length_s: float


class Recorder:
    """Writes segments and removes the oldest.

    Args:
        folder: Where they are kept; made with the first talk.
        rate: Samples a second of what comes.
        clock: When something was said.
    """

    def __init__(self, folder: Path, rate: int, clock: Clock) -> None:
        self.is_failing = False
        """The disk did not take the last segment."""
        self._folder = folder
        self._rate = rate
        self._clock = clock
        self._queue: SimpleQueue[tuple[Hello, datetime, bytes] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="live-record", daemon=True)
        self._file: BinaryIO | None = None
        self._talk: Hello | None = None
        self._resampling: _Resampling = None
        self._bytes = 0
        self._flushed = 0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Write what is left."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(timeout=5.0)

    def keeper(self) -> Kept:
        """For one talk."""
        return Kept(self._queue, self._clock)

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            hello, at, pcm = item
            try:
                self._write(hello, at, pcm)
                self.is_failing = False
            except OSError:
                self.is_failing = True  # the talk goes on; `doctor` tells of a full disk
                self._abandon()
        with suppress(OSError):
            self._end_segment()

    def _write(self, hello: Hello, at: datetime, pcm: bytes) -> None:
        is_over = not pcm
        if self._file is not None and (is_over or hello is not self._talk or self._is_full()):
            self._end_segment()
        if is_over:
            return
        if self._file is None:
            self._begin_segment(hello, at)
        if self._file is not None:
            heard, self._resampling = audioop.ratecv(pcm, 2, 1, self._rate, RATE, self._resampling)
            self._file.write(heard)
            self._bytes += len(heard)
            if self._bytes - self._flushed > FLUSH_S * RATE * 2:
                self._flushed = self._bytes
                self._file.flush()
                os.fdatasync(self._file.fileno())

    def _is_full(self) -> bool:
        return self._bytes >= SEGMENT_S * RATE * 2

    def _begin_segment(self, hello: Hello, at: datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._make_room()
        path = self._folder / f"{at:%Y%m%dT%H%M%S%f}Z.wav"
        about = {
            "talk": hello.id,
            "by": hello.by,
            "title": hello.title,
            "zones": sorted(hello.zones),
            "started": at.isoformat(),
        }
        path.with_suffix(".json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
        self._file, self._talk = begin_wav(path, RATE, 1), hello
        self._path, self._bytes, self._flushed, self._resampling = path, 0, 0, None

    def _end_segment(self) -> None:
        file, self._file, self._talk = self._file, None, None
        if file is None:
            return
        with file:
            file.flush()
            os.fdatasync(file.fileno())
        settle_wav(self._path, RATE, 1)

    def _abandon(self) -> None:
        file, self._file, self._talk = self._file, None, None
        if file is not None:
            with suppress(OSError):
                file.close()

    def _make_room(self) -> None:
        """Remove what is older than ten minutes of talk."""
        kept_s = 0.0
        for segment in sorted(segments(self._folder), key=_started, reverse=True):
            if kept_s >= KEPT_S:
                remove(segment)
            kept_s += segment.length_s


class Kept:
    """What one talk says to the recorder."""

    def __init__(
        self, queue: SimpleQueue[tuple[Hello, datetime, bytes] | None], clock: Clock
    ) -> None:
        self._queue = queue
        self._clock = clock
        self._hello: Hello | None = None

    def begin(self, hello: Hello) -> None:
        """Somebody is on air."""
        self._hello = hello

    def keep(self, pcm: bytes) -> None:
        """Samples that left for the horns."""
        if self._hello is not None and self._queue.qsize() < WAITING:
            self._queue.put((self._hello, self._clock.now(), pcm))

    def end(self) -> None:
        """The talk is over."""
        if self._hello is not None:
            self._queue.put((self._hello, self._clock.now(), b""))


def segments(folder: Path) -> Iterator[Segment]:
    """Everything that is kept, in no order; what cannot be read is left out."""
    for about in folder.glob("*.json"):
        path = about.with_suffix(".wav")
        try:
            found = json.loads(about.read_text("utf-8"))
            length_s = max(0, path.stat().st_size - HEADER_BYTES) / 2 / RATE
            yield Segment(
                path,
                datetime.fromisoformat(found["started"]),
                str(found["talk"]),
                str(found["by"]),
                str(found["title"]),
                tuple(map(str, found["zones"])),
                length_s,
            )
        except (OSError, ValueError, KeyError, TypeError):
            continue


def remove(segment: Segment) -> None:
    """Take a segment away."""
    segment.path.unlink(missing_ok=True)
    segment.path.with_suffix(".json").unlink(missing_ok=True)


def _started(segment: Segment) -> datetime:
    return segment.started
