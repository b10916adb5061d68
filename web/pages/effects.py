"""What a change would do, on a page of its own, for browsers that fetch no parts of pages."""

from __future__ import annotations

from flask import render_template, request

from web.present.effect import Effect

NOT_KEPT = frozenset({"mark", "pin", "passkey"})
"""Fields that belong to one form, or are asked for again."""


def fields() -> list[tuple[str, str]]:
    """The fields that were sent, for a form that takes them along."""
    return [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in NOT_KEPT
    ]


def effect_page(effect: Effect, title: str, back: str) -> str:
    """What a form would do.

    Args:
        effect: That.
        title: Of what it is about.
        back: The address that shows the form again, when its fields are posted there.
    """
    return render_template("effect.html", effect=effect, title=title, back=back, fields=fields())
