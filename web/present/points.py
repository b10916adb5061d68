"""Turns what the watch of access points says into what a person reads (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from web.present.age import age
from web.present.moment import Document, Speak

NO_INTERNET: Final = frozenset({"no", "portal"})
_LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    "well": ("well", "ok"),
    "runs": ("well", "ok"),
    "no_internet": ("weak", "warning"),
    "portal": ("weak", "lock"),
    "unstable": ("weak", "warning"),
    "down": ("bad", "away"),
    "unreachable": ("bad", "away"),
    "unknown": ("unknown", "info"),
    "unwatched": ("unknown", "info"),
}
"""Tone and picture of each: a colour is never alone."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is asked.

    Attributes:
        now: Local time, aware.
        now_s: The machine's monotonic clock, seconds.
        is_lost: Nobody knows what time it is: no time of day is told.
    """

    now: datetime
    now_s: float
    is_lost: bool

    def at(self, at_s: float) -> datetime:
        """The local time at a moment of the monotonic clock."""
        return self.now - timedelta(seconds=max(0.0, self.now_s - at_s))


@dataclass(frozen=True, slots=True)
class How:
    """How an access point is now.

    Attributes:
        tone: "well", "weak", "bad" or "unknown".
        icon: Its picture.
        text: In words.
        seen: When it was looked at last, in words; "" = not yet.
    """

    tone: str
    icon: str
    text: str
    seen: str = ""


def how(
    state: Document | None, point: str, moment: Moment, speak: Speak, *, is_watched: bool
) -> How:
    """How one point is.

    Args:
        state: What the watch says of everything, or None when it does not answer.
        point: Id of the point.
        moment: When it is asked.
        speak: Says a sentence of the catalogue.
        is_watched: The point has an address.
    """
    if not is_watched:
        return _how("unwatched", speak)
    told = None if state is None else state["points"].get(point)
    if state is None or told is None:
        return _how("unknown", speak)
    name = _name(str(told["state"]), str(state["internet"]["state"]))
    since = ""
    if name == "down":
        since = _since(float(told["since_s"]), moment, speak)
    return _how(name, speak, since=since, seen=_seen(told["looked_s"], moment, speak))


def mark(state: Document | None, moment: Moment) -> str:
    """A text that changes whenever a page of points would: states, and minutes of looks."""
    if state is None:
        return ""
    rows = [str(state["internet"]["state"])]
    for point, told in sorted(state["points"].items()):
        looked = told["looked_s"]
        minute = "" if looked is None else f"{moment.at(float(looked)):%H%M}"
        rows.append(f"{point} {told['state']} {minute}")
    return ";".join(rows)


def _name(state: str, internet: str) -> str:
    if state != "up":
        return state if state in _LOOKS else "unknown"
    if internet in NO_INTERNET:
        return "portal" if internet == "portal" else "no_internet"
    return "well" if internet == "yes" else "runs"


def _how(name: str, speak: Speak, since: str = "", seen: str = "") -> How:
    tone, icon = _LOOKS[name]
    text = speak(f"shown.wifi.now.{name}")
    return How(tone, icon, f"{text} {since}".rstrip(), seen)


def _since(at_s: float, moment: Moment, speak: Speak) -> str:
    """Such as "từ 13:20", with the day when it was another; nothing while the clock is lost."""
    if moment.is_lost:
        return ""
    at = moment.at(at_s)
    if at.date() == moment.now.date():
        return speak("home.since", time=f"{at:%H:%M}")
    return speak("home.since_day", time=f"{at:%H:%M}", day=f"{at:%d/%m}")


def _seen(looked_s: float | None, moment: Moment, speak: Speak) -> str:
    if looked_s is None:
        return ""
    at = moment.at(float(looked_s))
    if moment.is_lost:
        return speak("shown.wifi.seen_ago", age=age(at, moment.now, speak))
    return speak("shown.wifi.seen", time=f"{at:%H:%M}")
