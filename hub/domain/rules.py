"""Operating rules as data: quiet hours, caps, weekdays; per commune and per zone.

Decree 49/2024/NĐ-CP leaves them to each commune, so nothing here is a constant:
the defaults are only what a hub starts with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from hub.domain.bulletin import PRECEDENCE_OF_KIND, Kind
from hub.domain.ids import PeriodId, ZoneId
from hub.domain.programme import Programme
from hub.domain.volume import AS_SET_UP, LOUDEST_DB, ZoneVolume

ALL_WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class OperatingRules:
    """What routine and priority cues must keep; emergencies ignore all of it.

    Attributes:
        quiet_from: Local time at which quiet hours begin.
        quiet_to: Local time at which they end; may be the next morning.  Equal = none.
        session_cap_s: Longest session, seconds.
        sessions_a_day: Most sessions in a local day.
        session_gap_s: Cues nearer than this belong to the same session, seconds.
        weekdays: Days with routine cues; Monday is 0.
    """

    quiet_from: time = time(21, 0)
    quiet_to: time = time(5, 0)
    session_cap_s: int = 45 * 60
    sessions_a_day: int = 3
    session_gap_s: int = 5 * 60
    weekdays: frozenset[int] = ALL_WEEK


class PeriodMode:
    """What a special period does to the slots that do not belong to it."""

    REPLACE = "replace"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Period:
    """A special period (a congress, an election, Tết) that overrides the ordinary slots.

    Attributes:
        id: Its name in slots.
        title: What people call it.
        first: First local day.
        last: Last local day, included.
        mode: ``replace``: only the period's own slots play; ``add``: they play besides.
        zones: Where it holds; empty = everywhere.
        rules: Rules that hold instead of the commune's, or None.  Where the period names its
            zones, also instead of theirs.
    """

    id: PeriodId
    title: str
    first: date
    last: date
    mode: str = PeriodMode.REPLACE
    zones: frozenset[ZoneId] = frozenset()
    rules: OperatingRules | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of a hub; whoever speaks of fewer zones is heard first.

    A period that names its zones, else the zone's own, else a period everywhere, else the
    commune's: long evenings at Tết do not take away the quiet beside the clinic, unless
    somebody said so of that zone.

    Attributes:
        commune: Rules that hold everywhere.
        zones: A zone's own rules.
        periods: Special periods.
        volumes: How loud zones are; a zone that is not there is as the installer left it.
        emergency_floor_db: Emergencies are never softer than this, dB; 0 = never softened.
        issuer: The commune that has issued the rules and owns the station, "Xã …": stands at the
            head of the log book.
        other_approver: Whoever wrote a bulletin does not approve it; an emergency needs one
            person and is reviewed later (docs/adr/0044).
        zone_names: What people call zones, where it is not as the installer wrote it.
    """

    commune: OperatingRules = OperatingRules()
    zones: dict[ZoneId, OperatingRules] = field(default_factory=dict)
    periods: tuple[Period, ...] = ()
    volumes: dict[ZoneId, ZoneVolume] = field(default_factory=dict)
    emergency_floor_db: float = LOUDEST_DB
    issuer: str = ""
    other_approver: bool = False
    zone_names: dict[ZoneId, str] = field(default_factory=dict)

    def may_approve(self, programme: Programme, kind: Kind, by: str) -> bool:
        """Whether somebody may have a programme heard as a bulletin of this kind.

        What was approved under earlier rules stays so; but what its writer alone approved as an
        emergency is no routine bulletin that two people have seen.

        Args:
            programme: What is to be heard, approved or not.
            kind: As what; never heard as more than it was written as.
            by: The name of whoever approves, or plays it.
        """
        heard_as = min(kind, programme.kind, key=PRECEDENCE_OF_KIND.__getitem__)
        if not self.other_approver or heard_as is Kind.EMERGENCY:
            return True
        if programme.approver and (
            programme.kind is not Kind.EMERGENCY or programme.approver != programme.author
        ):
            return True
        return by != programme.author

    def volume(self, zone: ZoneId, kind: Kind, moment: time, own_db: float = 0.0) -> float:
        """Gain of a cue in `zone` that is heard at local time `moment`, dB.

        Args:
            zone: Where.
            kind: An emergency is never softer than its floor, whatever its slot or the hour say.
            moment: Local time of day.
            own_db: Gain of the cue itself.
        """
        asked_db = own_db + self.volumes.get(zone, AS_SET_UP).at(moment)
        return max(asked_db, self.emergency_floor_db) if kind is Kind.EMERGENCY else asked_db

    def period_on(self, day: date, zone: ZoneId) -> Period | None:
        """The special period that holds in `zone` on local `day`; the latest begun wins."""
        found = [
            p for p in self.periods if p.first <= day <= p.last and (not p.zones or zone in p.zones)
        ]
        return max(found, key=lambda p: (p.first, p.id)) if found else None

    def on(self, day: date, zone: ZoneId) -> OperatingRules:
        """The rules of `zone` on local `day`."""
        period = self.period_on(day, zone)
        now = None if period is None else period.rules
        if period is not None and now is not None and zone in period.zones:
            return now
        return self.zones.get(zone, now or self.commune)
