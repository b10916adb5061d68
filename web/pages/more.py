"""Everything else: people, colours and language, closing the phone."""

from __future__ import annotations

from flask import Blueprint, render_template

from hub.domain.person import Right
from web.entry.guard import needs

pages = Blueprint("more", __name__)


@pages.get("/more")
@needs(Right.SEE, is_open=False)
def more() -> str:
    """The list."""
    return render_template("more.html")
