"""Notices: budgets, contributions, lists, plans, invitations for opinions."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, render_template

from hub.addresses import pages_address
from hub.domain.notice import Notice, NoticeKind
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw, draw_link
from web.kiosk.lost_clock import held_notices
from web.kiosk.papers import of_notice
from web.kiosk.place import is_screen
from web.parts import parts

pages = Blueprint("board", __name__, url_prefix="/kiosk/notices")

ICONS: Final = {
    NoticeKind.BUDGET: "budget",
    NoticeKind.CONTRIBUTION: "contribution",
    NoticeKind.POOR_HOUSEHOLDS: "poor",
    NoticeKind.PLANNING: "planning",
    NoticeKind.OPINIONS: "opinion",
    NoticeKind.MEETING: "meeting",
    NoticeKind.OTHER: "notice",
}


@pages.get("")
@anybody()
def listed() -> str:
    """What is made public now, the newest first."""
    return render_template("kiosk/notices.html", notices=held_notices(), icons=ICONS)


@pages.get("/<identity>")
@anybody()
def one(identity: str) -> str:
    """One notice: its text, where to answer, who answers for it, until when it stands."""
    found = next((notice for notice in held_notices() if notice.id == identity), None)
    if found is None:
        abort(404)
    return render_template(
        "kiosk/notice.html",
        one=found,
        icon_name=ICONS[found.kind],
        paragraphs=[part.strip() for part in found.text.split("\n\n") if part.strip()],
        drawn=_drawn(found),
        is_ours=is_ours(found),
        papers=of_notice(found),
    )


def is_ours(one: Notice) -> bool:
    """Whether opinions on it are told to the hub itself, since nobody gave a form elsewhere."""
    return one.kind is NoticeKind.OPINIONS and not one.link


def _drawn(one: Notice) -> Drawn | None:
    """Where to answer or read on; at the screen, the hub's own form for phones in its wifi."""
    if one.link:
        return draw_link(one.link, one.link.removeprefix("https://").split("/")[0])
    if not is_ours(one) or not is_screen():
        return None
    address = pages_address(parts().config)
    return draw(f"{address}kiosk/feedback?notice={one.id}", address.split("/")[2])
