"""Reads files ahead of the callback, on a thread of its own.

A slow SD card stalls this thread and nothing else: a voice that has run out of samples
waits in silence and goes on where it was.
"""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import Final

from broadcast.audio.playing import Playing
from broadcast.audio.sink import Voice
from broadcast.audio.source import Source
from hub.errors import MediaError

FIRST_S: Final = 0.25
"""Read while arming, so that an emergency need not wait for this thread."""
CHUNK_S: Final = 0.5
AHEAD_S: Final = 3.0
WAKE_S: Final = 0.25
"""How often the stocks are looked at while there are voices."""


class Reader:
    """Keeps every voice `AHEAD_S` ahead.

    Args:
        rate: Samples a second.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._inbox: SimpleQueue[tuple[Playing, Source] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="audio-reader", daemon=True)

    @property
    def is_alive(self) -> bool:
        """The thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, closing every file."""
        self._inbox.put(None)
        self._thread.join(timeout=2.0)

    def ready(self, voice: Voice, channel: int) -> Playing:
        """Open a voice's first clip, read its head and have the rest read.

        What flows in is none of the reader's business: the callback takes it as it comes.

        Raises:
            MediaError: The first clip cannot be opened or is not what it should be.
        """
        playing = Playing(voice, channel, self._rate)
        if voice.inflow is not None and not voice.clips:
            playing.complete = True
            return playing
        source = Source(voice, self._rate)
        try:
            self._bring(playing, source, FIRST_S)
        except MediaError:
            source.close()
            raise
        self._inbox.put((playing, source))
        return playing

    def _bring(self, playing: Playing, source: Source, length_s: float) -> None:
        data = source.read(round(length_s * self._rate))
        if data:
            playing.chunks.append(data)
            playing.brought += len(data) // 2
        else:
            playing.complete = True

    def _run(self) -> None:
        work: list[tuple[Playing, Source]] = []
        while True:
            try:
                item = self._inbox.get(timeout=WAKE_S if work else None)
            except Empty:
                pass
            else:
                if item is None:
                    break
                work.append(item)
            work = self._fill(work)
        for _, source in work:
            source.close()

    def _fill(self, work: list[tuple[Playing, Source]]) -> list[tuple[Playing, Source]]:
        """Bring every voice up to its stock, the hungriest first; drop those that are done."""
        while True:
            kept = []
            for playing, source in work:
                if playing.is_over or playing.complete:
                    source.close()
                else:
                    kept.append((playing, source))
            work = sorted(kept, key=lambda item: item[0].ahead)
            if not work or work[0][0].ahead >= AHEAD_S * self._rate or not self._inbox.empty():
                return work
            playing, source = work[0]
            try:
                self._bring(playing, source, CHUNK_S)
            except MediaError as error:
                playing.error = error
                playing.complete = True
