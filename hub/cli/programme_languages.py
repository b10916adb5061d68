"""A bulletin's recordings in several languages: which, and in which order they are played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.renditions import MOST_RENDITIONS
from hub.errors import RefusedError

Known = Mapping[ProgrammeId, Programme]


def ordered(bulletin: str, recordings: Sequence[str], known: Known) -> Programme:
    """The bulletin with its recordings in this order; none = it plays only itself.

    Raises:
        RefusedError: One of them is not there, is a relay, is named twice, or they are too many.
    """
    own = named(bulletin, known)
    parts = tuple(named(name, known).id for name in recordings)
    for part in parts:
        if parts.count(part) > 1:
            raise RefusedError("programme.recording_twice", programme=part)
    if len(parts) > MOST_RENDITIONS:
        raise RefusedError("programme.many_languages", programme=own.id, most=MOST_RENDITIONS)
    return replace(own, renditions=() if parts == (own.id,) else parts)


def with_recording(bulletin: str, recording: Programme, known: Known) -> Programme:
    """The bulletin with one more recording behind those that it has.

    Raises:
        RefusedError: As `ordered`.
    """
    own = named(bulletin, known)
    before = own.renditions or (own.id,)
    if recording.id in before:
        return own
    return ordered(bulletin, (*before, recording.id), {**known, recording.id: recording})


def named(name: str, known: Known) -> Programme:
    """The programme of a name.

    Raises:
        RefusedError: ``programme.unknown`` or ``programme.not_a_file``.
    """
    found = known.get(ProgrammeId(name))
    if found is None:
        raise RefusedError("programme.unknown", programme=name)
    if found.source is not Source.FILE:
        raise RefusedError("programme.not_a_file", programme=name)
    return found
