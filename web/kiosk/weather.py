"""Weather and risk: the alerts that hold now, and when the commune was last heard."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask import Blueprint, render_template

from hub.store.alerts import commune_heard
from web.entry.guard import anybody
from web.kiosk.lost_clock import held_alerts, latest
from web.lived import is_lost
from web.parts import content

pages = Blueprint("risk", __name__, url_prefix="/kiosk/weather")

RECENT: Final = timedelta(hours=24)
"""Whoever has not heard the commune for longer does not know that there is no alert."""


@pages.get("")
@anybody()
def now() -> str:
    """Alerts, the gravest first; and honestly when there is nothing, or nobody to tell."""
    heard = commune_heard(content())
    return render_template(
        "kiosk/weather.html",
        alerts=held_alerts(),
        heard=heard,
        nothing=_nothing(heard),
        has_clock=not is_lost(),
    )


def _nothing(heard: datetime | None) -> str:
    """What may be said when no alert is known."""
    if heard is None:
        return "unknown"
    return "stale" if is_lost() or latest() - heard > RECENT else "none"
