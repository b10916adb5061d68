"""The calendar for other calendar programs: a secret address of one's own, read only."""

from __future__ import annotations

import hashlib
from datetime import datetime, time
from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for

from hub.domain.person import Right
from hub.store.calendar import revision, slots
from hub.store.calendar_links import give_link, link_by, link_of, note_use, revoke_links
from hub.store.people import Deed, note, person_of
from web.entry.guard import anybody, caller, needs, person, to
from web.parts import parts, people, store

pages = Blueprint("feed", __name__, url_prefix="/calendar")

REFRESH: Final = "PT1H"
"""How often calendar programs are asked to look."""


@pages.get("/link")
@needs(Right.SEE)
def link() -> str:
    """Whether this person has an address, and how to use one."""
    return _page("")


@pages.post("/link")
@needs(Right.SEE)
def make() -> str:
    """A new address; it is shown once, and the one before is no good any more."""
    secret = give_link(store(), person().id, parts().clock.now())
    _write_down("audit.calendar_link")
    return _page(url_for("feed.calendar", secret=secret, _external=True))


@pages.post("/link/revoke")
@needs(Right.SEE)
def revoke() -> Response:
    """Shut this person's address."""
    if revoke_links(store(), person().id, parts().clock.now()):
        _write_down("audit.calendar_link_revoked")
    return to("feed.link")


@pages.get("/feed/<secret>.ics")
@anybody()
def calendar(secret: str) -> Response:
    """The calendar, for whoever has the address of somebody who may still see it."""
    found = link_by(store(), secret)
    owner = person_of(people(), found.person) if found is not None else None
    if owner is None or not owner.may(Right.SEE):
        abort(404)
    midnight = datetime.combine(_now().date(), time.min, parts().config.timezone)
    mark = _mark(midnight)
    if not store().is_read_only:
        note_use(store(), secret, parts().clock.now())
    answer = make_response()
    answer.set_etag(mark)
    answer.headers["Cache-Control"] = "private, no-cache"
    if mark in request.if_none_match:
        answer.status_code = 304
        return answer
    answer.data = _written(midnight)
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = "inline; filename=calendar.ics"
    return answer


def _mark(midnight: datetime) -> str:
    """Another one when the calendar changes, and each day, because lunar days run ahead."""
    told = f"{revision(store())} {midnight.isoformat()} {parts().config.name}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _written(midnight: datetime) -> bytes:
    from hub.calendar_file.values import escaped  # noqa: PLC0415  # 4 MiB with icalendar
    from hub.calendar_file.writing import write  # noqa: PLC0415

    name = escaped(parts().config.name)
    head = (
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{name}",
        f"NAME:{name}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    )
    return write(slots(store()), midnight, head)


def _page(address: str) -> str:
    return render_template(
        "calendar_link.html",
        link=link_of(store(), person().id),
        address=address,
        webcal=address.replace("https:", "webcals:").replace("http:", "webcal:"),
        picture=_picture(address),
    )


def _picture(address: str) -> str:
    """The address as a code to photograph; "" for none.  It is a secret, so nothing keeps it."""
    if not address:
        return ""
    import segno  # noqa: PLC0415  # 1 MiB, for an address that is shown once

    made = segno.make(address, error="m", micro=False)
    return made.svg_inline(border=4, omitsize=True, dark="#000000", light="#ffffff")


def _now() -> datetime:
    return parts().clock.now().astimezone(parts().config.timezone)


def _write_down(key: str) -> None:
    found = caller()
    assert found is not None
    deed = Deed(parts().clock.now(), found.person.name, key, {"name": found.person.name})
    note(people(), deed, found.phone.id)
