"""The frame of the touchscreen: its measures, and what every page of it shares."""

from __future__ import annotations

from flask import Blueprint, Response

from web.guard import anybody
from web.kiosk.sizes import sheet
from web.parts import parts

pages = Blueprint("screen", __name__, url_prefix="/kiosk")


@pages.get("/screen.css")
@anybody()
def measures() -> Response:
    """Millimetres of this screen as custom properties."""
    answer = Response(sheet(parts().config.kiosk.screen), mimetype="text/css")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
