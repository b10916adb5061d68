"""A draft is thrown away, or called otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request

from hub.domain.ids import ProgrammeId
from hub.domain.person import Right
from hub.domain.programme import Programme
from hub.errors import ControlError, RefusedError
from hub.store.calendar import programmes, put_programme, remove_programme
from web.entry.guard import needs, person, to
from web.pages.bulletin import refused
from web.pages.writing_down import write_down
from web.parts import store
from web.planning import approving
from web.sound import drafts as sounds
from web.sound.correcting import may_change

pages = Blueprint("corrections", __name__, url_prefix="/compose")

GONE: Final = "compose.form"


@pages.post("/<identity>/drop")
@needs(Right.WRITE)
def drop(identity: str) -> Response | tuple[str, int]:
    """Throw a draft away; its sound is removed as any that nothing plays."""
    found = programmes(store()).get(ProgrammeId(identity))
    if found is None:
        return to(GONE)  # it was sent twice
    try:
        _check(found)
        approving.check_version(found)
        sounds.drop(sounds.job_of_programme(found.id))
        with store().transaction():
            now = approving.bulletin_of(identity)
            _check(now)
            approving.check_version(now)
            remove_programme(store(), found.id)
    except (RefusedError, ControlError) as error:
        return refused(found, error)
    write_down("audit.draft_dropped", title=found.title)
    return to(GONE)


@pages.post("/<identity>/name")
@needs(Right.WRITE)
def name(identity: str) -> Response | tuple[str, int]:
    """Give a draft another name or kind."""
    found = approving.bulletin_of(identity)
    try:
        title = sounds.title_of(request.form.get("title", ""))
        kind = sounds.kind_of(request.form.get("kind", ""))
        with store().transaction():
            now = approving.bulletin_of(identity)
            _check(now)
            if (now.title, now.kind) != (title, kind):
                approving.check_version(now)
            put_programme(store(), replace(now, title=title, kind=kind))
    except RefusedError as error:
        return refused(found, error)
    write_down("audit.corrected", title=title)
    return to("bulletin.show", identity=identity)


def _check(programme: Programme) -> None:
    """Only a draft, and only by its writer or whoever approves.

    Raises:
        RefusedError: ``bulletin.kept``, ``error.not_yours``.
    """
    if programme.approver:
        raise RefusedError("bulletin.kept", name=programme.approver)
    if not may_change(programme):
        raise RefusedError("error.not_yours", role=person().role)
