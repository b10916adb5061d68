"""The OpenAPI document of this hub, for whoever writes a program."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

import msgspec
from flask import Flask, Response, current_app

from web.api.document import document
from web.api.now import PROGRAM
from web.api.routing import JSON, blueprint
from web.entry.guard import anybody

pages = blueprint("about")

HOUR_S = 3600


@pages.get("/openapi.json")
@anybody(is_marked=False)
def openapi() -> Response:
    """What can be asked, and what is answered."""
    told = text(current_app)
    answer = Response(told, content_type=JSON)
    answer.headers["Cache-Control"] = f"public, max-age={HOUR_S}"
    answer.set_etag(hashlib.sha256(told).hexdigest()[:24])
    return answer


def text(app: Flask) -> bytes:
    """The document of an application, for people to read, too."""
    return msgspec.json.format(msgspec.json.encode(document(app, version(PROGRAM))), indent=1)
