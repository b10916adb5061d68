"""UNTIL: the end of a rule, written in UTC, in local time or as a date."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from hub.dates.expand import starts
from hub.dates.zone import to_utc
from hub.domain.rrule import Rule, Until, UntilForm


def starts_until(
    rule: Rule, start: datetime, first: datetime, last: datetime, tz: tzinfo | None
) -> list[datetime]:
    """The starts of a rule within [first, last) that are not after its UNTIL.

    Args:
        rule: The rule.
        start: DTSTART, naive local.
        first: Begin of the window, naive local.
        last: End of the window, naive local.
        tz: Zone of the series; None for a floating one.
    """
    until = rule.until
    if until is None:
        return starts(rule, start, first, last)
    if is_after(first, until, tz):
        return []
    found = starts(rule, start, first, last)
    if not is_after(last, until, tz):
        return found
    return [at for at in found if not is_after(at, until, tz)]


def is_after(local: datetime, until: Until, tz: tzinfo | None) -> bool:
    """True when a local time lies behind UNTIL, which is itself still in.

    In a floating series the Z that many programs write there means nothing: both are local
    time (RFC 5545 section 3.3.10).
    """
    if until.form is UntilForm.UTC and tz is not None:
        return to_utc(local, tz) > until.at.replace(tzinfo=UTC)
    return local > until.at
