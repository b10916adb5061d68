"""From the programmes of a cue to the files that are played."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from broadcast.audio.sink import Clip
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme
from hub.domain.timeline import Cue


def clips_of(
    cue: Cue,
    programmes: Mapping[ProgrammeId, Programme],
    media_dir: Path,
    has_media: Callable[[Path], bool],
) -> tuple[tuple[Clip, ...], tuple[tuple[ProgrammeId, str], ...], list[str]]:
    """What a cue plays, in order.

    Returns:
        The clips; programme and hash of each; the names of programmes whose file is missing.
    """
    clips: list[Clip] = []
    media: list[tuple[ProgrammeId, str]] = []
    missing: list[str] = []
    for name in cue.content:
        programme = programmes.get(name)
        path = media_dir / programme.media if programme else None
        if programme is None or path is None or not has_media(path):
            missing.append(name)
            continue
        clips.append(Clip(path, programme.frames))
        media.append((name, programme.sha256))
    return tuple(clips), tuple(media), missing
