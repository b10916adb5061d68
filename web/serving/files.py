"""Hands files over so that no thread waits for whoever takes them in slowly."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from flask import Response, request, send_file

WRAPPER: Final = "wsgi.file_wrapper"
"""Of the server, if it has one: sends from where a file stands, as long as was told (PEP 3333)."""


def sent(path: Path, mimetype: str, **more: Any) -> Response:
    """A file, or the range of it that was asked for.

    A player asks for all from some byte on, takes in some seconds of it, and then waits while they
    are heard.  Flask would give such a range to the server piece by piece, and the thread that does
    so would wait, too, once 16 MiB lie in waitress's buffers (three minutes of sound): six players,
    and nobody is answered any more.  A file waitress reads by itself as it is taken in; so it is
    given the file, standing where the range begins.

    Args:
        path: The file.
        mimetype: What it is.
        more: As `flask.send_file` takes it.
    """
    answer = send_file(path, mimetype=mimetype, conditional=True, **more)
    wrapper = request.environ.get(WRAPPER)
    start = answer.content_range.start
    if answer.status_code != HTTPStatus.PARTIAL_CONTENT or start is None or wrapper is None:
        return answer
    if request.method == "HEAD":
        return answer
    answer.close()
    file = path.open("rb")
    file.seek(start)
    answer.response = wrapper(file)
    return answer
