"""Rating: five faces, one tap; only at the screen itself, so that a point's count is its own."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from hub.domain.opinion import Face
from hub.errors import RefusedError
from hub.store.opinions import rate
from web.entry.guard import anybody, to
from web.kiosk.place import is_screen
from web.kiosk.visitor import point
from web.lived import note_time
from web.parts import content, parts

pages = Blueprint("faces", __name__, url_prefix="/kiosk/rating")


@pages.get("")
@anybody()
def faces() -> str:
    """The five faces, from the worst to the best."""
    is_done = request.args.get("done") == "1"
    return render_template(
        "kiosk/rating.html",
        faces=tuple(Face),
        point=point(),
        is_here=is_screen(),
        is_done=is_done,
    )


@pages.post("")
@anybody()
def tap() -> Response:
    """Count a tap; whoever taps again at once is thanked again and not counted."""
    if not is_screen():
        raise RefusedError("shown.rating.only_here")
    try:
        face = Face(int(request.form.get("face", "")))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    now, tz = parts().clock.now(), parts().config.timezone
    rate(content(), point(), face, now, tz, is_lost=note_time())
    return to("faces.faces", done=1)
