"""What must not be overlooked: alerts in force, emergencies on air, a meeting that is near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hub.domain.goods import Meeting
from hub.store.cards import cards
from web.kiosk.aged import ago
from web.kiosk.lost_clock import held_alerts
from web.language import USUAL, language, speaker, tell
from web.lived import is_lost
from web.parts import content, parts
from web.present import moment as present

SOON: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Urgent:
    """One line at the top of the first page.

    Attributes:
        sort: "alert", "emergency" or "meeting".
        level: Risk level of an alert, 1 to 5; 0 = none.
        title: What it is.
        text: Where, until when, what to do.
        path: Where it leads, below ``/kiosk/``.
        mark: What stands beside it in words, such as "Cấp 3".
        language: Of the title.
    """

    sort: str
    level: int
    title: str
    text: str
    path: str
    mark: str = ""
    language: str = USUAL


def urgent() -> list[Urgent]:
    """All of it, the gravest first."""
    # nobody knows whether a meeting has begun who does not know the time
    meetings = () if is_lost() else _meetings(parts().clock.now())
    return [*_on_air(), *_alerts(), *meetings]


def _on_air() -> Iterator[Urgent]:
    news = parts().board.look()
    zones = present.Zones.of(parts().config.zones)
    home = present.home(news.playout, news.hub, zones, speaker(language()))
    for one in home.on_air:
        if one.is_emergency:
            told = tell("home.where_until", where=one.where, until=one.until)
            yield Urgent("emergency", 0, one.title, told, "loudspeakers", one.kind)


def _alerts() -> Iterator[Urgent]:
    for one in held_alerts():
        until = f"{one.expires.astimezone(parts().config.timezone):%H:%M %d/%m}"
        told = tell(
            "shown.weather.until", areas=", ".join(one.areas), until=until, age=ago(one.ref.sent)
        )
        mark = tell("shown.weather.level", level=one.level) if one.level else ""
        yield Urgent("alert", one.level, one.headline, told, "weather", mark, one.language)


def _meetings(now: datetime) -> Iterator[Urgent]:
    for one in cards(content(), Meeting):
        if one.starts - SOON <= now < one.ends:
            at = f"{one.starts.astimezone(parts().config.timezone):%H:%M}"
            is_on = one.starts <= now
            told = tell("shown.meetings.is_on" if is_on else "shown.meetings.at", time=at)
            yield Urgent("meeting", 0, one.title, told, "meetings")
