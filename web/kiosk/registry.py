"""Every subject of the touchscreen, for the application."""

from __future__ import annotations

from flask import Flask

from web.kiosk import (
    feedback,
    loudspeakers,
    market,
    meetings,
    notices,
    procedures,
    rating,
    weather,
    wifi,
)
from web.kiosk import pages as start

SUBJECTS = (
    start,
    procedures,
    notices,
    loudspeakers,
    weather,
    wifi,
    market,
    meetings,
    rating,
    feedback,
)


def register(app: Flask) -> None:
    """Give the application the pages of each."""
    for subject in SUBJECTS:
        app.register_blueprint(subject.pages)
