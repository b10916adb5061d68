"""A new bulletin."""

from __future__ import annotations

from flask import Blueprint, render_template

from hub.domain.person import Right
from web.guard import needs

pages = Blueprint("compose", __name__, url_prefix="/compose")


@pages.get("")
@needs(Right.WRITE)
def form() -> str:
    """The form."""
    return render_template("compose.html")
