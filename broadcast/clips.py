"""From the programmes of a cue to the files that are played."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import NamedTuple

from broadcast.audio.sameness import Facts, facts_at
from broadcast.audio.sink import Clip
from broadcast.seals import Seal
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.sequence import pause_frames, pauses_before
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


class _Part(NamedTuple):
    """A programme, and the samples of silence before it."""

    programme: Programme
    pause: int = 0


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
    found: list[_Part] = []
    facts: dict[str, Facts | None] = {}
    bad: dict[Seal, list[str]] = {seal: [] for seal in Seal}
    for place, name in enumerate(cue.content):
        programme = programmes.get(name)
        if programme is not None and programme.media:
            facts[programme.media] = facts_at(media_dir / programme.media)  # before its hash
        sealed = Seal.MISSING if programme is None else seal(programme)
        if programme is not None and _is_heard_without(cue, programme, sealed):
            continue
        if programme is None or sealed is not Seal.WHOLE:
            bad[sealed].append(str(name))
        else:
            again = cue.source is Source.FILE and pauses_before(cue.content, place)
            found.append(_Part(programme, pause_frames(programme) if again else 0))

    def clip(part: _Part) -> Clip:
        one = part.programme
        path = media_dir / one.media
        return Clip(path, one.frames, pause=part.pause, facts=facts.get(one.media))

    standby = tuple(clip(part) for part in found if part.programme.streams)
    if cue.source is Source.RELAY:
        found = _relayed(cue, found)
    clips = tuple(map(clip, found))
    return Content(
        clips,
        _media(cue, found),
        tuple(bad[Seal.MISSING]),
        standby,
        changed=tuple(bad[Seal.CHANGED]),
        is_unknown=bool(bad[Seal.UNKNOWN]),
    )


def _media(cue: Cue, found: Sequence[_Part]) -> Media:
    named = tuple((part.programme.id, part.programme.sha256) for part in found)
    # a relay's placeholder fills the time, however often
    return tuple(dict.fromkeys(named)) if cue.source is Source.RELAY else named


def _is_heard_without(cue: Cue, programme: Programme, sealed: Seal) -> bool:
    """Its stream is what is heard; there is no placeholder, or none that may be played."""
    return cue.source is Source.RELAY and bool(programme.streams) and sealed is not Seal.WHOLE


def _relayed(cue: Cue, found: list[_Part]) -> list[_Part]:
    joined = cue.start is not None and cue.start > cue.planned_start
    stations = [part for part in found if _is_placeholder(part.programme)]
    if not stations or cue.start is None:
        return [] if joined else [part for part in found if not part.programme.streams]
    before = [] if joined else found[: found.index(stations[0])]
    left_s = (cue.end - cue.start).total_seconds()
    whole_s = sum(part.programme.length_s for part in stations)
    return [*before, *stations * ceil(left_s / whole_s)]


def _is_placeholder(programme: Programme) -> bool:
    return programme.source is Source.RELAY and programme.frames > 0 and not programme.streams
