"""The as-run log, page by page from a cursor, or one week of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.domain.facts import AsRun, Logged
from hub.domain.order import Order
from hub.domain.person import Right
from hub.domain.timeline import Reason
from hub.logbook.week import Week
from hub.store.asrun import rows_after
from web.api.routing import blueprint, operation
from web.api.shapes import Log, LoggedCue, LoggedIncident, LoggedOrder, shaped
from web.api.taken import LogQuery
from web.language import tell
from web.parts import parts, store

pages = blueprint("log")


@operation(pages, "GET", "/log", Right.SEE, Log, query=LogQuery)
def log(asked: LogQuery) -> Log:
    """What was heard, ordered and went wrong, in the order in which it was written."""
    tz = parts().config.timezone
    window = Week.parse(asked.week).window(tz) if asked.week else None
    found = rows_after(store(), asked.after, asked.limit + 1, window)
    page = found[: asked.limit]
    following = page[-1].seq if len(found) > asked.limit else None
    return Log([_row(one, tz) for one in page], following)


def _row(logged: Logged, tz: ZoneInfo) -> LoggedCue | LoggedOrder | LoggedIncident:
    where: dict[str, Any] = {"seq": logged.seq, "hash": logged.hash, "at": logged.at.astimezone(tz)}
    fact = logged.fact
    made: LoggedCue | LoggedOrder | LoggedIncident
    match fact:
        case AsRun():
            made = shaped(LoggedCue, fact, **where, **_of_cue(fact, tz))
        case Order():
            made = shaped(
                LoggedOrder,
                fact,
                **where,
                order=fact.id,
                zones=sorted(fact.zones),
                given=fact.at.astimezone(tz),
            )
        case _:
            made = LoggedIncident(
                **where, seen=fact.at.astimezone(tz), key=fact.what.key, text=_sentence(fact.what)
            )
    return made


def _of_cue(fact: AsRun, tz: ZoneInfo) -> dict[str, Any]:
    return {
        "zones": list(fact.zones),
        "planned_start": fact.planned_start.astimezone(tz),
        "planned_end": fact.planned_end.astimezone(tz),
        "started": _local(fact.started, tz),
        "ended": _local(fact.ended, tz),
        "because": _sentence(fact.because) if fact.because is not None else None,
        "reason": fact.because.key if fact.because is not None else None,
    }


def _local(instant: datetime | None, tz: ZoneInfo) -> datetime | None:
    return instant.astimezone(tz) if instant is not None else None


def _sentence(reason: Reason) -> str:
    return tell(reason.key, **dict(reason.values))
