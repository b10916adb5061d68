"""The calendar as the playout's own planner sees it: a day at a time, a week at a glance."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from hub.domain.person import Right
from web import present, present_days
from web.guard import needs
from web.language import language, speaker
from web.parts import parts

pages = Blueprint("calendar", __name__)

DAYS = 7
PREVIEW = "vn.hub.Broadcast.Preview"


@pages.get("/calendar")
@needs(Right.SEE)
def days() -> str:
    """What will be on air: today and tomorrow, or the week."""
    count = DAYS if request.args.get("days") == str(DAYS) else 2
    told = parts().ask(PREVIEW, {"days": count, "language": language()})
    today = parts().clock.now().astimezone(parts().config.timezone).date()
    zones = present.Zones.of(parts().config.zones)
    found = present_days.days(told["cues"], today, zones, speaker(language()))
    return render_template("calendar.html", days=found, is_week=count == DAYS)
