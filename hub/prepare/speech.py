"""Reads a spoken text aloud: cut, said by a voice, repeated; one WAV of the voice's own rate."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hub.clock import Clock
from hub.errors import MediaError, RefusedError
from hub.media.intake import Taken
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.transcode import Wish, prepare
from hub.prepare.voices import espeak, piper
from hub.prepare.voices.joining import repeat
from hub.prepare.voices.pieces import LONGEST, Piece, pieces
from hub.prepare.voices.voice import DEFAULT_MANNER, MOST_LETTERS, Engine, Manner, Voice, checked


@dataclass(frozen=True, slots=True)
class Booth:
    """Where speech is made.

    Attributes:
        clock: Measures the time.
        piper: The `piper` program, or None when it is not installed.
        scratch: Folder for what is made on the way; None = the system's.
        is_held: While it says so, the engine stands still; what it raises ends it.
    """

    clock: Clock
    piper: Path | None = None
    scratch: Path | None = None
    is_held: Callable[[], bool] | None = None

    @contextmanager
    def spoken(self, text: str, voice: Voice, manner: Manner = DEFAULT_MANNER) -> Iterator[Path]:
        """A text as sound: mono, 16 bit, the voice's own rate; gone when the block ends.

        Args:
            text: What is to be said, as a reader would say it (`hub.prepare.text`).
            voice: Who says it.
            manner: Speed, pauses, repetitions.

        Raises:
            RefusedError: There is nothing to say, or too much, or the manner is out of range.
            MediaError: The engine is missing, fails or takes too long.
        """
        said = _pieces(text, checked(manner), voice.engine)
        with tempfile.TemporaryDirectory(prefix="speech-", dir=self.scratch) as name:
            once = self._say(said, voice, manner, Path(name) / "once.wav")
            if manner.repeats == 1:
                yield once
            else:
                yield repeat(once, manner.repeats, manner.repeat_s, Path(name) / "all.wav")

    def _say(self, said: tuple[Piece, ...], voice: Voice, manner: Manner, target: Path) -> Path:
        program = engine_of(voice, self.piper)
        if program is None:
            return espeak.speak(said, voice, manner, target, clock=self.clock, is_held=self.is_held)
        return piper.speak(
            *(said, voice, manner, target),
            program=program,
            clock=self.clock,
            is_held=self.is_held,
        )


def engine_of(voice: Voice, program: Path | None) -> Path | None:
    """The program that speaks for a voice; None for espeak-ng, which is found by its name.

    Args:
        voice: Which voice.
        program: The `piper` program, or None when it is not installed.

    Raises:
        MediaError: ``speech.no_espeak`` or ``speech.no_piper``: it is not installed.
    """
    if voice.engine is Engine.ESPEAK:
        if not espeak.is_there():
            raise MediaError("speech.no_espeak")
        return None
    if program is None:
        raise MediaError("speech.no_piper", voice=voice.id)
    return program


def finished(raw: Path, folder: Path, wish: Wish, clock: Clock, name: str | None = None) -> Taken:
    """Speech as loud as everything else, in the playout's one format; durable in `folder`.

    Args:
        raw: What `Booth.spoken` made.
        folder: Where it will be.
        wish: Loudness, profile and format.
        clock: Measures the time.
        name: Name of the file; None = its hash.

    Raises:
        MediaError: It cannot be prepared, as when ffmpeg is missing (nothing that is not
            prepared is ever played), or the folder cannot take it.
    """
    wish = replace(wish, shorten=False)  # its pauses are those that somebody set
    return prepare(raw, folder, wish, Surroundings(clock), name)[0]


def check_text(text: str) -> str:
    """A text that is neither empty nor too long.

    Raises:
        RefusedError: ``speech.empty`` or ``speech.too_long``.
    """
    if not text.strip():
        raise RefusedError("speech.empty")
    if len(text) > MOST_LETTERS:
        raise RefusedError("speech.too_long", letters=len(text), most=MOST_LETTERS)
    return text


def _pieces(text: str, manner: Manner, engine: Engine) -> tuple[Piece, ...]:
    longest = piper.LONGEST if engine is Engine.PIPER else LONGEST
    found = pieces(check_text(text), manner, longest)
    if not found:
        raise RefusedError("speech.empty")
    return found
