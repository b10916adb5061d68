"""Operating rules applied to drafts: periods, weekdays, quiet hours, by zone (pure)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from broadcast.drafts import Draft, Programmes, shorten
from broadcast.sessions import Placed, narrow
from hub.domain.bulletin import Kind, Precedence
from hub.domain.ids import ZoneId
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from hub.domain.timeline import Reason

DAY = timedelta(days=1)


class Operating:
    """The rule book of a hub, looked up by local day; remembers what it has looked up."""

    def __init__(self, book: RuleBook, tz: ZoneInfo, programmes: Programmes | None) -> None:
        self._book = book
        self._tz = tz
        self._programmes = programmes
        self._rules: dict[tuple[date, ZoneId], tuple[OperatingRules, Period | None]] = {}
        self._instants: dict[tuple[date, int], datetime] = {}

    def admit(self, draft: Draft) -> Placed | None:
        """Apply everything but the caps at the planned time; None when it was dropped."""
        local = draft.start.astimezone(self._tz)
        day = local.date()
        refusal: Reason | None = None
        kept: list[tuple[ZoneId, OperatingRules]] = []
        for zone in sorted(draft.zones) if len(draft.zones) > 1 else draft.zones:
            rules, period = self._on(day, zone)
            why = self._refuses(draft, local, rules, period)
            refusal = refusal or why
            if why is None:
                kept.append((zone, rules))
        narrow(draft, frozenset([zone for zone, _ in kept]), refusal)
        if draft.is_dropped:
            return None
        self._end_before_quiet(draft, local, [rules for _, rules in kept])
        return None if draft.is_dropped else Placed(draft, day, tuple(kept))

    def check_again(self, draft: Draft) -> None:
        """Quiet hours once more, for a draft that was moved."""
        local = draft.start.astimezone(self._tz)
        rules = [self._on(local.date(), zone)[0] for zone in draft.zones]
        if draft.kind is not Kind.EMERGENCY and any(_is_quiet(local, r) for r in rules):
            draft.drop(_quiet(next(r for r in rules if _is_quiet(local, r))))
            return
        self._end_before_quiet(draft, local, rules)

    def _on(self, day: date, zone: ZoneId) -> tuple[OperatingRules, Period | None]:
        key = (day, zone)
        found = self._rules.get(key)
        if found is None:
            found = (self._book.on(day, zone), self._book.period_on(day, zone))
            self._rules[key] = found
        return found

    def _refuses(
        self, draft: Draft, local: datetime, rules: OperatingRules, period: Period | None
    ) -> Reason | None:
        if draft.slot is not None:
            if draft.period is not None and (period is None or period.id != draft.period):
                return Reason.of("because.not_in_period", period=draft.period)
            if draft.kind is Kind.EMERGENCY:
                return None
            if period is not None and draft.period is None and period.mode == PeriodMode.REPLACE:
                return Reason.of("because.period", period=period.title)
            if draft.kind is Kind.ROUTINE and local.weekday() not in rules.weekdays:
                return Reason.of("because.weekday")
        if draft.kind is not Kind.EMERGENCY and _is_quiet(local, rules):
            return _quiet(rules)
        return None

    def _end_before_quiet(
        self, draft: Draft, local: datetime, all_rules: list[OperatingRules]
    ) -> None:
        if draft.precedence is Precedence.EMERGENCY:
            return
        for rules in set(all_rules) if len(all_rules) > 1 else all_rules:
            if rules.quiet_from != rules.quiet_to:
                limit = self._quiet_begins(local, rules)
                if draft.end > limit:
                    shorten(draft, limit, self._programmes, _quiet(rules))

    def _quiet_begins(self, local: datetime, rules: OperatingRules) -> datetime:
        """The next beginning of quiet hours after `local`, aware UTC."""
        day = local.date() if local.time() < rules.quiet_from else local.date() + DAY
        minutes = rules.quiet_from.hour * 60 + rules.quiet_from.minute
        key = (day, minutes)
        found = self._instants.get(key)
        if found is None:
            begin = datetime.combine(day, rules.quiet_from, self._tz)
            found = self._instants[key] = begin.astimezone(UTC)
        return found


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
