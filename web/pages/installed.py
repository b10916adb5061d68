"""The installable app: manifest, service worker, and what it shows while the hub is away."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template

from hub.domain.person import Right
from hub.words import catalogue
from web.entry.guard import anybody, needs
from web.language import language, tell
from web.parts import parts
from web.planning.effect import cues_of
from web.present import moment as present
from web.present.calendar import Around, calendar_day
from web.static_files import FOLDER

pages = Blueprint("installed", __name__)

WORKER: Final = "worker.js"
DAYS: Final = 2
"""Today and tomorrow: enough until the connection is back."""
SHELL: Final = (
    "app.css", "away.js", "icons.svg", "mark.svg",
    "be-vietnam-pro-latin-400.woff2", "be-vietnam-pro-latin-600.woff2",
    "be-vietnam-pro-vietnamese-400.woff2", "be-vietnam-pro-vietnamese-600.woff2",
)  # fmt: skip
"""What the offline page needs."""
ASKED_EACH_TIME: Final = "no-cache"
GROUND: Final = "#fbf6ee"
ACCENT: Final = "#8f4e00"


@pages.get("/app.webmanifest")
@anybody()
def manifest() -> Response:
    """What a phone asks about an app before it installs it."""
    address = parts().static.address
    icons: list[dict[str, Any]] = [
        {"src": address("mark.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": address("app-192.png"), "type": "image/png", "sizes": "192x192"},
        {"src": address("app-512.png"), "type": "image/png", "sizes": "512x512"},
        {"src": address("app-mask.png"), "type": "image/png", "sizes": "512x512",
         "purpose": "maskable"},
    ]  # fmt: skip
    told = {
        "id": "/",
        "name": tell("offline.app_name", village=parts().config.name),
        "short_name": tell("offline.app_short"),
        "lang": language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": ACCENT,
        "icons": icons,
    }
    return _fresh(json.dumps(told, ensure_ascii=False), "application/manifest+json")


@pages.get("/worker.js")
@anybody()
def worker() -> Response:
    """The service worker; another text with each release, so that phones take the new one."""
    shell = [parts().static.address(name) for name in SHELL]
    source = (FOLDER / "script" / WORKER).read_text("utf-8")
    page = _template("offline.html") + _template("base.html")
    spoken = catalogue(parts().config.language)
    said = {key: text for key, text in spoken.items() if key.startswith("offline.")}
    words = json.dumps([shell, source, page, said, parts().config.name])
    release = hashlib.sha256(words.encode()).hexdigest()[:16]
    told = f"const RELEASE = {json.dumps(release)};\nconst SHELL = {json.dumps(shell)};\n"
    return _fresh(told + source, "text/javascript")


@pages.get("/offline")
@anybody()
def offline() -> str:
    """The page that the worker shows while the hub is away; fetched without cookies."""
    return render_template("offline.html")


@pages.get("/kept")
@needs(Right.SEE, is_open=False)
def kept() -> str:
    """The calendar of today and tomorrow for the offline page: no names of people."""
    now = parts().clock.now().astimezone(parts().config.timezone)
    around = Around(now, (), present.Zones.of(parts().config.zones), tell)
    dates = [now.date() + timedelta(number) for number in range(DAYS)]
    days = [calendar_day(day, cues_of(day), around) for day in dates]
    return render_template("_kept.html", days=days)


def _template(name: str) -> str:
    loader = current_app.jinja_env.loader
    assert loader is not None
    return loader.get_source(current_app.jinja_env, name)[0]


def _fresh(text: str, sort: str) -> Response:
    answer = Response(text, mimetype=sort)
    answer.headers["Cache-Control"] = ASKED_EACH_TIME
    return answer
