"""Somebody who may not approve proposes a time; whoever may sends it back with a word why."""

from __future__ import annotations

from flask import Blueprint, Response, request

from hub.domain.person import Right
from hub.errors import RefusedError
from web.entry.guard import needs, to
from web.pages.bulletin import refused
from web.pages.writing_down import write_down
from web.planning import approving, proposing

pages = Blueprint("proposals", __name__, url_prefix="/compose")


@pages.post("/<identity>/propose")
@needs(Right.WRITE)
def propose(identity: str) -> Response | tuple[str, int]:
    """Keep the wished time with the draft, for whoever approves."""
    programme = approving.draft_of(identity)
    try:
        proposing.propose(programme)
    except RefusedError as error:
        return refused(programme, error)
    write_down("audit.proposed", title=programme.title)
    return to("bulletin.show", identity=identity)


@pages.post("/<identity>/send-back")
@needs(Right.APPROVE)
def send_back(identity: str) -> Response | tuple[str, int]:
    """Give it back to its writer, with a word why."""
    programme = approving.draft_of(identity)
    try:
        proposing.send_back(programme.id, request.form.get("word", ""))
    except RefusedError as error:
        return refused(programme, error)
    write_down("audit.sent_back", title=programme.title)
    return to("compose.form")
