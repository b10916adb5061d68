"""All of the API for the application: its operations, its document, and the page of its keys."""

from __future__ import annotations

from typing import Final

from flask import Flask

from web.api import about, log, now, orders, outlook, people, programmes, slots
from web.pages import keys

OPERATIONS: Final = (about, now, programmes, slots, outlook, orders, log, people)


def register(app: Flask) -> None:
    """Add it to the application."""
    for part in (*OPERATIONS, keys):
        app.register_blueprint(part.pages)
