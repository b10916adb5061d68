"""Tells a pause that a file has by itself from a sound that is gone (pure)."""

from __future__ import annotations

import audioop
from collections.abc import Iterable
from typing import Final

from broadcast.audio.level import Meter, quiet_of
from broadcast.audio.sink import Voice

SOON_S: Final = 0.9
"""What sounds again so soon after the grace of dead air, or ends, has only paused.

The reader is further ahead than that, and a fallback that came for a second between two readings
of a bulletin would be the fault that it is there to cover.
"""
_STEP_S: Final = 0.01


def excused(
    meter: Meter, stock: Iterable[bytes | memoryview], voice: Voice, *, is_all: bool
) -> bool:
    """Whether a silent voice only pauses; its meter then knows how long.

    Args:
        meter: Of the voice.
        stock: What it plays next, with its gain.
        voice: The voice.
        is_all: The reader brings nothing more.
    """
    is_end = is_all and voice.inflow is None
    frames = frames_of_pause(stock, meter.rate, voice.gain_db, is_all=is_end)
    if frames is not None:
        meter.excuse(frames)
    return frames is not None


def frames_of_pause(
    stock: Iterable[bytes | memoryview], rate: int, gain_db: float, *, is_all: bool
) -> int | None:
    """How long a voice that is silent now will be so by itself.

    Args:
        stock: What it plays next, mono, 16 bit, with its gain.
        rate: Samples a second.
        gain_db: Its gain.
        is_all: Nothing comes after the stock: it ends there.

    Returns:
        Samples until it sounds or ends; None when neither is within `SOON_S`.
    """
    quiet, step, most = quiet_of(gain_db), 2 * max(1, round(_STEP_S * rate)), round(SOON_S * rate)
    silent = 0
    for chunk in stock:
        for at in range(0, len(chunk), step):
            if silent > most:
                return None
            part = chunk[at : at + step]
            if audioop.rms(part, 2) >= quiet:
                return silent
            silent += len(part) // 2
    return silent if is_all and silent <= most else None
