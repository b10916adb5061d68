"""What calendar and orders ask for, and what zones and operating rules leave of it (pure).

Nothing here depends on the present, so what one planning finds out holds for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from broadcast.drafting import Drafting
from broadcast.drafts import DROPPED, Draft, narrow
from broadcast.islands import Islands
from broadcast.operating import Operating
from broadcast.situation import Situation
from hub.domain.ids import CueId, ZoneId
from hub.domain.slot import Occurrence
from hub.domain.timeline import Reason
from hub.domain.zone import Zone, named


class Kept:
    """What a planning leaves for the next one: held by whoever plans again and again.

    It holds no more than one planning, and nothing that depends on anything but the values it
    was found out from; these are not to be changed in place.
    """

    def __init__(self) -> None:
        self._asked: Asked | None = None

    def asked(self, situation: Situation) -> Asked:
        """What was asked for under the same rules on the same day, else nothing yet."""
        if self._asked is None or not self._asked.is_of(situation):
            self._asked = Asked(situation)
        return self._asked

    def forget(self) -> None:
        """The next planning finds out everything anew."""
        self._asked = None


class Asked:
    """Drafts under the operating rules.

    Args:
        situation: Zones, rules, programmes and the local day; nothing else of it is looked at.

    Attributes:
        operating: The rules, by local day.
        islands: What became of the drafts.
    """

    def __init__(self, situation: Situation) -> None:
        self._basis = _basis(situation)
        self._known = _Known(named(situation.zones, situation.rules.zone_names))
        self._ready: dict[CueId, tuple[Occurrence, Draft]] = {}
        self.operating = Operating(situation.rules, situation.tz, situation.programmes or {})
        self.islands = Islands(situation.zones)

    def is_of(self, situation: Situation) -> bool:
        """True when what was found out holds in a situation, too."""
        return self._basis == _basis(situation)

    def drafts(self, occurrences: Iterable[Occurrence], situation: Situation) -> list[Draft]:
        """A new draft of everything; no session has been counted yet.

        Only occurrences that were not there before are looked at.
        """
        drafting = Drafting(situation.programmes, frozenset(situation.zones))
        self.operating.forget_sessions()
        before, self._ready = self._ready, {}
        drafts: list[Draft] = []
        for occurrence in occurrences:
            found = before.get(occurrence.id)
            if found is None or found[0] is not occurrence:
                found = occurrence, self._ruled(drafting.of_occurrence(occurrence))
            self._ready[occurrence.id] = found
            drafts.append(found[1].copy())
        for order in situation.plays:
            draft = drafting.of_order(order)
            knows_hour = situation.clock_trusted or not draft.mould.is_meeting
            drafts.append(self._ruled(draft, knows_hour=knows_hour))
        drafts += [self._ruled(drafting.of_talk(talk)) for talk in situation.talks]
        return drafts

    def _ruled(self, draft: Draft, *, knows_hour: bool = True) -> Draft:
        """Under the rules; with a clock that nobody has set, no hour forbids a meeting."""
        self._known.check(draft)
        if draft.state is not DROPPED and knows_hour:
            self.operating.admit(draft)
        return draft


def _basis(situation: Situation) -> tuple[object, ...]:
    day = situation.now.astimezone(situation.tz).date()
    return day, situation.tz, situation.zones, situation.rules, situation.programmes


class _Known:
    """Which zones there are, and which of them can be heard together."""

    def __init__(self, zones: Mapping[ZoneId, Zone]) -> None:
        self._zones = zones
        self._fine: set[frozenset[ZoneId]] = set()

    def check(self, draft: Draft) -> None:
        """Leave out unknown zones, and all but the first of an interlock."""
        if draft.zones in self._fine:
            return
        if not draft.zones:
            draft.drop(Reason.of("because.no_zone"))
            return
        before = draft.zones
        unknown = sorted(before - self._zones.keys())
        if unknown:
            reason = Reason.of("because.unknown_zone", zones=", ".join(unknown))
            narrow(draft, before.difference(unknown), reason)
        apart = self._apart(draft.zones.difference(unknown))
        if apart:
            names = ", ".join(self._zones[name].name for name in apart)
            reason = Reason.of("because.interlock", zones=names)
            narrow(draft, draft.zones.difference(apart), reason)
        if not unknown and not apart:
            self._fine.add(before)

    def _apart(self, zones: frozenset[ZoneId]) -> list[ZoneId]:
        """Zones whose interlock an earlier one of the same cue has."""
        taken: set[str] = set()
        apart = []
        for name in sorted(zones):
            interlock = self._zones[name].interlock
            if interlock in taken:
                apart.append(name)
            elif interlock:
                taken.add(interlock)
        return apart
