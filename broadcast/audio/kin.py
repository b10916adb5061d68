"""Keeps the delays of zones in samples: whoever comes later in a cue counts from its first voice.

The card's clock is an estimate, some milliseconds off on a busy machine, and a cue may come too
late for the card's buffer; counted from the wall clock, two neighbouring zones would then be
nearer together or further apart than their distance wants, and echo.  Runs on the callback's
thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from broadcast.audio.playing import Playing, Stage


def join(playing: Playing, voices: Sequence[Playing]) -> None:
    """Let a voice, and whoever of its cue still waits, follow the first of the cue.

    Args:
        playing: The voice that is taken up.
        voices: Those of its card.
    """
    name, due_s = playing.voice.kin, playing.voice.start_s
    if not name or due_s is None:
        return
    kin = [playing, *(v for v in voices if v.voice.kin == name and v.voice.start_s is not None)]
    first = min(kin, key=_rank)
    for one in kin:
        if one is not first and one.stage is Stage.WAITING:
            one.first = first


def in_turn(voices: list[Playing]) -> None:
    """Put the first of every cue before those that count from it."""
    voices.sort(key=lambda one: one.first is not None)


def _rank(playing: Playing) -> tuple[bool, float]:
    """Who is heard already goes before who is due before it."""
    return playing.began_at is None, playing.voice.start_s or 0.0
