"""Voice messages: small, named by their hash, heard only by people with the right.

The hub never decodes them: they are played by the browser of whoever answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

from werkzeug.datastructures import FileStorage

from hub.errors import RefusedError
from hub.media.draft import PREFIX, Draft
from web.lived import system_time
from web.parts import parts

MOST_BYTES: Final = 2 << 20
"""Two minutes of Opus at 128 kbit/s; browsers use a quarter of it."""
MOST_MESSAGES: Final = 300
GRACE_S: Final = 3600.0
FOLDER: Final = "voices-told"
TYPES: Final = {
    b"\x1a\x45\xdf\xa3": "audio/webm",
    b"OggS": "audio/ogg",
    b"RIFF": "audio/wav",
}
"""First bytes of what browsers record, and what it is."""


def folder() -> Path:
    """Where they lie."""
    return parts().config.data_dir / FOLDER


def keep_voice(given: FileStorage | None) -> str:
    """Keep a message; its hash, or "" when there is none.

    Raises:
        RefusedError: ``shown.feedback.voice``: it is none; ``shown.feedback.voices_full``.
        MediaError: The disk cannot take it.
    """
    if given is None or not given.filename:
        return ""
    message = given.stream.read(MOST_BYTES + 1)
    if not message:
        return ""
    if len(message) > MOST_BYTES or type_of(message) is None:
        raise RefusedError("shown.feedback.voice", most=MOST_BYTES >> 20)
    sha256 = hashlib.sha256(message).hexdigest()
    if (folder() / sha256).is_file():
        return sha256
    if folder().is_dir() and sum(1 for _ in folder().iterdir()) >= MOST_MESSAGES:
        raise RefusedError("shown.feedback.voices_full")
    with Draft(folder(), len(message)) as draft:
        draft.write(message)
        draft.keep(sha256)
    return sha256


def type_of(message: bytes) -> str | None:
    """Its media type by its first bytes."""
    return TYPES.get(message[:4])


def forget_voices(wanted: Collection[str]) -> None:
    """Nobody needs to hear the others again; what has just come may not be written down yet."""
    if not folder().is_dir():
        return
    before_s = system_time().timestamp() - GRACE_S
    for path in folder().iterdir():
        if path.name not in wanted and not path.name.startswith(PREFIX):
            with suppress(OSError):
                if path.stat().st_mtime < before_s:
                    path.unlink()
