"""Uploads in pieces that go on where they broke off: tus 1.0.0 (https://tus.io/protocols).

Core, creation, expiration, termination and checksum.  Answers carry no pages: a script reads them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from contextlib import suppress
from typing import BinaryIO, Final, cast

from flask import Blueprint, Response, abort, request, url_for
from werkzeug.http import http_date

from hub.domain.person import Right
from hub.errors import HubError, RefusedError
from web.entry.guard import needs, person
from web.entry.limits import STEADY, at_rate
from web.language import tell
from web.parts import parts
from web.sound.handing import hand_on, uploads
from web.sound.pieces import ChecksumError
from web.sound.uploads import KEPT_S, Upload, new_upload_id, shown

pages = Blueprint("tus", __name__, url_prefix="/upload/files")

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,expiration,termination,checksum"
HASHES: Final = ("sha1", "sha256")
PIECE: Final = "application/offset+octet-stream"
STATUS: Final[Mapping[str, int]] = {
    "upload.too_big": 413,
    "upload.too_long": 413,
    "upload.too_many": 429,
    "upload.no_room": 507,
    "upload.gone": 404,
    "upload.offset": 409,
    "upload.busy": 423,
}
"""What each refusal is in HTTP; others are 400."""
LARGEST_PIECE: Final = 64 << 20
"""Bytes of one piece; our own script sends less, because only whole pieces arrive."""
MISMATCH: Final = 460


@pages.before_request
def check_version() -> Response | None:
    """Another version is answered with ours."""
    told = request.headers.get("Tus-Resumable", VERSION)
    if request.method != "OPTIONS" and told != VERSION:
        return Response(status=412, headers={"Tus-Version": VERSION})
    return None


@pages.after_request
def mark(response: Response) -> Response:
    """Every answer says its version."""
    response.headers["Tus-Resumable"] = VERSION
    return response


@pages.errorhandler(RefusedError)
def refused(error: RefusedError) -> Response:
    """A sentence, and a number for the script."""
    status = STATUS.get(error.key, 400)
    return Response(tell(error.key, **error.values), status, mimetype="text/plain")


@pages.route("", methods=["OPTIONS"], provide_automatic_options=False)
@needs(Right.WRITE)
def abilities() -> Response:
    """What this server can do."""
    return _answer(
        **{
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(uploads().most_bytes),
            "Tus-Checksum-Algorithm": ",".join(HASHES),
        }
    )


@pages.post("")
@needs(Right.WRITE)
def create() -> Response:
    """Expect a file of a length; its address is chosen here."""
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = Upload(
        new_upload_id(),
        person().id,
        shown(told.get("filename", "")) or tell("upload.no_name"),
        _number(request.headers.get("Upload-Length", "")),
        "recorded" if told.get("way") == "recorded" else "uploaded",
        _seconds(told.get("start", "")),
        _seconds(told.get("end", "")),
    )
    uploads().begin(upload)
    answer = _answer(Location=url_for("tus.piece", identity=upload.id), **_expiry())
    answer.status_code = 201
    return answer


@pages.get("/<identity>")
@needs(Right.WRITE)
def offset(identity: str) -> Response:
    """How much has come, for HEAD; there is nothing to GET."""
    if request.method != "HEAD":
        abort(405)
    upload = uploads().find(identity, person().id)
    come = str(uploads().offset(upload))
    return _answer(**{"Upload-Offset": come, "Upload-Length": str(upload.size)}, **_expiry())


@pages.patch("/<identity>")
@at_rate(STEADY)
@needs(Right.WRITE, most_bytes=LARGEST_PIECE)
def piece(identity: str) -> Response:
    """The next piece; answered when it is on the disk."""
    if request.mimetype != PIECE:
        abort(415)
    upload = uploads().find(identity, person().id)
    at = _number(request.headers.get("Upload-Offset", ""))
    body = cast("BinaryIO", request.stream)
    try:
        come = uploads().add(upload, at, body, _checksum())
    except ChecksumError:
        return Response(tell("upload.damaged"), MISMATCH, mimetype="text/plain")
    if come == upload.size:
        with suppress(HubError):  # the page that is shown next tries again, and says why not
            hand_on(upload)
    return _answer(**{"Upload-Offset": str(come)}, **_expiry())


@pages.delete("/<identity>")
@needs(Right.WRITE)
def end(identity: str) -> Response:
    """Forget it."""
    uploads().drop(uploads().find(identity, person().id))
    return _answer()


def _answer(**headers: str) -> Response:
    return Response(status=204, headers=headers)


def _expiry() -> dict[str, str]:
    return {"Upload-Expires": http_date(parts().clock.wall_s() + KEPT_S)}


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        abort(400)
    return int(text)


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value < 86_400.0 else None


def _metadata(text: str) -> dict[str, str]:
    """Keys and values of ``Upload-Metadata``: base64 of UTF-8, with commas between the pairs."""
    found = {}
    for pair in text.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            abort(400)
    return found


def _checksum() -> tuple[str, bytes] | None:
    """Name and value of ``Upload-Checksum``, when there is one."""
    told = request.headers.get("Upload-Checksum")
    if told is None:
        return None
    name, _, value = told.partition(" ")
    if name not in HASHES:
        abort(400)
    try:
        return name, base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        abort(400)
