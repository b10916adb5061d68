"""Notices of the screen: written by whoever may write, shown when somebody approves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, Response, abort, render_template, request

from hub.domain.notice import Attachment, Notice, NoticeId, NoticeKind
from hub.domain.person import Right
from hub.errors import RefusedError
from hub.store.notices import MOST_ATTACHMENTS, notices, put_notice, remove_notice
from hub.store.papers import Paper, papers
from web.content.meanwhile import (
    AGAIN,
    KEPT,
    SEEN,
    Clash,
    deed_of,
    form_name,
    gone,
    is_clash,
    is_news,
    lines_of,
    shown_mark,
)
from web.content.notice_form import Filled, filled, read_notice
from web.content.papers_in import MOST_BODY, hand_on
from web.entry.guard import may, needs, person, to
from web.kiosk.lost_clock import latest, moments
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts
from web.tongues import tongues

pages = Blueprint("notices", __name__, url_prefix="/content/notices")

MEANWHILE: Final = 409


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
    found = _notice(identity)
    return _form(found, filled(found, parts().config.timezone))


@pages.post("/<identity>")
@needs(Right.WRITE)
def keep(identity: str) -> Response | tuple[str, int]:
    """Keep a notice; whoever may approve shows it at once, else it waits."""
    is_new = identity == "new"
    key = NoticeId(form_name() if is_new else identity)
    if not is_new and SEEN not in request.form:
        _notice(identity)
    try:
        told = read_notice(request.form, _today(), parts().config.timezone)
        with content().transaction():
            known = _kept(key)
            made = _made(key, told, known)
            is_so, is_late = known == made, is_clash(known, made, is_new=is_new)
            if not (is_so or is_late):
                put_notice(content(), made)
    except RefusedError as error:
        return _form(_kept(key), dict(request.form), tell(error.key, **error.values)), 422
    if is_late:
        return _form(known, dict(request.form), clash=_clash(key, known)), MEANWHILE
    if not is_so:  # else the form was sent twice
        write_down("audit.notice_kept", title=made.title, id=key)
    return to_files(key, kept="new") if is_new else to("notices.listed")


@pages.post("/<identity>/files")
@needs(Right.WRITE, most_bytes=MOST_BODY)
def attach(identity: str) -> Response:
    """Take a picture or document; it is drawn anew before anybody sees it."""
    _check_room(_notice(identity))
    attachment = hand_on(request.files.get("file"))
    with content().transaction():  # a large file takes a while: what was written since then stays
        found = _still(identity)
        _check_room(found)
        others = tuple(one for one in found.attachments if one.sha256 != attachment.sha256)
        approver = found.approver if may(Right.APPROVE) else ""
        changed = replace(found, attachments=(*others, attachment), approver=approver)
        put_notice(content(), changed)
    write_down("audit.notice_kept", title=found.title, id=identity)
    return to_files(identity)


@pages.post("/<identity>/files/<sha256>/remove")
@needs(Right.WRITE)
def detach(identity: str, sha256: str) -> Response:
    """Take a picture or document away from its notice."""
    _notice(identity)
    with content().transaction():
        found = _still(identity)
        left = tuple(one for one in found.attachments if one.sha256 != sha256)
        put_notice(content(), replace(found, attachments=left))
    write_down("audit.notice_kept", title=found.title, id=identity)
    return to_files(identity)


@pages.post("/<identity>/approve")
@needs(Right.APPROVE)
def approve(identity: str) -> Response | tuple[str, int]:
    """Show it as it was read; what somebody has changed since then is read first."""
    _notice(identity)
    with content().transaction():
        found = _still(identity)
        is_late = is_news(found) and not found.approver
        if not is_late and not found.approver:
            put_notice(content(), replace(found, approver=person().name))
    if is_late:
        return _again(found)
    if not found.approver:
        write_down("audit.notice_approved", title=found.title, id=identity)
    return to("notices.listed")


@pages.post("/<identity>/remove")
@needs(Right.APPROVE)
def remove(identity: str) -> Response | tuple[str, int]:
    """Take it away; the row stays for the record."""
    with content().transaction():
        found = _kept(NoticeId(identity))
        is_late = found is not None and is_news(found)
        if found is not None and not is_late:
            remove_notice(content(), found.id, parts().clock.now())
    if found is None:  # it was sent twice, or somebody else was faster
        return to("notices.listed")
    if is_late:
        return _again(found)
    write_down("audit.notice_removed", title=found.title, id=identity)
    return to("notices.listed")


def to_files(identity: str, **more: str) -> Response:
    """To where its pictures and documents are, far below what was filled in."""
    return to("notices.form", identity=identity, _anchor="files", **more)


def _made(key: NoticeId, told: Filled, known: Notice | None) -> Notice:
    """The notice that a form asks for."""
    return Notice(
        key,
        told.kind,
        told.title,
        told.text,
        told.starts,
        told.ends,
        person().name,
        _approver(),
        known.entered if known is not None else parts().clock.now(),
        told.link,
        told.language,
        attachments=known.attachments if known is not None else (),
    )


def _approver() -> str:
    """Whoever may approve does so by keeping it, if that was ticked."""
    is_meant = request.form.get("show") == "on" and may(Right.APPROVE)
    return person().name if is_meant else ""


def _form(
    known: Notice | None, given: Mapping[str, str], problem: str = "", clash: Clash | None = None
) -> str:
    return render_template(
        "notice_form.html",
        known=known,
        given=given,
        problem=problem,
        clash=clash,
        was=shown_mark(known, clash),
        form=form_name(),
        kinds=tuple(NoticeKind),
        tongues=tongues([given["language"]] if given.get("language") else []),
        papers=_papers(known) if known is not None else [],
        is_new=request.args.get("kept") == "new",
    )


def _again(found: Notice) -> tuple[str, int]:
    """Somebody changed what was to be shown or taken away: it is read first."""
    given = filled(found, parts().config.timezone)
    return _form(found, given, clash=_clash(found.id, found, AGAIN)), MEANWHILE


def _clash(key: NoticeId, found: Notice | None, advice: str = KEPT) -> Clash:
    if found is None:
        return gone(key)
    mine = request.form if advice == KEPT else {}
    names = ("kind", "title", "text", "language", "starts", "ends", "link")
    called = {name: tell(f"content_page.field.{name}") for name in names}
    lines = lines_of(filled(found, parts().config.timezone), mine, called, _said)
    files = [f"{tell('content_page.files')}: {one.name}" for one in found.attachments]
    by = [tell("bulletin.approved", name=found.approver)] if found.approver else []
    return Clash((*lines, *files, *by), deed_of([key]), advice)


def _said(name: str, value: str) -> str:
    """A field of the form as people read it."""
    match name:
        case "kind":
            return tell(f"shown.kind.{value}")
        case "language":
            return dict(tongues([value])).get(value, value)
        case _:
            return value


def _kept(key: NoticeId) -> Notice | None:
    return next((one for one in notices(content()) if one.id == key), None)


def _still(identity: str) -> Notice:
    """The notice as it is now.

    Raises:
        RefusedError: ``content_page.gone``: somebody has just taken it away.
    """
    found = _kept(NoticeId(identity))
    if found is None:
        raise RefusedError("content_page.gone")
    return found


def _check_room(found: Notice) -> None:
    if len(found.attachments) >= MOST_ATTACHMENTS:
        raise RefusedError("notice.attachments", most=MOST_ATTACHMENTS)


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


def _notice(identity: str) -> Notice:
    found = _kept(NoticeId(identity))
    if found is None:
        abort(404)
    return found


def _standing(one: Notice) -> str:
    """As the wall has it: while nobody knows the time, at any moment that it may be."""
    if any(one.is_shown(moment) for moment in moments()):
        return "shown"
    now = latest()
    if one.ends is not None and now >= one.ends:
        return "over"
    return "later" if one.approver else "waits"


def _today() -> date:
    return parts().clock.now().astimezone(parts().config.timezone).date()
