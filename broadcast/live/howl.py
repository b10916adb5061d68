"""The guard against howl-round: hears that the loudspeaker feeds the microphone (pure).

Two signs.  A *ring*: nearly all of the sound is one tone that stays; a tone x obeys
x[n] + x[n-2k] = 2·cos(k·w)·x[n-k] for every lag k, which speech does not, and `audioop` finds the
best factor and what is left over in C.  A *drone*: loud without the gaps that speech has between
syllables, because each of its sounds comes back before it has died away.
"""

from __future__ import annotations

import audioop
from collections import deque
from typing import Final

from broadcast.audio.level import dbfs

RATE: Final = 16_000
"""Samples a second it listens at."""
LAGS: Final = (3, 7, 16)
LEFT_OVER: Final = 0.18
"""Share of the sound that may be left over of a tone."""
LOUD_DBFS: Final = -30.0
"""Under this no howl is heard, and none looked for."""
RING_S: Final = 0.16
"""A tone for so long is a ring when it grows."""
LONG_RING_S: Final = 0.6
"""A tone for so long is a ring even when it does not grow."""
GROWTH_DB: Final = 2.0
DRONE_S: Final = 0.8
DRONE_DBFS: Final = -28.0
DRONE_DB: Final = 5.0
"""Speech has gaps of 13 dB and more within `DRONE_S`."""

CUT_DB: Final = 6.0
"""Turned down by so much each time."""
AGAIN_S: Final = 0.15
"""Not again before so long; the loop needs a while to answer."""
LEAST_DB: Final = -36.0
BACK_DB_S: Final = 1.5
"""Turned up again so slowly."""
WAIT_S: Final = 2.0
"""And not before so long without a sign."""
SCAR_DB: Final = 3.0
"""It never comes nearer than this to the gain at which it howled."""

_Resampling = tuple[int, tuple[tuple[int, int], ...]] | None


class HowlGuard:
    """Turns down what howls.

    Args:
        rate: Samples a second of what it hears.
    """

    def __init__(self, rate: int) -> None:
        self.gain_db = 0.0
        self.is_howling = False
        """A sign was seen in the last two seconds."""
        self.count = 0
        """How often it had to turn down."""
        self._rate = rate
        self._state: _Resampling = None
        self._most_db = 0.0
        self._since_s = WAIT_S
        self._tone_s = 0.0
        self._tone: deque[float] = deque(maxlen=64)
        self._levels: deque[float] = deque(maxlen=1024)

    def hear(self, pcm: bytes, length_s: float) -> float:
        """Judge a frame as it leaves for the loudspeaker; the gain at its end, dB."""
        level_dbfs = dbfs(audioop.rms(pcm, 2))
        self._since_s += length_s
        is_tone = level_dbfs >= LOUD_DBFS and self._is_tone(pcm)
        rings = self._rings(level_dbfs, length_s, is_tone=is_tone)
        drones = self._drones(level_dbfs, length_s)
        if (rings or drones) and self._since_s >= AGAIN_S:
            self._turn_down()
        elif self._since_s >= WAIT_S:
            self.gain_db = min(max(LEAST_DB, self._most_db), self.gain_db + BACK_DB_S * length_s)
        self.is_howling = self.count > 0 and self._since_s < WAIT_S
        return self.gain_db

    def _turn_down(self) -> None:
        self.count += 1
        self._most_db = min(self._most_db, self.gain_db - SCAR_DB)
        self.gain_db = max(LEAST_DB, self.gain_db - CUT_DB)
        self._since_s = 0.0
        self._levels.clear()

    def _is_tone(self, pcm: bytes) -> bool:
        """Nothing but one tone in this frame."""
        heard, self._state = audioop.ratecv(pcm, 2, 1, self._rate, RATE, self._state)
        heard = audioop.mul(heard, 2, 0.25)  # sums of four must not be cut off
        return all(_left_over(heard, lag) <= LEFT_OVER for lag in LAGS)

    def _rings(self, level_dbfs: float, length_s: float, *, is_tone: bool) -> bool:
        if not is_tone:
            self._tone_s = 0.0
            self._tone.clear()
            return False
        self._tone_s += length_s
        self._tone.append(level_dbfs)
        grows = self._tone[-1] - self._tone[0] >= GROWTH_DB
        return self._tone_s >= LONG_RING_S or (self._tone_s >= RING_S and grows)

    def _drones(self, level_dbfs: float, length_s: float) -> bool:
        self._levels.append(level_dbfs)
        wanted = round(DRONE_S / length_s)
        while len(self._levels) > wanted:
            self._levels.popleft()
        if len(self._levels) < wanted:
            return False
        quietest, loudest = min(self._levels), max(self._levels)
        return quietest >= DRONE_DBFS and loudest - quietest <= DRONE_DB


def _left_over(pcm: bytes, lag: int) -> float:
    """How much is left of a sound when the best tone of its own past is taken away, 0 to 1."""
    shift = lag * 2
    outer = audioop.add(pcm[2 * shift :], pcm[: -2 * shift], 2)
    middle = pcm[shift:-shift]
    whole = audioop.rms(audioop.add(outer, middle, 2), 2) + audioop.rms(middle, 2)
    if not whole:
        return 1.0
    best = audioop.findfactor(outer, middle)
    rest = audioop.add(outer, audioop.mul(middle, 2, -best), 2)
    return float(audioop.rms(rest, 2)) / whole
