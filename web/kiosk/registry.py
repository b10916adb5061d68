"""Every subject of the touchscreen and where it is entered, for the application."""

from __future__ import annotations

from flask import Flask

from web.kiosk import (
    aged,
    feedback,
    loudspeakers,
    market,
    meetings,
    notices,
    pairing,
    papers,
    party,
    procedures,
    rating,
    weather,
    wifi,
)
from web.kiosk import pages as start
from web.pages import cards, documents, told, warnings
from web.pages import notices as entered_notices
from web.tongues import tongue

SUBJECTS = (
    start,
    procedures,
    notices,
    pairing,
    papers,
    party,
    loudspeakers,
    weather,
    wifi,
    market,
    meetings,
    rating,
    feedback,
    cards,
    documents,
    entered_notices,
    told,
    warnings,
)


def register(app: Flask) -> None:
    """Give the application the pages of each."""
    aged.set_up(app)
    pairing.set_up(app)
    app.jinja_env.filters["tongue"] = tongue
    for subject in SUBJECTS:
        app.register_blueprint(subject.pages)
