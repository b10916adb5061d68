"""What the pages are given: store, services, clock.  Nothing here is global."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from flask import Flask, current_app, g

from hub.clock import Clock, SystemClock
from hub.config import Config
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.permits import Service
from hub.store.spares import Spares
from web.binding import Binder
from web.board import Board
from web.entry.challenges import Challenges
from web.entry.limits import Buckets
from web.entry.on_screen import OnScreen
from web.entry.opened import Openings
from web.entry.pins import Pins
from web.named_zones import NamedZones
from web.points import Points, nobody
from web.static_files import StaticFiles

NAME: Final = "village-hub"

Ask = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""Calls a method of another service; raises `ControlError` when nobody answers."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a page may need.

    Attributes:
        config: The configuration.
        clock: The clock.
        open_store: Opens ``hub.db``.
        open_people: Opens ``people.db``.
        ask: The playout.
        board: What the services last said of themselves.
        static: Static files.
        pins: Makes and checks PINs.
        buckets: How often who may ask.
        ask_hub: The hub service, which prepares sound.
        is_development: Show the page of the design system.
        binder: Prints the log book as a PDF.
        spares: Connections to the store that wait for the next request.
        challenges: What passkeys are to sign.
        openings: How long which phone has been open.
        on_screen: The code for a new phone that the screen in the house shows.
        points: What the watch of access points said last.
    """

    config: Config
    clock: Clock
    open_store: Callable[[], Database]
    open_people: Callable[[], Database]
    ask: Ask
    board: Board
    static: StaticFiles
    pins: Pins
    buckets: Buckets
    ask_hub: Ask
    is_development: bool = False
    binder: Binder = field(default_factory=Binder)
    spares: Spares = field(default_factory=Spares)
    challenges: Challenges = field(default_factory=Challenges)
    openings: Openings = field(default_factory=Openings)
    on_screen: OnScreen = field(default_factory=OnScreen)
    points: Points = field(default_factory=lambda: Points(nobody, SystemClock()))


def parts_of(app: Flask) -> Parts:
    """What an application was made of."""
    return cast("Parts", app.extensions[NAME])


def parts() -> Parts:
    """What this application was made of."""
    return parts_of(current_app)


def people() -> Database:
    """``people.db``, open until this request is over."""
    return _opened("people", parts().open_people)


def store() -> Database:
    """``hub.db``, open until this request is over."""
    is_new = "store" not in g
    found = _opened("store", parts().open_store)
    zones = parts().config.zones
    if is_new and isinstance(zones, NamedZones):
        zones.read(found)
    return found


def content() -> Database:
    """``content.db``, open until this request is over."""
    config = parts().config
    return _opened("content", lambda: open_content(config.data_dir, Service.WEB, config.run_dir))


def close_stores(_: BaseException | None = None) -> None:
    """Give the files back: the next request goes on with them."""
    for name in ("people", "store", "content"):
        database: Database | None = g.pop(name, None)
        if database is not None:
            parts().spares.give(name, database)


def _opened(name: str, opener: Callable[[], Database]) -> Database:
    if name not in g:
        setattr(g, name, parts().spares.take(name, opener))
    return cast("Database", getattr(g, name))
