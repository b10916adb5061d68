"""Hands an upload that has come whole to the hub service."""

from __future__ import annotations

from typing import Any

from hub.domain.bulletin import Kind
from hub.errors import RefusedError
from web.parts import parts
from web.sound import drafts as sounds
from web.sound.uploads import MIB, Upload, Uploads


def uploads() -> Uploads:
    """The upload folder."""
    config = parts().config
    return Uploads(config.upload_dir, config.preparing.most_mib * MIB)


def hand_on(upload: Upload) -> sounds.Sound:
    """Have it prepared.

    Raises:
        RefusedError: Something of it is missing, or the hub service does not take it.
        ControlError: ``sounds.no_hub``; asking again later does no harm.
    """
    if not uploads().is_whole(upload):
        raise RefusedError("upload.unfinished", name=upload.name)
    if not uploads().is_here(upload):
        raise RefusedError("upload.gone")
    notes = sounds.Notes("", Kind.ROUTINE, upload.way)
    cut: dict[str, Any] = {"start_s": upload.start_s, "end_s": upload.end_s}
    return sounds.prepare(upload.id, upload.name, cut, notes)
