"""Static files, and whether the service is there."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from web.entry.guard import anybody
from web.parts import parts

pages = Blueprint("files", __name__)

FOR_EVER = "public, max-age=31536000, immutable"


@pages.get("/static/<name>")
@anybody()
def file(name: str) -> Response:
    """A file under its address, which changes when the file does."""
    found = parts().static.find(f"/static/{name}")
    if found is None:
        abort(404)
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if found.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, mimetype=found.type, headers=headers)
    return Response(found.plain, mimetype=found.type, headers=headers)


@pages.get("/alive")
@anybody()
def alive() -> Response:
    """That the service answers; says nothing else."""
    return Response("ok\n", mimetype="text/plain")
