"""Notices: budgets, contributions, lists, plans, invitations for opinions."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, render_template

from hub.domain.notice import Notice, NoticeKind
from hub.qr.payloads import link
from hub.store.notices import shown_notices
from web.entry.guard import anybody
from web.kiosk.drawing import draw
from web.kiosk.papers import of_notice
from web.parts import content, parts

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
FIRST_LINES: Final = 140


@pages.get("")
@anybody()
def listed() -> str:
    """What is made public now, the newest first."""
    return render_template("kiosk/notices.html", notices=_shown(), icons=ICONS)


@pages.get("/<identity>")
@anybody()
def one(identity: str) -> str:
    """One notice: its text, where to answer, who answers for it, until when it stands."""
    found = next((notice for notice in _shown() if notice.id == identity), None)
    if found is None:
        abort(404)
    site = found.link.removeprefix("https://").split("/")[0]
    return render_template(
        "kiosk/notice.html",
        one=found,
        icon_name=ICONS[found.kind],
        paragraphs=[part.strip() for part in found.text.split("\n\n") if part.strip()],
        drawn=draw(link(found.link), site) if found.link else None,
        papers=of_notice(found),
    )


def _shown() -> tuple[Notice, ...]:
    return shown_notices(content(), parts().clock.now())
