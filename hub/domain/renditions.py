"""A bulletin in several languages: which programmes are played for it, in which order (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme

MOST_RENDITIONS: Final = 12
"""More languages than any commune has."""

_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def is_language(tag: str) -> bool:
    """True when `tag` has the form of a BCP-47 language tag: vi, tyz, blt, th-VN, hmn."""
    return _TAG.fullmatch(tag) is not None


def expanded(
    content: Iterable[ProgrammeId], programmes: Mapping[ProgrammeId, Programme]
) -> tuple[ProgrammeId, ...]:
    """The programmes of a cue, each bulletin with its recordings in the order that was set.

    Recordings of recordings are not looked for, so there is no way to go round in a circle.  A
    draft is not expanded: nothing is played for it.
    """
    return tuple(part for name in content for part in _played(name, programmes))


def _played(
    name: ProgrammeId, programmes: Mapping[ProgrammeId, Programme]
) -> tuple[ProgrammeId, ...]:
    programme = programmes.get(name)
    if programme is None or not programme.approver or not programme.renditions:
        return (name,)
    return programme.renditions
