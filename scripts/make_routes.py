"""Writes docs/routes.md: every route of the pages, and which role may call it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from hub.clock import SystemClock
from hub.config import parse
from hub.store.connect import open_hub, open_people
from hub.store.permits import Service
from web.app import create_app
from web.board import Board
from web.entry.limits import Buckets
from web.entry.pins import Pins
from web.entry.rights import table
from web.parts import Parts
from web.static_files import StaticFiles

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Routes and roles

Who may do what on the pages. Made by `scripts/make_routes.py` from what the views themselves say;
a test compares it with the code, and calls every route as every role.

*stranger* is a phone that is not paired; *PIN*: the phone must have been opened by its PIN. A route
that a role may not call answers 403, a stranger is sent to the door, a closed phone to its PIN.
Every `POST` also needs the mark of a form that the hub made for this phone. Stop needs no PIN:
silence harms nobody.

"""


def nothing(*_: Any) -> dict[str, Any]:
    """No service runs while papers are made."""
    return {}


def application() -> Flask:
    """The pages, without anything behind them."""
    clock, config = SystemClock(), parse({}, ROOT)
    parts = Parts(
        config=config,
        clock=clock,
        open_store=lambda: open_hub(config.data_dir, Service.WEB),
        open_people=lambda: open_people(config.data_dir, Service.WEB),
        ask=nothing,
        board=Board(nothing, nothing, clock),
        static=StaticFiles(),
        pins=Pins(),
        buckets=Buckets(clock),
        ask_hub=nothing,
    )
    return create_app(parts)


def main() -> None:
    """Write the page."""
    (ROOT / "docs/routes.md").write_text(HEAD + table(application()), "utf-8")


if __name__ == "__main__":
    main()
