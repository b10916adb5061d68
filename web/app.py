"""The application: a factory that is given everything it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Flask, request
from jinja2 import StrictUndefined
from werkzeug.routing import BaseConverter

from web import language, lived
from web.api import registry as api
from web.entry import confirming, guard, often, safety
from web.kiosk import aloud, beats, place, reading_room, registry, rest, screen, shelf
from web.named_zones import with_names
from web.pages import (
    bulletin,
    calendar,
    compose,
    corrections,
    enter,
    errors,
    feed,
    files,
    home,
    ics,
    installed,
    live,
    logbook,
    meetings,
    more,
    orders,
    passkeys,
    people,
    proposals,
    record,
    reviews,
    secure,
    settings,
    slot,
    sounds,
    style,
    tus,
    upload,
)
from web.parts import NAME, Parts, close_stores
from web.sound.receiving import HubRequest, forget_unfinished


class AnyPath(BaseConverter):
    """Ids that hold slashes, at the begin too: werkzeug's own would answer those with a page."""

    regex = "(?s:.+?)"
    part_isolating = False


PAGES: Final = (
    home,
    orders,
    enter,
    compose,
    bulletin,
    corrections,
    proposals,
    live,
    meetings,
    calendar,
    logbook,
    more,
    people,
    passkeys,
    files,
    screen,
    rest,
    aloud,
    sounds,
    upload,
    tus,
    record,
    reviews,
    secure,
    installed,
    slot,
    feed,
    ics,
    settings,
)
"""Subjects of the pages; each has a blueprint."""


def create_app(parts: Parts) -> Flask:
    """The pages of one hub.

    Args:
        parts: Store, services, clock; see `Parts`.
    """
    parts = replace(parts, config=with_names(parts.config))
    app = Flask("web", static_folder=None, template_folder="templates")
    app.request_class = HubRequest
    app.url_map.merge_slashes = False  # `//x` is an id that nobody has, not another address
    app.url_map.converters["path"] = AnyPath
    app.extensions[NAME] = parts
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=parts.static.address, village=parts.config.name, colours=_colours
    )
    language.set_up(app, parts.config)
    safety.set_up(app)
    often.set_up(app)
    place.set_up(app)
    guard.set_up(app)
    lived.set_up(app)
    confirming.set_up(app)
    beats.set_up(app)
    screen.set_up(app, parts.config.kiosk)
    errors.set_up(app)
    shelf.set_up(app, parts.config)
    reading_room.set_up(app, parts.clock)
    live.set_up(app, parts.clock, parts.config)
    app.teardown_request(close_stores)
    app.teardown_request(forget_unfinished)
    api.register(app)
    for pages in PAGES:
        app.register_blueprint(pages.pages)
    registry.register(app)
    if parts.is_development:
        app.register_blueprint(style.pages)
    return app


def _colours() -> str:
    asked = request.cookies.get("hub_colours", "auto")
    return asked if asked in {"light", "dark", "sun"} else "auto"
