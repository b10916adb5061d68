"""Loudspeakers: what is on air, today's timetable, and bulletins to listen to again."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final, cast

from flask import Blueprint, Response, abort, current_app, render_template

from hub.domain.bulletin import Kind
from hub.domain.facts import AsRun, Outcome
from hub.errors import ControlError, RefusedError
from hub.store.asrun import rows
from web.entry.guard import anybody
from web.language import language, local, speaker, tell
from web.lived import is_lost
from web.parts import parts, store
from web.present import days as present_days
from web.present import moment as present
from web.serving.files import sent

pages = Blueprint("loud", __name__, url_prefix="/kiosk/loudspeakers")

KEPT: Final = timedelta(days=7)
"""Bulletins older than this are not to be heard again here."""
MOST_AGAIN: Final = 12
FRESH_S: Final = 5.0
NAME: Final = "village-hub-timetable"
AGAIN: Final = frozenset({Kind.ROUTINE, Kind.PRIORITY})
"""Never an emergency: heard in the room next week it would make people run."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """What the playout said it would play.

    Attributes:
        cues: The coming day.
        asked_at: When that was, aware UTC.
        asked_s: The same by the clock that never jumps.
        spoken: In which language its reasons are.
        is_answered: It still answers; False = this is what it said last.
    """

    cues: Sequence[Mapping[str, Any]]
    asked_at: datetime
    asked_s: float
    spoken: str
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class Again:
    """A bulletin that was broadcast.

    Attributes:
        title: What people call it.
        when: "hôm nay lúc 17:05".
        kind: Kind of bulletin, in words.
        sha256: Hash of its sound.
    """

    title: str
    when: str
    kind: str
    sha256: str


class Asked:
    """The newest timetable, for all who look: the playout is asked every few seconds at most."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Timetable | None = None

    def look(self) -> Timetable | None:
        """What is planned; what was said last when nobody answers; None = nobody ever did."""
        clock, spoken = parts().clock, language()
        with self._lock:
            kept = self._kept
            is_fresh = kept is not None and clock.monotonic() - kept.asked_s < FRESH_S
            if kept is not None and is_fresh and kept.spoken == spoken:
                return kept
            try:
                asked = {"days": 1, "language": spoken}
                found = parts().ask("vn.hub.Broadcast.Preview", asked)["cues"]
            except (ControlError, RefusedError):
                if kept is None:
                    return None
                was = kept.cues, kept.asked_at, clock.monotonic(), kept.spoken
                self._kept = Timetable(*was, is_answered=False)
            else:
                self._kept = Timetable(found, clock.now(), clock.monotonic(), spoken)
            return self._kept


@pages.get("")
@anybody()
def now() -> str:
    """On air now, what comes today, what was heard."""
    config, news = parts().config, parts().board.look()
    at, zones = parts().clock.now(), present.Zones.of(config.zones)
    today = at.astimezone(config.timezone).date()
    speak = speaker(language())
    table = _asked().look()
    days = present_days.days(table.cues, today, zones, speak) if table is not None else ()
    return render_template(
        "kiosk/loudspeakers.html",
        home=present.home(news.playout, news.hub, zones, speak),
        table=table,
        days=() if is_lost() else days,
        past=() if is_lost() else _past(at, zones),
        again=[_again(fact, at) for fact in _broadcast(at)],
        kept_days=KEPT.days,
    )


@pages.get("/again/<sha256>")
@anybody()
def sound(sha256: str) -> Response:
    """The sound of a bulletin that was broadcast in the last days."""
    found = any(_sound_of(fact) == sha256 for fact in _broadcast(parts().clock.now()))
    path = parts().config.media_dir / f"{sha256}.wav"
    if not found or not path.is_file():
        abort(404)
    return sent(path, "audio/wav")


def _past(at: datetime, zones: present.Zones) -> tuple[present_days.Heard, ...]:
    """What was to be heard today before now, and what became of it."""
    tz = parts().config.timezone
    midnight = datetime.combine(at.astimezone(tz).date(), time(), tz)
    facts = [
        logged.fact
        for logged in rows(store(), midnight, at)
        if isinstance(logged.fact, AsRun)
        and (logged.fact.started or logged.fact.planned_start) >= midnight
    ]
    found = present_days.heard(facts, tz, zones, speaker(language()))
    return tuple(sorted(found[0].cues, key=lambda cue: cue.time)) if found else ()


def _broadcast(at: datetime) -> list[AsRun]:
    """Bulletins that were really heard, the newest first, each sound once."""
    found: dict[str, AsRun] = {}
    for logged in reversed(rows(store(), at - KEPT, at)):
        fact = logged.fact
        if not isinstance(fact, AsRun) or fact.kind not in AGAIN or fact.started is None:
            continue
        sha256 = _sound_of(fact)
        if fact.outcome is Outcome.PLAYED and sha256 and _is_there(sha256):
            found.setdefault(sha256, fact)
        if len(found) == MOST_AGAIN:
            break
    return list(found.values())


def _sound_of(fact: AsRun) -> str:
    """The bulletin itself: the longest of what was played, beside its chimes."""
    sizes = [(_size(sha256), sha256) for _, sha256 in fact.files]
    return max(sizes, default=(0, ""))[1]


def _size(sha256: str) -> int:
    try:
        return (parts().config.media_dir / f"{sha256}.wav").stat().st_size
    except OSError:
        return 0


def _is_there(sha256: str) -> bool:
    return _size(sha256) > 0


def _again(fact: AsRun, at: datetime) -> Again:
    tz = parts().config.timezone
    start = (fact.started or fact.planned_start).astimezone(tz)
    if is_lost():  # nobody knows what "today" is
        when = local(start, "minute")
    else:
        day = present.day_in_words(start.date(), at.astimezone(tz).date(), speaker(language()))
        when = tell("home.when", day=day, time=present.clock(start))
    return Again(fact.title, when, tell(f"cue.kind.{fact.kind}"), _sound_of(fact))


def _asked() -> Asked:
    return cast("Asked", current_app.extensions.setdefault(NAME, Asked()))
