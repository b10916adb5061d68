"""Whether whoever wrote a bulletin may also approve it: a rule of the commune."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, render_template, request

from hub.domain.person import Right
from hub.domain.rules import RuleBook
from hub.errors import RefusedError
from hub.store.calendar import rule_book
from web.entry.guard import needs, to
from web.language import tell
from web.parts import store
from web.planning import approvers
from web.settings.change import Clash, change, shown_mark, write_down

pages = Blueprint("approval", __name__)

DEEDS: Final = ("audit.set_approval.other", "audit.set_approval.anybody")


@pages.get("/approval")
@needs(Right.SETTINGS)
def form() -> str:
    """The rule, and whom it leaves to approve."""
    book = rule_book(store())
    return _page(book, is_other=book.other_approver)


@pages.post("/approval")
@needs(Right.SETTINGS)
def save() -> tuple[str, int] | Response:
    """Store it; it holds for whatever is approved from now on."""
    wanted = request.form.get("other", "")
    if wanted not in {"yes", "no"}:
        raise RefusedError("error.stale_form")
    is_other = wanted == "yes"
    clash = change(_part, lambda book: replace(book, other_approver=is_other), *DEEDS)
    if clash is not None:
        return _page(clash.book, is_other=is_other, clash=clash), 409
    write_down(f"audit.set_approval.{'other' if is_other else 'anybody'}")
    return to("settings.overview", done="yes")


def _page(book: RuleBook, *, is_other: bool, clash: Clash | None = None) -> str:
    """The form: with what was chosen, when somebody else was faster."""
    theirs = tell("approval.yes" if book.other_approver else "approval.no")
    return render_template(
        "settings_approval.html",
        is_other=is_other,
        names=approvers.names(),
        was=shown_mark(book, _part, clash),
        clash=clash,
        theirs=[theirs],
    )


def _part(book: RuleBook) -> RuleBook:
    return RuleBook(other_approver=book.other_approver)
