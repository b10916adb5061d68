"""How loud a whole sound is to people, by ITU-R BS.1770 with the gates of EBU R128 (pure).

Sample by sample in Python: for sounds of seconds that are made once, not for what is on air.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from math import log10, pi, tan
from typing import Final

from broadcast.audio.level import FLOOR_DBFS, FULL_SCALE

GATE_LUFS: Final = -70.0
"""Blocks under this are never counted."""
RELATIVE_GATE_LU: Final = -10.0
"""Nor blocks so far under the mean of the rest."""
STEP_S: Final = 0.1
STEPS_A_BLOCK: Final = 4
"""Blocks of 400 ms that overlap by three quarters."""
OFFSET: Final = -0.691

Filter = tuple[float, float, float, float, float]
"""b0, b1, b2, a1, a2 of a filter of second order."""


def integrated_lufs(samples: Sequence[int], rate: int) -> float:
    """Integrated loudness of mono 16 bit samples, LUFS; `FLOOR_DBFS` when it is silent."""
    step = round(STEP_S * rate)
    sums = [0.0, *accumulate(value * value for value in _weighted(samples, rate))]
    size = min(len(samples), step * STEPS_A_BLOCK)
    powers = [
        (sums[end] - sums[end - size]) / size for end in range(size, len(samples) + 1, step) if size
    ]
    loud = [power for power in powers if _lufs(power) > GATE_LUFS]
    if not loud:
        return FLOOR_DBFS
    gate = _lufs(sum(loud) / len(loud)) + RELATIVE_GATE_LU
    loud = [power for power in loud if _lufs(power) > gate]
    return _lufs(sum(loud) / len(loud))


def _lufs(power: float) -> float:
    return OFFSET + 10.0 * log10(power) if power > 0 else FLOOR_DBFS


def _weighted(samples: Sequence[int], rate: int) -> array[float]:
    sound = array("d", (value / FULL_SCALE for value in samples))
    return _filtered(_filtered(sound, _shelf(rate)), _high_pass(rate))


def _filtered(sound: array[float], by: Filter) -> array[float]:
    b0, b1, b2, a1, a2 = by
    first = second = 0.0
    made = array("d", bytes(8 * len(sound)))
    for index, value in enumerate(sound):
        out = b0 * value + first
        first = b1 * value - a1 * out + second
        second = b2 * value - a2 * out
        made[index] = out
    return made


def _shelf(rate: int) -> Filter:
    """The head: +4 dB from about 2 kHz on."""
    turn, quality = tan(pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    whole = 1 + turn / quality + turn * turn
    return (
        (high + middle * turn / quality + turn * turn) / whole,
        2 * (turn * turn - high) / whole,
        (high - middle * turn / quality + turn * turn) / whole,
        2 * (turn * turn - 1) / whole,
        (1 - turn / quality + turn * turn) / whole,
    )


def _high_pass(rate: int) -> Filter:
    """What is too low to seem loud."""
    turn, quality = tan(pi * 38.13547087602444 / rate), 0.5003270373238773
    whole = 1 + turn / quality + turn * turn
    return (
        1.0,
        -2.0,
        1.0,
        2 * (turn * turn - 1) / whole,
        (1 - turn / quality + turn * turn) / whole,
    )
