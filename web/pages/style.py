"""The page of the design system: every part in one place; development only."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.entry.guard import anybody

pages = Blueprint("style", __name__)


@pages.get("/style")
@anybody()
def guide() -> str:
    """Type, colours, icons, buttons, cards, rows, banners, forms, timeline."""
    return render_template("style.html")
