"""What is shown while nobody knows what time it is.

A hub without a battery clock wakes up in the past after a power cut.  By that clock last night's
storm warning is not in force yet and no notice has begun.  So beside the clock's own moment the
newest one counts that the hub has surely lived through: it is later than that by nobody knows
how much.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flask import g

from hub.domain.alert import Alert, in_force
from hub.domain.notice import Notice
from hub.errors import StoreError
from hub.store.alerts import alerts, newest_word
from hub.store.asrun import newest_instant
from hub.store.database import Database
from hub.store.notices import notices
from hub.trusted_clock import BUILT
from web.lived import is_doubted, is_lost, playout_now, system_of
from web.parts import Parts, content, parts
from web.present.moment import Document

__all__ = [
    "UNKNOWN_TIME",
    "alerts_at",
    "held_alerts",
    "held_notices",
    "is_lost",
    "latest",
    "moments",
    "moments_of",
]

UNKNOWN_TIME: Final = "--:--"
"""In the place of a time that is surely wrong."""


def moments_of(own: Parts, playout: Document | None, known: Database) -> tuple[datetime, ...]:
    """The moments by which dated things are shown, aware UTC: one while the clock is trusted.

    Args:
        own: Clock and log.
        playout: What the playout says of the clock.
        known: ``content.db``.
    """
    now = own.clock.now()
    if not is_doubted(own, playout):
        return (now,)
    lived = [BUILT, newest_word(known), _log_end(own)]
    newest = max(one for one in lived if one is not None)
    return tuple(sorted({system_of(own), now, max(now, newest)}))


def moments() -> tuple[datetime, ...]:
    """The same for this request."""
    if "shown_moments" not in g:
        g.shown_moments = moments_of(parts(), playout_now(), content())
    found: tuple[datetime, ...] = g.shown_moments
    return found


def latest() -> datetime:
    """It is so late at least."""
    return moments()[-1]


def alerts_at(known: Database, at: tuple[datetime, ...]) -> tuple[Alert, ...]:
    """The alerts in force at any of the moments, the gravest first and then the newest."""
    kept = alerts(known, min(at))
    found = {one.ref: one for moment in at for one in in_force(kept, moment)}
    return tuple(sorted(found.values(), key=lambda one: (one.level, one.ref.sent), reverse=True))


def held_alerts() -> tuple[Alert, ...]:
    """The alerts to be shown now."""
    return alerts_at(content(), moments())


def held_notices() -> tuple[Notice, ...]:
    """The notices to be shown now, the newest first."""
    at = moments()
    return tuple(one for one in notices(content()) if any(one.is_shown(moment) for moment in at))


def _log_end(own: Parts) -> datetime | None:
    try:
        with own.open_store() as log:
            return newest_instant(log)
    except StoreError:
        return None
