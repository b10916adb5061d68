"""espeak-ng: three Vietnamese voices that are always there, spoken in one run of the program."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from hub.clock import Clock
from hub.errors import MediaError
from hub.prepare.child import PATH, run
from hub.prepare.voices.pieces import Piece
from hub.prepare.voices.voice import Engine, Manner, Voice

PROGRAM: Final = "espeak-ng"
RATE: Final = 22_050

VOICES: Final = tuple(
    Voice(name, f"voice.espeak.{name}", "vi", Engine.ESPEAK, RATE, model)
    for name, model in (("bac", "vi"), ("trung", "vi-vn-x-central"), ("nam", "vi-vn-x-south"))
)
"""Northern, central, southern; their `name` is a key of the catalogue."""

WORDS_A_MINUTE: Final = 150
"""What espeak-ng calls words; measured: 200 Vietnamese syllables a minute."""

AMPLITUDE: Final = 50
"""Of 100: from 80 on its own limiter distorts (measured: peaks of 0.62 here, 1.0 at 100)."""

INHERENT_S: Final = 0.06
"""Silence that it puts after a sentence by itself (measured)."""

LIMIT_S: Final = 30.0
LETTERS_A_SECOND: Final = 500
"""The slowest board makes more (this program's own speed on a desktop: 40,000)."""
MEMORY_MIB: Final = 128


def is_there() -> bool:
    """True when the program is installed."""
    return shutil.which(PROGRAM, path=PATH) is not None


def speak(
    said: Sequence[Piece],
    voice: Voice,
    manner: Manner,
    target: Path,
    *,
    clock: Clock,
    is_held: Callable[[], bool] | None = None,
) -> Path:
    """Write what is said into a WAV of the engine's own rate.

    Args:
        said: Sentences and pauses.
        voice: One of `VOICES`.
        manner: The speed of it.
        target: The file to write.
        clock: Measures the time it takes.
        is_held: See `child.run`.

    Raises:
        MediaError: ``speech.too_slow`` or ``speech.failed``.
    """
    text = markup(said)
    command = (
        *(PROGRAM, "-v", voice.model, "-s", str(round(WORDS_A_MINUTE * manner.speed))),
        *("-a", str(AMPLITUDE), "-b", "1", "-z", "-m", "--stdin", "--stdout"),
    )
    limit_s = LIMIT_S + len(text) / LETTERS_A_SECOND
    with target.open("wb") as output:
        ended = run(
            command,
            stdin=text.encode(),
            output=output,
            limit_s=limit_s,
            memory_mib=MEMORY_MIB,
            clock=clock,
            is_held=is_held,
        )
    if ended.timed_out:
        raise MediaError("speech.too_slow", engine=PROGRAM, seconds=round(limit_s))
    if not ended.is_good:
        raise MediaError("speech.failed", engine=PROGRAM, error=ended.err.strip()[-200:])
    return target


def markup(said: Sequence[Piece]) -> str:
    """The text with its pauses as SSML, which espeak-ng keeps to the millisecond."""
    parts = [f"{escape(piece.text)}{_break(piece.pause_s)}" for piece in said]
    return f"<speak>{''.join(parts)}</speak>\n"


def _break(pause_s: float) -> str:
    if not pause_s:
        return " "
    return f'<break time="{round(max(0.0, pause_s - INHERENT_S) * 1000)}ms"/>'
