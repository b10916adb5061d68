"""What a voice passes through on its way to the horns (pure).

Gate, automatic gain, howl guard, limiter: each judges a frame as a whole; together they are
one gain that changes without a click, and a ceiling.
"""

from __future__ import annotations

import audioop
from typing import Final

from broadcast.audio.level import dbfs, factor
from broadcast.live.gate import Gate
from broadcast.live.howl import HowlGuard
from broadcast.live.limiter import Limiter
from broadcast.live.loudness import AutoGain, loudness

FRAME_S: Final = 0.02
"""Longest stretch that is judged as a whole."""
FAINT_DBFS: Final = -45.0
"""A voice that never gets over this cannot be made out."""
FAINT_S: Final = 3.0


class Guards:
    """All of them.

    Args:
        rate: Samples a second.
        start_db: Gain for the first word (`AutoGain`).
    """

    def __init__(self, rate: int, start_db: float = 0.0) -> None:
        self.gate = Gate()
        self.howl = HowlGuard(rate)
        self.is_faint = False
        """Nothing like a voice has come for a while."""
        self._start_db = start_db
        self._loudness = AutoGain(start_db)
        self._limiter = Limiter(rate)
        self._rate = rate
        self._bytes = 2 * round(rate * FRAME_S)
        self._gain = 0.0
        self._faint_s = 0.0

    @property
    def learnt_db(self) -> float | None:
        """The gain that this voice needs, dB; None = too little was heard.

        Where it howled it is not lifted from the first word on.
        """
        if not self._loudness.is_sure:
            return None
        gain_db = self._loudness.gain_db
        return min(0.0, gain_db + self.howl.gain_db) if self.howl.count else gain_db

    def begin(self) -> None:
        """The talk begins to be heard: a chime that the microphone heard before is forgotten."""
        self.howl = HowlGuard(self._rate)
        self._loudness = AutoGain(self._start_db)

    def pass_on(self, pcm: bytes) -> bytes:
        """Take samples; those that may leave (`Limiter` keeps the last 5 ms)."""
        size = self._bytes
        frames = [self._one(pcm[at : at + size]) for at in range(0, len(pcm), size)]
        return b"".join(frames)

    def flush(self) -> bytes:
        """The last samples."""
        return self._limiter.flush(self._gain)

    def _one(self, pcm: bytes) -> bytes:
        length_s = len(pcm) / 2 / self._rate
        level_dbfs = dbfs(audioop.rms(pcm, 2))
        self._faint_s = 0.0 if level_dbfs > FAINT_DBFS else self._faint_s + length_s
        self.is_faint = self._faint_s >= FAINT_S
        open_gain = self.gate.hear(level_dbfs, length_s)
        lufs = loudness(pcm, self._rate)
        gain_db = self._loudness.hear(lufs, length_s, speaks=self.gate.hears)
        if self.howl.is_howling:
            gain_db = min(gain_db, 0.0)
        before = self._gain
        self._gain = open_gain * factor(gain_db + self.howl.gain_db)
        out = self._limiter.limit(pcm, before, self._gain)
        if out:
            self.howl.hear(out, len(out) / 2 / self._rate)
        return out
