"""Operating rules applied to drafts: periods, weekdays, quiet hours, by zone (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from broadcast.drafts import Draft, Programmes, narrow, shorten
from broadcast.session_days import SessionDay
from hub.domain.bulletin import Kind
from hub.domain.ids import ZoneId
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from hub.domain.timeline import Reason

SLIGHT: Final = timedelta(minutes=1)
"""A clock that is set back by no more takes nothing back that had rightly begun."""
DAY: Final = timedelta(days=1)
ROUTINE: Final = Kind.ROUTINE
EMERGENCY: Final = Kind.EMERGENCY
Zones = frozenset[ZoneId]


@dataclass(slots=True)
class _Alike:
    """Zones that have the same rules and the same special period on a day.

    Attributes:
        rules: The rules.
        period: The special period, or None.
        zones: The zones.
        has_routine: Routine cues may be heard on that day of the week.
        has_quiet: There are quiet hours.
        quiet: Why nothing is heard in quiet hours.
        days: What counts the sessions.
    """

    rules: OperatingRules
    period: Period | None
    zones: Zones
    has_routine: bool
    has_quiet: bool
    quiet: Reason
    days: tuple[tuple[ZoneId, SessionDay], ...]


class Operating:
    """The rule book of a hub, looked up by local day; remembers what it has looked up."""

    def __init__(self, book: RuleBook, tz: ZoneInfo, programmes: Programmes) -> None:
        self._book = book
        self._tz = tz
        self._programmes = programmes
        self._titles = {period.id: period.title for period in book.periods}
        self._alike: dict[tuple[int, Zones], list[_Alike]] = {}
        self._days: dict[tuple[date, ZoneId], SessionDay] = {}
        self._instants: dict[tuple[date, time], datetime] = {}

    def forget_sessions(self) -> None:
        """Count the sessions of every day anew."""
        for day in self._days.values():
            day.clear()

    def admit(self, draft: Draft) -> None:
        """Apply everything but the caps at the planned time."""
        local = draft.start.astimezone(self._tz)
        groups = self._on(local, draft.zones)
        refusal = None
        for group in groups:
            why = self._refuses(draft, local, group)
            if why is not None:
                groups = [one for one in groups if one is not group]
                refusal = refusal or why
        if refusal is not None:
            narrow(draft, _together(groups), refusal)
        self._end_before_quiet(draft, local, groups)
        if len(groups) == 1:
            draft.days = groups[0].days
        else:
            draft.days = tuple([pair for group in groups for pair in group.days])

    def check_again(self, draft: Draft) -> None:
        """Quiet hours once more, for a draft that was moved."""
        local = draft.start.astimezone(self._tz)
        groups = self._on(local, draft.zones)
        if draft.mould.kind is EMERGENCY:
            return
        kept = [group for group in groups if not _is_quiet(local, group.rules)]
        if len(kept) < len(groups):
            quiet = next(group for group in groups if group not in kept)
            narrow(draft, _together(kept), quiet.quiet)
        self._end_before_quiet(draft, local, kept)

    def end_on_air(self, draft: Draft, now: datetime) -> None:
        """What is on air ends with the beginning of quiet hours, at once if they have begun."""
        if draft.mould.kind is EMERGENCY:
            return
        instant = max(draft.start, now)
        if timedelta(0) < draft.planned_start - instant <= SLIGHT:
            instant = draft.planned_start  # the clock was set back a little while it was on air
        local = instant.astimezone(self._tz)
        for group in self._on(local, draft.zones):
            if _is_quiet(local, group.rules):
                shorten(draft, instant, self._programmes, group.quiet)
            else:
                self._end_before_quiet(draft, local, [group])

    def _on(self, local: datetime, zones: Zones) -> list[_Alike]:
        key = (local.toordinal(), zones)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = self._group(local.date(), zones)
        return found

    def _group(self, day: date, zones: Zones) -> list[_Alike]:
        groups: dict[tuple[OperatingRules, Period | None], list[ZoneId]] = {}
        for zone in sorted(zones):
            both = self._book.on(day, zone), self._book.period_on(day, zone)
            groups.setdefault(both, []).append(zone)
        return [
            _Alike(
                rules=rules,
                period=period,
                zones=frozenset(names),
                has_routine=day.weekday() in rules.weekdays,
                has_quiet=rules.quiet_from != rules.quiet_to,
                quiet=_quiet(rules),
                days=tuple([(name, self._sessions(day, name, rules)) for name in names]),
            )
            for (rules, period), names in groups.items()
        ]

    def _sessions(self, day: date, zone: ZoneId, rules: OperatingRules) -> SessionDay:
        found = self._days.get((day, zone))
        if found is None:
            found = self._days[day, zone] = SessionDay(rules)
        return found

    def _refuses(self, draft: Draft, local: datetime, group: _Alike) -> Reason | None:
        """Why a draft may not be heard in these zones, if so."""
        mould = draft.mould
        kind = mould.kind
        if mould.order is None:
            period = group.period
            if mould.period is not None and (period is None or period.id != mould.period):
                title = self._titles.get(mould.period, mould.period)
                return Reason.of("because.not_in_period", period=title)
            if kind is EMERGENCY:
                return None
            if period is not None and mould.period is None and period.mode == PeriodMode.REPLACE:
                return Reason.of("because.period", period=period.title)
            if kind is ROUTINE and not group.has_routine:
                return Reason.of("because.weekday")
        if group.has_quiet and kind is not EMERGENCY and _is_quiet(local, group.rules):
            return group.quiet
        return None

    def _end_before_quiet(self, draft: Draft, local: datetime, groups: list[_Alike]) -> None:
        if draft.mould.kind is EMERGENCY:
            return
        for group in groups:
            if group.has_quiet:
                limit = self._quiet_begins(local, group.rules)
                if draft.end > limit:
                    shorten(draft, limit, self._programmes, group.quiet)

    def _quiet_begins(self, local: datetime, rules: OperatingRules) -> datetime:
        """The next beginning of quiet hours after `local`, aware UTC."""
        day = local.date() if local.time() < rules.quiet_from else local.date() + DAY
        key = (day, rules.quiet_from)
        found = self._instants.get(key)
        if found is None:
            begin = datetime.combine(day, rules.quiet_from, self._tz)
            found = self._instants[key] = begin.astimezone(UTC)
        return found


def _together(groups: list[_Alike]) -> Zones:
    return frozenset().union(*(group.zones for group in groups))


def _is_quiet(local: datetime, rules: OperatingRules) -> bool:
    moment, first, last = local.time(), rules.quiet_from, rules.quiet_to
    if first < last:
        return first <= moment < last
    return first != last and (moment >= first or moment < last)


def _quiet(rules: OperatingRules) -> Reason:
    return Reason.of(
        "because.quiet_hours",
        first=rules.quiet_from.strftime("%H:%M"),
        last=rules.quiet_to.strftime("%H:%M"),
    )
