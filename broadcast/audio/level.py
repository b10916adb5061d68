"""How loud a voice was, and whether it has fallen silent (pure)."""

from __future__ import annotations

import audioop
from math import log10, sqrt
from typing import Final

FULL_SCALE: Final = 32768.0
FLOOR_DBFS: Final = -120.0
"""What digital silence is called."""
SILENCE_DBFS: Final = -60.0
"""Under this a voice counts as silent (before its gain)."""
GRACE_S: Final = 1.8
"""Silence until dead air is said; with the longest block it is said within two seconds."""
FULL: Final = 1.0
"""The factor of no gain."""
QUIETEST: Final = 1.0
"""The silence of a voice turned far down: under one step of a 16 bit sample."""


def dbfs(amplitude: float) -> float:
    """A sample value as dBFS; `FLOOR_DBFS` at most that low."""
    return max(FLOOR_DBFS, 20.0 * log10(amplitude / FULL_SCALE)) if amplitude > 0 else FLOOR_DBFS


def factor(gain_db: float) -> float:
    """A gain as a factor."""
    return float(10.0 ** (gain_db / 20.0))


def amplified(samples: bytes, by: float) -> bytes:
    """Samples times a factor; what is too loud is clipped."""
    return samples if by == FULL else audioop.mul(samples, 2, by)


def quiet_of(gain_db: float) -> float:
    """Under which mean sample value a voice of a gain counts as silent."""
    return max(QUIETEST, FULL_SCALE * factor(SILENCE_DBFS + gain_db))


class Meter:
    """Measures what is handed out of one voice.

    Args:
        rate: Samples a second.
        gain_db: Gain of the voice: turning it down does not make dead air.
    """

    __slots__ = (
        "_grace",
        "_over",
        "_quiet",
        "_silent",
        "_squares",
        "dead",
        "frames",
        "peak",
        "rate",
    )

    def __init__(self, rate: int, gain_db: float = 0.0) -> None:
        self.frames = 0
        """Samples handed out."""
        self.peak = 0
        """Largest sample of them, without its sign."""
        self.dead = False
        """Silent for longer than the grace."""
        self.rate = rate
        self._squares = 0.0
        self._silent = 0
        self._over = 0
        self._grace = round(GRACE_S * rate)
        self._quiet = QUIETEST
        self.turn(gain_db)

    @property
    def level_dbfs(self) -> float:
        """Mean level, dBFS."""
        return dbfs(sqrt(self._squares / self.frames)) if self.frames else FLOOR_DBFS

    @property
    def peak_dbfs(self) -> float:
        """Sample peak, dBFS."""
        return dbfs(self.peak)

    @property
    def dead_air_s(self) -> float:
        """Seconds of silence beyond the grace, each time it fell silent."""
        return (self._over + max(0, self._silent - self._grace)) / self.rate

    def turn(self, gain_db: float) -> None:
        """The voice has another gain from now on."""
        self._quiet = quiet_of(gain_db)

    def hear(self, samples: bytes | memoryview, block: int) -> bool:
        """Take what is handed out.

        Args:
            samples: Mono, 16 bit; shorter than `block` when the rest was silence.
            block: Samples by which time advances.

        Returns:
            True when `dead` has changed.
        """
        rms = audioop.rms(samples, 2)
        count = len(samples) // 2
        self.frames += count
        if rms:
            # audioop cuts the root off: half a step more is right on average
            self._squares += (rms + 0.5) * (rms + 0.5) * count
            self.peak = max(self.peak, audioop.max(samples, 2))
        if rms >= self._quiet:
            self._over += max(0, self._silent - self._grace)
            self._silent = 0
        else:
            self._silent += block
        was, self.dead = self.dead, self._silent >= self._grace
        return was is not self.dead

    def excuse(self, frames: int) -> None:
        """Its silence is a pause that will last so many samples more: no dead air until then."""
        self._silent = min(self._silent, self._grace - 1) - frames
        self.dead = False
