"""From a form to an alert: what threatens, how gravely, where, from when to when (pure).

Hazards and levels are those of Decision 18/2021/QĐ-TTg; the level is the one that was published
with the bulletin, never a guess of whoever types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.errors import RefusedError
from web import moments

SENDER: Final = "hub"
"""Who is the sender of what is typed on this hub's phones: only they take it back."""
HAZARDS: Final = (
    "rain", "flood", "flash_flood", "landslide", "storm", "wind", "lightning", "hail", "cold",
    "heat", "fog", "drought", "salinity", "forest_fire", "earthquake", "tsunami", "other",
)  # fmt: skip
LEVELS: Final = ("0", "1", "2", "3", "4", "5")
LONGEST: Final = timedelta(days=30)
USUAL: Final = timedelta(hours=24)
LINE: Final = 160
TEXT: Final = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """When and where a form is filled.

    Attributes:
        now: Aware UTC.
        tz: The village's time zone.
        identity: Of the new message.
        before: The message that it corrects.
        hazards: What each hazard is called.
    """

    now: datetime
    tz: tzinfo
    identity: str
    before: AlertRef | None
    hazards: Mapping[str, str]


def empty(now: datetime, tz: tzinfo, area: str) -> dict[str, str]:
    """The form before anybody has typed: from now on, for a day."""
    return {**_moments(now, now + USUAL, tz), "areas": area, "level": "0"}


def filled(one: Alert, tz: tzinfo, hazards: Mapping[str, str]) -> dict[str, str]:
    """An alert as its form has it."""
    by_name = {name: hazard for hazard, name in hazards.items()}
    return {
        **_moments(one.effective, one.expires, tz),
        "hazard": by_name.get(one.event, "other"),
        "level": str(one.level),
        "headline": one.headline,
        "areas": ", ".join(one.areas),
        "text": one.description,
        "to_do": one.instruction,
        "source": one.source,
        "drill": "on" if one.is_exercise else "",
    }


def read_alert(given: Mapping[str, str], asked: Asked) -> Alert:
    """A filled form.

    Raises:
        RefusedError: ``content_page.missing``, ``content_page.moment``, ``warning.over`` or
            ``warning.too_long``.
    """
    told = {name: _line(given, name) for name in ("headline", "source")}
    for name, value in told.items():
        if not value:
            raise RefusedError("content_page.missing", field=name)
    hazard, level = given.get("hazard", ""), given.get("level", "")
    if hazard not in HAZARDS or level not in LEVELS:
        raise RefusedError("error.stale_form")
    starts, ends = _span(given, asked)
    return Alert(
        AlertRef(SENDER, asked.identity, asked.now),
        AlertStatus.EXERCISE if given.get("drill") else AlertStatus.ACTUAL,
        AlertType.UPDATE if asked.before else AlertType.ALERT,
        asked.hazards[hazard],
        told["headline"],
        starts,
        ends,
        _text(given, "text"),
        _text(given, "to_do"),
        tuple(part.strip() for part in _line(given, "areas").split(",") if part.strip()),
        int(level),
        (asked.before,) if asked.before else (),
        told["source"],
    )


def taken_back(one: Alert, identity: str, now: datetime) -> Alert:
    """The message that ends another."""
    ref = AlertRef(SENDER, identity, now)
    return Alert(
        ref, one.status, AlertType.CANCEL, one.event, one.headline, now, one.expires,
        references=(one.ref,),
    )  # fmt: skip


def _span(given: Mapping[str, str], asked: Asked) -> tuple[datetime, datetime]:
    starts, ends = (
        moments.moment(given.get(day, ""), given.get(time, ""), "content_page.moment").replace(
            tzinfo=asked.tz
        )
        for day, time in (("day", "time"), ("last_day", "last_time"))
    )
    if ends <= starts or ends <= asked.now:
        raise RefusedError("warning.over")
    if ends - starts > LONGEST:
        raise RefusedError("warning.too_long", days=LONGEST.days)
    if starts - asked.now > LONGEST:
        raise RefusedError("when.too_far", days=LONGEST.days)
    return starts, ends


def _moments(starts: datetime, ends: datetime, tz: tzinfo) -> dict[str, str]:
    first, last = starts.astimezone(tz), ends.astimezone(tz)
    return {
        "day": f"{first:%Y-%m-%d}",
        "time": f"{first:%H:%M}",
        "last_day": f"{last:%Y-%m-%d}",
        "last_time": f"{last:%H:%M}",
    }


def _line(given: Mapping[str, str], name: str) -> str:
    text = " ".join(given.get(name, "").split())[:LINE]
    return "".join(c for c in text if c.isprintable())


def _text(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "").replace("\r\n", "\n").strip()[:TEXT]
    return "".join(c for c in text if c.isprintable() or c == "\n")
