"""Where a page is asked for: at the wall's own screen, which has a door of its own, or elsewhere.

The screen's browser is given a loopback port that nobody else is (docs/adr/0037); what comes
through it is marked here, where no header of a request can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

from web.entry.guard import View
from web.entry.limits import WALL

MARK: Final = WALL
"""Key of the WSGI environment; what a client sends always begins with ``HTTP_``."""
OWN: Final = ("/kiosk/", "/static/", "/alive")
"""All that the screen is shown; the phones' pages are not to be tried out on it."""

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def screen_door(app: Wsgi) -> Wsgi:
    """The application as it is for whoever comes in by the screen's door."""

    def marked(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ[MARK] = True
        return app(environ, start)

    return marked


def is_screen() -> bool:
    """True for the browser on the wall."""
    return bool(request.environ.get(MARK))


def only_screen(view: View) -> View:
    """A view that exists at the screen only."""
    vars(view)["is_only_screen"] = True
    return view


def set_up(app: Flask) -> None:
    """Keep the screen to its own pages, and everybody else out of those that are only its."""

    def check() -> Response | None:
        view = app.view_functions.get(request.endpoint or "")
        if not is_screen():
            if view is not None and vars(view).get("is_only_screen"):
                abort(404)
            return None
        if request.path == "/":
            return redirect("/kiosk/", 303)
        if not request.path.startswith(OWN):
            abort(404)
        return None

    app.before_request(check)
    app.jinja_env.globals.update(is_screen=is_screen)
