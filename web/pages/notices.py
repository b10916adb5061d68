"""Notices of the screen: written by whoever may write, shown when somebody approves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, Response, abort, render_template, request

from hub.domain.notice import Attachment, Notice, NoticeId, NoticeKind
from hub.domain.person import Right
from hub.errors import RefusedError
from hub.store.notices import MOST_ATTACHMENTS, notices, put_notice, remove_notice
from hub.store.papers import Paper, papers
from hub.tokens import new_id
from web.content.notice_form import read_notice
from web.content.papers_in import MOST_BODY, hand_on
from web.entry.guard import may, needs, person, to
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts
from web.tongues import tongues

pages = Blueprint("notices", __name__, url_prefix="/content/notices")


@pages.get("")
@needs(Right.WRITE)
def listed() -> str:
    """Every notice: shown, waiting for its day or for approval, over."""
    now = parts().clock.now()
    found = [(one, _standing(one)) for one in notices(content())]
    return render_template("notices.html", notices=found, now=now)


@pages.get("/<identity>")
@needs(Right.WRITE)
def form(identity: str) -> str:
    """A notice to correct, or an empty one."""
    if identity == "new":
        return _form(None, {"starts": f"{_today()}", "ends": f"{_today() + timedelta(days=30)}"})
    return _form(_notice(identity), _filled(_notice(identity)))


@pages.post("/<identity>")
@needs(Right.WRITE)
def keep(identity: str) -> Response | tuple[str, int]:
    """Keep a notice; whoever may approve shows it at once, else it waits."""
    known = None if identity == "new" else _notice(identity)
    now = parts().clock.now()
    try:
        told = read_notice(request.form, _today(), parts().config.timezone)
        kept = Notice(
            known.id if known is not None else NoticeId(new_id()),
            told.kind,
            told.title,
            told.text,
            told.starts,
            told.ends,
            person().name,
            _approver(),
            now,
            told.link,
            told.language,
            attachments=known.attachments if known is not None else (),
        )
        put_notice(content(), kept)
    except RefusedError as error:
        return _form(known, dict(request.form), tell(error.key, **error.values)), 422
    write_down("audit.notice_kept", title=kept.title)
    return to("notices.form", identity=kept.id) if known is None else to("notices.listed")


@pages.post("/<identity>/files")
@needs(Right.WRITE, most_bytes=MOST_BODY)
def attach(identity: str) -> Response:
    """Take a picture or document; it is drawn anew before anybody sees it."""
    found = _notice(identity)
    if len(found.attachments) >= MOST_ATTACHMENTS:
        raise RefusedError("notice.attachments", most=MOST_ATTACHMENTS)
    attachment = hand_on(request.files.get("file"))
    others = tuple(one for one in found.attachments if one.sha256 != attachment.sha256)
    approver = found.approver if may(Right.APPROVE) else ""
    changed = replace(found, attachments=(*others, attachment), approver=approver)
    put_notice(content(), changed)
    write_down("audit.notice_kept", title=found.title)
    return to("notices.form", identity=identity)


@pages.post("/<identity>/files/<sha256>/remove")
@needs(Right.WRITE)
def detach(identity: str, sha256: str) -> Response:
    """Take a picture or document away from its notice."""
    found = _notice(identity)
    left = tuple(one for one in found.attachments if one.sha256 != sha256)
    put_notice(content(), replace(found, attachments=left))
    write_down("audit.notice_kept", title=found.title)
    return to("notices.form", identity=identity)


@pages.post("/<identity>/approve")
@needs(Right.APPROVE)
def approve(identity: str) -> Response:
    """Show it."""
    found = _notice(identity)
    put_notice(content(), replace(found, approver=person().name))
    write_down("audit.notice_approved", title=found.title)
    return to("notices.listed")


@pages.post("/<identity>/remove")
@needs(Right.APPROVE)
def remove(identity: str) -> Response:
    """Take it away; the row stays for the record."""
    found = _notice(identity)
    remove_notice(content(), found.id, parts().clock.now())
    write_down("audit.notice_removed", title=found.title)
    return to("notices.listed")


def _approver() -> str:
    """Whoever may approve does so by keeping it, if that was ticked."""
    is_meant = request.form.get("show") == "on" and may(Right.APPROVE)
    return person().name if is_meant else ""


def _form(known: Notice | None, given: Mapping[str, str], problem: str = "") -> str:
    return render_template(
        "notice_form.html",
        known=known,
        given=given,
        problem=problem,
        kinds=tuple(NoticeKind),
        tongues=tongues([given["language"]] if given.get("language") else []),
        papers=_papers(known) if known is not None else [],
    )


def _papers(one: Notice) -> list[tuple[Attachment, Paper | None, str]]:
    """Its files, how far each is, and why one cannot be shown."""
    known = papers(content(), [attachment.sha256 for attachment in one.attachments])
    found = []
    for attachment in one.attachments:
        paper = known.get(attachment.sha256)
        problem = dict(paper.problem) if paper is not None and paper.state == "refused" else {}
        why = tell(problem.pop("key"), **problem) if problem else ""
        found.append((attachment, paper, why))
    return found


def _filled(one: Notice) -> dict[str, str]:
    tz = parts().config.timezone
    ends = one.ends.astimezone(tz) - timedelta(seconds=1) if one.ends is not None else None
    return {
        "kind": one.kind,
        "title": one.title,
        "text": one.text,
        "starts": f"{one.starts.astimezone(tz):%Y-%m-%d}",
        "ends": f"{ends:%Y-%m-%d}" if ends is not None else "",
        "link": one.link,
        "language": one.language,
    }


def _notice(identity: str) -> Notice:
    found = next((one for one in notices(content()) if one.id == identity), None)
    if found is None:
        abort(404)
    return found


def _standing(one: Notice) -> str:
    now = parts().clock.now()
    if one.ends is not None and now >= one.ends:
        return "over"
    if not one.approver:
        return "waits"
    return "shown" if one.starts <= now else "later"


def _today() -> date:
    return parts().clock.now().astimezone(parts().config.timezone).date()
