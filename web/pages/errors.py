"""What went wrong, in words a person can act on."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from hub.errors import (
    ControlError,
    HubError,
    LinkError,
    RefusedError,
    StoreBusyError,
    StoreError,
)
from web.api import problems
from web.kiosk.place import is_screen
from web.language import tell
from web.refusals import status_of

STATUS: Final[tuple[tuple[type[HubError], int], ...]] = (
    (ControlError, 502),
    (LinkError, 502),
    (StoreBusyError, 503),
    (StoreError, 503),
)
SCREEN: Final = "/kiosk/"
"""Its errors keep its frame: without it nothing beats, stops or shows an emergency."""
TOLD: Final = frozenset({400, 401, 403, 404, 405, 413, 429, 500})


def set_up(app: Flask) -> None:
    """Answer errors with pages."""
    app.register_error_handler(HubError, hub_error)
    app.register_error_handler(HTTPException, http_error)


def hub_error(error: HubError) -> tuple[str, int] | Response:
    """An error of ours: its sentence stands in the catalogue."""
    if problems.is_asked():
        return problems.of_error(error)
    if isinstance(error, StoreError):
        g.setdefault("caller", None)  # the page that says so must not ask the store who reads it
    if isinstance(error, RefusedError):
        status = status_of(error.key)
    else:
        status = next((status for family, status in STATUS if isinstance(error, family)), 500)
    return _page(tell(error.key, **error.values), status)


def http_error(error: HTTPException) -> tuple[str, int] | Response:
    """No such page, too large, too often."""
    if problems.is_asked():
        return problems.of_http(error)
    status = error.code or 500
    key = status if status in TOLD else 400
    return _page(tell(f"error.http_{key}"), status)


def _page(text: str, status: int) -> tuple[str, int]:
    if request.headers.get("HX-Request") == "true":
        return render_template("_answer.html", tone="unsure", text=text, why=""), status
    is_wall = is_screen() or request.path.startswith(SCREEN)
    template = "kiosk/error.html" if is_wall else "error.html"
    return render_template(template, text=text, status=status), status
