"""Operating rules applied to drafts: periods, weekdays, quiet hours, by zone (pure)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from broadcast.drafts import Draft, Programmes, narrow, shorten
from broadcast.session_days import SessionDay
from hub.domain.bulletin import Kind
from hub.domain.ids import ZoneId
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from hub.domain.timeline import Reason

DAY = timedelta(days=1)
Zones = frozenset[ZoneId]


class _Alike(NamedTuple):
    """Zones that have the same rules and the same special period on a day.

    `quiet` says why nothing is heard in quiet hours, `days` count the sessions.
    """

    rules: OperatingRules
    period: Period | None
    zones: Zones
    quiet: Reason
    days: tuple[tuple[ZoneId, SessionDay], ...]


class Operating:
    """The rule book of a hub, looked up by local day; remembers what it has looked up."""

    def __init__(self, book: RuleBook, tz: ZoneInfo, programmes: Programmes) -> None:
        self._book = book
        self._tz = tz
        self._programmes = programmes
        self._titles = {period.id: period.title for period in book.periods}
        self._alike: dict[tuple[date, Zones], list[_Alike]] = {}
        self._days: dict[tuple[date, ZoneId], SessionDay] = {}
        self._instants: dict[tuple[date, time], datetime] = {}

    def admit(self, draft: Draft) -> None:
        """Apply everything but the caps at the planned time."""
        local = draft.start.astimezone(self._tz)
        groups = self._on(local.date(), draft.zones)
        kept = []
        refusal = None
        for group in groups:
            why = self._refuses(draft, local, group)
            if why is None:
                kept.append(group)
            else:
                refusal = refusal or why
        if refusal is not None:
            narrow(draft, _together(kept), refusal)
        self._end_before_quiet(draft, local, kept)
        if len(kept) == 1:
            draft.days = kept[0].days
        else:
            draft.days = tuple([pair for group in kept for pair in group.days])

    def check_again(self, draft: Draft) -> None:
        """Quiet hours once more, for a draft that was moved."""
        local = draft.start.astimezone(self._tz)
        groups = self._on(local.date(), draft.zones)
        if draft.kind is Kind.EMERGENCY:
            return
        kept = [group for group in groups if not _is_quiet(local, group.rules)]
        if len(kept) < len(groups):
            quiet = next(group for group in groups if group not in kept)
            narrow(draft, _together(kept), quiet.quiet)
        self._end_before_quiet(draft, local, kept)

    def end_on_air(self, draft: Draft, now: datetime) -> None:
        """What is on air ends with the beginning of quiet hours, at once if they have begun."""
        if draft.kind is Kind.EMERGENCY:
            return
        instant = max(draft.start, now)
        local = instant.astimezone(self._tz)
        for group in self._on(local.date(), draft.zones):
            if _is_quiet(local, group.rules):
                shorten(draft, instant, self._programmes, group.quiet)
            else:
                self._end_before_quiet(draft, local, [group])

    def _on(self, day: date, zones: Zones) -> list[_Alike]:
        key = (day, zones)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = self._group(day, zones)
        return found

    def _group(self, day: date, zones: Zones) -> list[_Alike]:
        groups: dict[tuple[OperatingRules, Period | None], list[ZoneId]] = {}
        for zone in sorted(zones):
            both = self._book.on(day, zone), self._book.period_on(day, zone)
            groups.setdefault(both, []).append(zone)
        found = []
        for (rules, period), names in groups.items():
            days = tuple([(name, self._sessions(day, name, rules)) for name in names])
            found.append(_Alike(rules, period, frozenset(names), _quiet(rules), days))
        return found

    def _sessions(self, day: date, zone: ZoneId, rules: OperatingRules) -> SessionDay:
        found = self._days.get((day, zone))
        if found is None:
            found = self._days[day, zone] = SessionDay(rules)
        return found

    def _refuses(self, draft: Draft, local: datetime, group: _Alike) -> Reason | None:
        """Why a draft may not be heard in these zones, if so."""
        kind = draft.kind
        if draft.order is None:
            period = group.period
            if draft.period is not None and (period is None or period.id != draft.period):
                title = self._titles.get(draft.period, draft.period)
                return Reason.of("because.not_in_period", period=title)
            if kind is Kind.EMERGENCY:
                return None
            if period is not None and draft.period is None and period.mode == PeriodMode.REPLACE:
                return Reason.of("because.period", period=period.title)
            if kind is Kind.ROUTINE and local.weekday() not in group.rules.weekdays:
                return Reason.of("because.weekday")
        if kind is not Kind.EMERGENCY and _is_quiet(local, group.rules):
            return group.quiet
        return None

    def _end_before_quiet(self, draft: Draft, local: datetime, groups: list[_Alike]) -> None:
        if draft.kind is Kind.EMERGENCY:
            return
        for group in groups:
            rules = group.rules
            if rules.quiet_from != rules.quiet_to:
                limit = self._quiet_begins(local, rules)
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
