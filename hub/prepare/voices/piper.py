"""Piper: better voices from files, spoken by the separate program `piper` (GPL, never imported)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.errors import MediaError
from hub.prepare.child import Access, run
from hub.prepare.voices.joining import Stretch, join
from hub.prepare.voices.pieces import Piece
from hub.prepare.voices.voice import Manner, Voice

PROGRAM: Final = "piper"

LIMIT_S: Final = 120.0
LETTERS_A_SECOND: Final = 2
"""A small board needs about a second for a second of speech, which is ten letters or more."""
MEMORY_MIB: Final = 512
"""What it may write to.  Measured with networks of the sizes of Piper's and the longest piece: a
medium voice has 350 MiB in use, a high one 430, and each needs some 80 of address space more."""
LONGEST: Final = 100
"""Letters of a piece: its memory grows by 2 MiB a letter, since it holds a whole piece at once."""
_NO_MEMORY: Final = ("bad_alloc", "bad allocation", "MemoryError", "allocate memory", "bfc_arena")
"""What the program, its runtime and the loader say when they have no memory."""


def find(configured: str, prefix: Path | None = None) -> Path | None:
    """Where the program is, or None.

    Args:
        configured: What the configuration says; empty = look beside our own environment
            (``.venv-piper`` beside ``.venv``), in it (``piper``), then on the path.
        prefix: Our own environment.
    """
    if configured:
        return Path(configured) if shutil.which(configured) else None
    own = Path(prefix if prefix is not None else sys.prefix)
    for home in (own.with_name(f"{own.name}-piper"), own / PROGRAM):
        if shutil.which(str(home / "bin" / PROGRAM)):
            return home / "bin" / PROGRAM
    found = shutil.which(PROGRAM)
    return Path(found) if found else None


def speak(
    said: Sequence[Piece],
    voice: Voice,
    manner: Manner,
    target: Path,
    *,
    program: Path,
    clock: Clock,
    is_held: Callable[[], bool] | None = None,
) -> Path:
    """Write what is said into a WAV of the voice's own rate.

    Args:
        said: Sentences and pauses.
        voice: A voice with a file.
        manner: The speed of it.
        target: The file to write; the pieces are made in a folder beside it.
        program: The `piper` program.
        clock: Measures the time it takes.
        is_held: See `child.run`.

    Raises:
        MediaError: ``speech.too_slow``, ``speech.no_memory``, ``speech.failed``, or
            ``media.*`` when what it made is no sound.
    """
    text = "".join(f"{piece.text}\n" for piece in said)
    limit_s = LIMIT_S + len(text) / LETTERS_A_SECOND
    with tempfile.TemporaryDirectory(prefix="piper-", dir=target.parent) as name:
        folder = Path(name)
        # Both generations of the program (C++ and Python) know these spellings.
        command = (
            *(str(program), "--model", voice.model, "--config", f"{voice.model}.json"),
            *("--output_dir", name, "--length_scale", f"{1 / manner.speed:.3f}"),
        )
        access = Access(
            reads=(voice.file, voice.file.with_name(f"{voice.file.name}.json"), *_homes(program)),
            writes=(folder,),
        )
        ended = run(
            command,
            stdin=text.encode(),
            limit_s=limit_s,
            memory_mib=MEMORY_MIB,
            access=access,
            clock=clock,
            is_held=is_held,
        )
        if ended.timed_out:
            raise MediaError("speech.too_slow", engine=PROGRAM, seconds=round(limit_s))
        # Named by a clock that only grows: by number is by line.
        made = sorted(folder.glob("*.wav"), key=lambda path: (len(path.name), path.name))
        if not ended.is_good or len(made) != len(said):
            raise _failure(ended.err, voice)
        join([Stretch(p, s.pause_s) for p, s in zip(made, said, strict=True)], target)
    return target


def _homes(program: Path) -> tuple[Path, ...]:
    """The folders of a program in an environment of its own: packages, and the Python it uses."""
    for place in (program.absolute(), program.resolve()):  # a link may lead into an environment
        root = place.parent.parent
        try:
            lines = (root / "pyvenv.cfg").read_text("utf-8").splitlines()
        except OSError:
            continue
        told = dict(line.split(" = ", 1) for line in lines if " = " in line)
        return (root, Path(told["home"]).parent) if "home" in told else (root,)
    return (program.resolve().parent,)


def _failure(told: str, voice: Voice) -> MediaError:
    if any(one in told for one in _NO_MEMORY):
        return MediaError("speech.no_memory", voice=voice.id)
    return MediaError("speech.failed", engine=PROGRAM, error=_last_line(told))


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][-200:] if lines else "?"
