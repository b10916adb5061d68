"""Whether anybody knows the time, and the newest moment that the hub has surely lived through."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from flask import Flask, current_app, g, request

from hub.clock import Clock
from hub.config import Config
from hub.errors import StoreError
from hub.store.alerts import newest_word
from hub.store.asrun import newest_instant
from hub.store.connect import open_content, open_hub, open_people
from hub.store.database import Database
from hub.store.doubts import Doubt, doubt, doubts, newest_told, open_doubt
from hub.store.opinions import settle_months
from hub.store.people import newest_deed_at
from hub.store.permits import Service
from hub.trusted_clock import BUILT, LivedClock
from web.entry.limits import STEADY, rate_of
from web.entry.safety import SAFE_METHODS
from web.kiosk.urgency import NO_CLOCK
from web.parts import Parts, content, parts
from web.present.moment import Document

AT_ONCE: Final = ("/orders/", "/api/v1/orders/", "/live/", "/kiosk/stop")
"""Nothing may delay a stop: it waits for no service that does not answer."""


def set_up(app: Flask) -> None:
    """Before whatever is written down: the span without a clock begins, or is over."""
    app.before_request(_note)


def _note() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or view is None or rate_of(view, is_read=False) is STEADY:
        return  # a voice and the wall's beats bear no date
    if request.path.startswith(AT_ONCE):
        return
    with suppress(StoreError):  # it marks dates; what is asked for is done without, too
        note_time()


def lived_clock(config: Config, clock: Clock) -> LivedClock:
    """The clock of the pages: never before what their stores tell of.

    A store that cannot be read tells of nothing; whoever needs it says so.
    """
    where = config.data_dir, Service.WEB, config.run_dir
    asked: tuple[tuple[Callable[..., Database], Callable[[Database], datetime | None]], ...] = (
        (open_content, newest_word),
        (open_content, newest_told),
        (open_hub, newest_instant),
        (open_people, newest_deed_at),
    )
    found = []
    for opener, newest in asked:
        with suppress(StoreError), opener(*where) as database:
            found.append(newest(database))
    return LivedClock(
        clock, max((one for one in found if one is not None), default=None),
        assume=config.assume_clock,
    )  # fmt: skip


def is_past(own: Parts, playout: Document | None) -> bool:
    """Whether the system's clock is surely wrong: it shows what is over."""
    clock = own.clock
    if clock.now() < BUILT or (isinstance(clock, LivedClock) and clock.is_behind()):
        return True
    return playout is not None and playout.get("clock") == "past"


def is_doubted(own: Parts, playout: Document | None) -> bool:
    """Whether nobody knows the time."""
    return is_past(own, playout) or (playout is not None and playout.get("clock") in NO_CLOCK)


def is_lost() -> bool:
    """Whether nobody knows the time of this request."""
    return is_doubted(parts(), playout_now())


def note_time() -> bool:
    """Before anything dated is written down or counted: whether nobody knows the time.

    The span of doubt that begins or is over is written down.
    """
    found, lost = content(), is_lost()
    if not lost:
        if open_doubt(found) is not None:
            settle_months(found, parts().clock.now(), parts().config.timezone)
    elif open_doubt(found) is None:
        clock, now = parts().clock, parts().clock.now()
        known = clock.known() if isinstance(clock, LivedClock) else None
        lived = (known, newest_word(found), newest_told(found))
        before = [one for one in lived if one is not None and one < now]
        doubt(found, max(before, default=BUILT))
    return lost


def doubt_of(moment: datetime) -> Doubt | None:
    """The span without a clock in which this date was written down: it is the least it can be."""
    if "doubts" not in g:
        g.doubts = ()
        with suppress(StoreError):  # a page of another store is there without this one
            g.doubts = doubts(content())
    return next((one for one in g.doubts if one.has(moment)), None)


def system_time() -> datetime:
    """What the system's clock shows, wrong or not."""
    return system_of(parts())


def system_of(own: Parts) -> datetime:
    """The same outside of a request."""
    clock = own.clock
    return clock.system() if isinstance(clock, LivedClock) else clock.now()


def playout_now() -> Document | None:
    """What the playout said last: a page waits for it only when nobody watches it anyway."""
    board = parts().board
    return (board.last if board.watchers else board.look()).playout
