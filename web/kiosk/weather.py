"""Weather and risk: the alerts that hold now, and when the commune was last heard."""

from __future__ import annotations

from flask import Blueprint, render_template

from hub.domain.alert import in_force
from hub.store.alerts import alerts, commune_heard
from web.entry.guard import anybody
from web.parts import content, parts

pages = Blueprint("risk", __name__, url_prefix="/kiosk/weather")


@pages.get("")
@anybody()
def now() -> str:
    """Alerts, the gravest first; and honestly when there is nothing, or nobody to tell."""
    at, store = parts().clock.now(), content()
    news = parts().board.look()
    return render_template(
        "kiosk/weather.html",
        alerts=in_force(alerts(store, at), at),
        heard=commune_heard(store),
        has_clock=news.playout is None or news.playout["clock"] not in {"past", "nobody"},
    )
