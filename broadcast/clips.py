"""From the programmes of a cue to the files that are played."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from broadcast.audio.sameness import Facts, facts_at
from broadcast.audio.sink import Clip
from broadcast.seals import Seal
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.timeline import Cue

Media = tuple[tuple[ProgrammeId, str], ...]
"""Programme and hash of each file."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a cue plays.

    Attributes:
        clips: In order, without a gap.
        media: What they are, for the log.
        missing: Programmes whose file is not there.
        changed: Programmes whose file is not what was prepared.
        is_unknown: A file has not been looked at yet: the cue has to wait.
        standby: Of a relay with a stream: what is heard while the station is away.
    """

    clips: tuple[Clip, ...]
    media: Media
    missing: tuple[str, ...]
    standby: tuple[Clip, ...] = ()
    changed: tuple[str, ...] = ()
    is_unknown: bool = False


def content_of(
    cue: Cue,
    programmes: Mapping[ProgrammeId, Programme],
    media_dir: Path,
    seal: Callable[[Programme], Seal],
) -> Content:
    """What a cue plays, in order.

    A relay's placeholder is repeated until its time is over, or stands by when there is a stream;
    the chime before it is left out when the relay is joined in progress.
    """
    found: list[Programme] = []
    facts: dict[str, Facts | None] = {}
    bad: dict[Seal, list[str]] = {seal: [] for seal in Seal}
    for name in cue.content:
        programme = programmes.get(name)
        if programme is not None and programme.media:
            facts[programme.media] = facts_at(media_dir / programme.media)  # before its hash
        sealed = Seal.MISSING if programme is None else seal(programme)
        if programme is not None and _is_heard_without(cue, programme, sealed):
            continue
        if programme is None or sealed is not Seal.WHOLE:
            bad[sealed].append(str(name))
        else:
            found.append(programme)

    def clip(p: Programme) -> Clip:
        return Clip(media_dir / p.media, p.frames, facts=facts.get(p.media))

    standby = tuple(clip(p) for p in found if p.streams)
    if cue.source is Source.RELAY:
        found = _relayed(cue, found)
    clips = tuple(map(clip, found))
    media = tuple(dict.fromkeys((p.id, p.sha256) for p in found))
    return Content(
        clips,
        media,
        tuple(bad[Seal.MISSING]),
        standby,
        changed=tuple(bad[Seal.CHANGED]),
        is_unknown=bool(bad[Seal.UNKNOWN]),
    )


def _is_heard_without(cue: Cue, programme: Programme, sealed: Seal) -> bool:
    """Its stream is what is heard; there is no placeholder, or none that may be played."""
    return cue.source is Source.RELAY and bool(programme.streams) and sealed is not Seal.WHOLE


def _relayed(cue: Cue, found: list[Programme]) -> list[Programme]:
    joined = cue.start is not None and cue.start > cue.planned_start
    stations = [p for p in found if p.source is Source.RELAY and p.frames and not p.streams]
    if not stations or cue.start is None:
        return [] if joined else [p for p in found if not p.streams]
    before = [] if joined else found[: found.index(stations[0])]
    left_s = (cue.end - cue.start).total_seconds()
    whole_s = sum(p.length_s for p in stations)
    return [*before, *stations * ceil(left_s / whole_s)]
