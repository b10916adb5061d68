"""May somebody speak now?  The planner's answer, and one talker a zone (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from broadcast.cue_run import CueRun
from broadcast.planner import plan
from broadcast.situation import Situation
from hub.domain.bulletin import Kind
from hub.domain.ids import CueId, ZoneId
from hub.domain.talk import Talk
from hub.domain.timeline import Cue, Reason
from hub.domain.zone import Zone
from hub.errors import RefusedError


def admit(
    talk: Talk, zones: Mapping[ZoneId, Zone], situation: Situation, others: Iterable[Talk]
) -> Cue:
    """The cue of a talk, were it alone.

    Args:
        talk: Who wants to speak.
        zones: Every zone.
        situation: As it is now.
        others: Talks that are not over.

    Raises:
        RefusedError: It may not be heard: a rule, a stop or hold, somebody else speaks.
    """
    unknown = talk.zones - zones.keys()
    if unknown:
        known, names = ", ".join(sorted(zones)), ", ".join(sorted(unknown))
        raise RefusedError("order.unknown_zone", zones=names, known=known)
    others = tuple(others)
    if talk.id in {other.id for other in others}:
        raise RefusedError("live.twice")
    cue = plan((), replace(situation.with_nothing(), talks=(talk,))).cues[0]
    if cue.start is None:
        why = cue.because or Reason.of("because.late")
        raise RefusedError(why.key, **dict(why.values))
    buses = {zones[zone].bus for zone in cue.zones}
    for other in others:
        gives_way = talk.kind is Kind.EMERGENCY and other.kind is not Kind.EMERGENCY
        if not gives_way and buses & {zones[zone].bus for zone in other.zones or zones}:
            raise RefusedError("live.taken", by=other.by)
    return cue


def is_urgent(cue: Cue, runs: Mapping[CueId, CueRun]) -> bool:
    """An emergency has some zone of a cue: another one does not cut it."""
    return any(r.cue.kind is Kind.EMERGENCY and r.zones & cue.zones for r in runs.values())
