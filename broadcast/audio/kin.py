"""Keeps the delays of zones when a cue cannot begin in time: all of it slips alike.

Otherwise an emergency's first zone, late by the card's buffer, would be heard together with the
zone that has to follow it, and the two echo.  Runs on the callback's thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from broadcast.audio.playing import Playing, Stage


def keep_apart(voices: Sequence[Playing], first_s: float) -> None:
    """Put a cue's voices off by what the first of them is late.

    Args:
        voices: Those of one card.
        first_s: Wall clock of the next block's first sample.
    """
    for playing in voices:
        if playing.stage is Stage.WAITING and playing.due_s is not None:
            late_s = first_s - playing.due_s
            if late_s > 0.0:
                for other in (playing, *_kin(playing, voices)):
                    _put_off(other, late_s)


def follow(playing: Playing, voices: Sequence[Playing]) -> None:
    """Put a voice off that is taken up when the first of its cue has begun late already."""
    _put_off(playing, max((_put_off_s(other) for other in _kin(playing, voices)), default=0.0))


def _kin(playing: Playing, voices: Sequence[Playing]) -> list[Playing]:
    kin = playing.voice.kin
    return [v for v in voices if kin and v is not playing and v.voice.kin == kin]


def _put_off(playing: Playing, by_s: float) -> None:
    if playing.stage is Stage.WAITING and playing.due_s is not None:
        playing.due_s += by_s


def _put_off_s(playing: Playing) -> float:
    start_s = playing.voice.start_s
    return 0.0 if playing.due_s is None or start_s is None else playing.due_s - start_s
