"""Whether whoever wrote a bulletin may also approve it: a rule of the commune."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, render_template, request

from hub.domain.person import Right
from hub.domain.rules import RuleBook
from hub.errors import RefusedError
from hub.store.calendar import rule_book
from web.entry.guard import needs, to
from web.parts import store
from web.planning import approvers
from web.settings.change import SEEN, change, mark_of, write_down

pages = Blueprint("approval", __name__)


@pages.get("/approval")
@needs(Right.SETTINGS)
def form() -> str:
    """The rule, and whom it leaves to approve."""
    book = rule_book(store())
    return render_template(
        "settings_approval.html",
        is_other=book.other_approver,
        names=approvers.names(),
        was=mark_of(book, _part),
    )


@pages.post("/approval")
@needs(Right.SETTINGS)
def save() -> Response:
    """Store it; it holds for whatever is approved from now on."""
    wanted = request.form.get("other", "")
    if wanted not in {"yes", "no"}:
        raise RefusedError("error.stale_form")
    is_other = wanted == "yes"
    clash = change(
        request.form.get(SEEN, ""), _part, lambda book: replace(book, other_approver=is_other)
    )
    if clash is not None:
        who = clash.deed.who if clash.deed is not None else "?"
        raise RefusedError("settings.changed_meanwhile", who=who)
    write_down(f"audit.set_approval.{'other' if is_other else 'anybody'}")
    return to("settings.overview", done="yes")


def _part(book: RuleBook) -> RuleBook:
    return RuleBook(other_approver=book.other_approver)
