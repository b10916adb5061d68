"""How loud a short block of sound is to people, quickly: for what is on air (pure).

The weighting of ITU-R BS.1770 is a smooth curve, so the weighted power is near enough a sum of
a few autocorrelations; those are differences of a block with itself, which `audioop` forms in C.
Between 100 Hz and 8 kHz it is within 0.8 dB of the standard's filter, on speech within 0.5 dB.
"""

from __future__ import annotations

import audioop
from math import log10
from typing import Final

FLOOR_LUFS: Final = -120.0
FULL_SCALE: Final = 32768.0
_OFFSET: Final = -0.691
_WIDTH: Final = 2
_WHOLE: Final = 0.7503
_LAGS: Final = (
    (4 / 48_000, 0.3782),
    (8 / 48_000, 0.2137),
    (16 / 48_000, 0.0182),
    (32 / 48_000, 0.0467),
)
"""Lag in seconds, and the part that the difference with the block so much later has."""


def block_power(samples: bytes, rate: int) -> float:
    """Weighted power of mono 16 bit samples; full scale squared is 1."""
    half = audioop.mul(samples, _WIDTH, 0.5)  # so that a difference does not run over
    against = audioop.mul(samples, _WIDTH, -0.5)
    power = _WHOLE * _power(half)
    for lag_s, part in _LAGS:
        cut = max(1, round(lag_s * rate)) * _WIDTH
        if cut < len(samples):
            power += part * _power(audioop.add(half[cut:], against[:-cut], _WIDTH))
    return 4.0 * power


def lufs(power: float) -> float:
    """Power as loudness, LUFS; at least `FLOOR_LUFS`."""
    return max(FLOOR_LUFS, _OFFSET + 10.0 * log10(power)) if power > 0 else FLOOR_LUFS


def _power(samples: bytes) -> float:
    """Mean square; `audioop` cuts the root off, half a step more is right on average."""
    rms = audioop.rms(samples, _WIDTH)
    return ((rms + 0.5) / FULL_SCALE) ** 2 if rms else 0.0
