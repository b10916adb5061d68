"""The voices of this hub: those of espeak-ng, and files that the operator brought."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from hub.errors import HubError, MediaError, RefusedError
from hub.prepare.voices import espeak
from hub.prepare.voices.card import MOST_CARD_BYTES, Card, read_card
from hub.prepare.voices.voice import Engine, Voice

MOST_BYTES: Final = 256 << 20
"""Piper's largest voices have some 120 MB."""
LEAST_BYTES: Final = 64
NAME_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
MOST_NAME: Final = 64

MODEL: Final = "model.onnx"
CARD: Final = "model.onnx.json"
HIDDEN: Final = ".adding-"
MODE_FILE: Final = 0o644
MODE_FOLDER: Final = 0o755

Try = Callable[[Voice], None]
"""Lets a voice speak a sentence; raises `HubError` when it cannot."""


def voices(folder: Path) -> tuple[Voice, ...]:
    """Every voice, those of espeak-ng first."""
    return (*espeak.VOICES, *installed(folder))


def find(name: str, folder: Path) -> Voice:
    """The voice of a name; espeak-ng's own names are understood too.

    Raises:
        RefusedError: ``voice.unknown``.
    """
    known = voices(folder)
    for voice in known:
        if name == voice.id or (voice.engine is Engine.ESPEAK and name == voice.model):
            return voice
    raise RefusedError("voice.unknown", voice=name[:80], known=", ".join(v.id for v in known))


def installed(folder: Path) -> tuple[Voice, ...]:
    """The voices that the operator brought, by name."""
    found = []
    for home in sorted(folder.glob("*")):
        with suppress(HubError):
            if not home.name.startswith(".") and (home / MODEL).is_file():
                found.append(_voice(home, home.name))
    return tuple(found)


def add(file: Path, folder: Path, try_out: Try) -> Voice:
    """Take a Piper voice over: it is there whole and tried, or not at all.

    Args:
        file: The ``.onnx``; its ``.onnx.json`` is beside it.
        folder: The voices of this hub; made when it is missing.
        try_out: Lets the copy speak before it gets its name.

    Raises:
        RefusedError: It is no Vietnamese voice for Piper.
        MediaError: It cannot be read or written, or does not speak.
    """
    name = _name(file)
    card = file.with_name(f"{file.name}.json")
    _check_file(file, LEAST_BYTES, MOST_BYTES)
    if not card.exists():
        raise RefusedError("voice.no_card", file=file.name, card=card.name)
    _check_file(card, 2, MOST_CARD_BYTES)
    read_card(card)
    with _draft(folder, file.stat().st_size) as draft:
        _copy(file, draft / MODEL)
        _copy(card, draft / CARD)
        try_out(_voice(draft, name))
        _put(draft, folder / name)
    return _voice(folder / name, name)


def remove(name: str, folder: Path) -> Voice:
    """Take a voice away.

    Raises:
        RefusedError: ``voice.unknown``, or ``voice.built_in`` for those of espeak-ng.
        MediaError: It cannot be removed.
    """
    voice = find(name, folder)
    if voice.engine is Engine.ESPEAK:
        raise RefusedError("voice.built_in", voice=voice.id)
    with _writing(folder):
        _discard(folder / voice.id)
    return voice


def _name(file: Path) -> str:
    name = file.name.removesuffix(".onnx")
    if file.suffix != ".onnx":
        raise RefusedError("voice.not_onnx", file=file.name)
    if not name or len(name) > MOST_NAME or not NAME_LETTERS.issuperset(name):
        raise RefusedError("voice.bad_name", file=file.name[:80], most=MOST_NAME)
    if any(name in {voice.id, voice.model} for voice in espeak.VOICES):
        raise RefusedError("voice.built_in", voice=name)
    return name


def _voice(home: Path, name: str) -> Voice:
    card: Card = read_card(home / CARD)
    return Voice(name, name, card.language, Engine.PIPER, card.rate, str(home / MODEL))


def _check_file(path: Path, least: int, most: int) -> None:
    """Asked before the file is opened: opening a pipe would wait for ever."""
    try:
        found = path.stat()
    except OSError as error:
        raise RefusedError("voice.unreadable", file=path, error=error.strerror) from error
    if not stat.S_ISREG(found.st_mode):
        raise RefusedError("voice.no_file", file=path)
    if not least <= found.st_size <= most:
        size, limit = found.st_size / 1e6, most / 1e6
        raise RefusedError("voice.size", file=path.name, size=f"{size:.1f}", most=round(limit))


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as there, target.open("xb") as here:
        shutil.copyfileobj(there, here, 1 << 20)
        here.flush()
        os.fchmod(here.fileno(), MODE_FILE)
        os.fsync(here.fileno())


@contextmanager
def _draft(folder: Path, size: int) -> Iterator[Path]:
    """A folder beside the voices; gone at the end unless it was given a name."""
    with _writing(folder, size):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(
            f"{HIDDEN}*"
        ):  # a power failure's; two operators do not add at once
            _discard(left)
        draft = Path(tempfile.mkdtemp(prefix=HIDDEN, dir=folder))
        try:
            draft.chmod(MODE_FOLDER)
            yield draft
        finally:
            _discard(draft)


def _put(draft: Path, home: Path) -> None:
    """Give a draft its name, in the place of what had it."""
    _sync(draft)
    if home.exists():
        home.rename(draft.with_name(f"{draft.name}.old"))
    draft.rename(home)
    _sync(home.parent)
    _discard(draft.with_name(f"{draft.name}.old"))


def _discard(folder: Path) -> None:
    """Remove a voice; it has no name any more before the first of its files is gone."""
    if folder.exists():
        if not folder.name.startswith("."):
            hidden = folder.with_name(f"{HIDDEN}{folder.name}.old")
            shutil.rmtree(hidden, ignore_errors=True)
            folder = folder.rename(hidden)
        shutil.rmtree(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing(folder: Path, size: int = 0) -> Iterator[None]:
    try:
        yield
    except HubError:
        raise
    except OSError as error:
        told = {"folder": folder, "size": -(-size // 1_000_000), "error": error.strerror}
        raise MediaError("voice.unwritable", **told) from error
