"""The sound of a meeting in words, as the playout says it, and when it may be on (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from hub.domain.goods import Meeting
from hub.domain.order import LONGEST_MEETING
from web.present.moment import Document, Speak, Zones, clock, instant

EARLY: Final = timedelta(hours=1)
"""So long before a meeting its sound may be turned on."""
MARGIN: Final = timedelta(minutes=15)
"""Meetings end late: so long after its end its sound goes off by itself."""
LATER: Final = timedelta(hours=2)
"""One that goes on for longer may be turned on again, so long after its end."""
LEAST: Final = timedelta(minutes=30)
UNKNOWN: Final = timedelta(hours=3)
"""How long it is on while nobody knows what time it is."""
OFF: Final = "off"
UNSURE: Final = "unsure"


@dataclass(frozen=True, slots=True)
class MeetingSound:
    """How it stands.

    Attributes:
        state: "off", "coming", "on", "silent", "away", "refused", "waits", or "unsure": nobody
            answers.
        text: The sentence.
        why: More of it, or "".
        where: Zones in words, until when and by whom; "" while it is off.
    """

    state: str
    text: str
    why: str = ""
    where: str = ""

    @property
    def is_off(self) -> bool:
        """Nobody has turned it on."""
        return self.state == OFF

    @property
    def may_end(self) -> bool:
        """There is something that can be turned off."""
        return self.state not in {OFF, UNSURE}


def order_of(name: str, meeting: str) -> str:
    """The order that turns a meeting's sound on: whoever looks at it knows whose it is."""
    return f"{name}.{meeting}"


def orders_of(meeting: str, playout: Document | None) -> list[Document]:
    """What is on or waits of a meeting's sound."""
    told: list[Document] = list((playout or {}).get("meetings") or ())
    return [one for one in told if str(one["order"]).partition(".")[2] == meeting]


def meeting_sound(
    meeting: str, playout: Document | None, zones: Zones, speak: Speak
) -> MeetingSound:
    """How the sound of a meeting stands, as the playout says it.

    Args:
        meeting: Its id.
        playout: The playout's state, or None when it does not answer.
        zones: Names of zones.
        speak: The language.
    """
    if playout is None:
        return MeetingSound(UNSURE, speak("meeting_page.state.unsure"))
    found = orders_of(meeting, playout)
    if not found:
        return MeetingSound(OFF, speak("meeting_page.state.off"))
    one = found[0]
    state = str(one["state"])
    where = speak(
        "meeting_page.where_until",
        where=zones.say(one["zones"], speak),
        until=clock(instant(one["until"])),
        by=one["by"],
    )
    return MeetingSound(state, speak(f"meeting_page.state.{state}"), _why(one, speak), where)


def _why(one: Document, speak: Speak) -> str:
    """Why it waits or is away, as far as a village head can do something about it."""
    because = one.get("because")
    if not because:
        return ""
    if one["state"] == "refused":
        return speak("meeting_page.call_technician")
    key: str = because["key"]
    values: dict[str, Any] = dict(because["values"])
    if key.startswith("because."):
        return speak(key, **values)
    if key == "relay.device_lost":
        return speak("meeting_page.look_at_cable")
    return speak("meeting_page.look_at_network")


def how_long(meeting: Meeting, now: datetime, *, is_lost: bool) -> timedelta | None:
    """How long its sound would be on, were it turned on now; None = it is not the time.

    Args:
        meeting: The meeting.
        now: Aware UTC; as late as it is at least.
        is_lost: Nobody knows what time it is.
    """
    if is_lost:
        return UNKNOWN
    if not opens(meeting) <= now < meeting.ends + LATER:
        return None
    left = max(meeting.ends - now, timedelta(0)) + MARGIN
    return min(max(left, LEAST), LONGEST_MEETING)


def opens(meeting: Meeting) -> datetime:
    """From when on its sound may be turned on, aware UTC."""
    return meeting.starts - EARLY
