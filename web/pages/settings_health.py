"""How the hub is, for the commune's technician: in words, one look, and a text to send on."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from hub.checkup.examine import as_text
from hub.checkup.finding import Finding, Verdict
from hub.domain.person import Right
from web.checking import checked
from web.entry.guard import needs
from web.language import local
from web.parts import parts

pages = Blueprint("health", __name__)


@pages.get("/health")
@needs(Right.SETTINGS)
def page() -> str:
    """What has to be done first, then what is well."""
    found = checked()
    return render_template(
        "settings_health.html",
        todo=_of(found, Verdict.BAD),
        look=_of(found, Verdict.WARNING),
        fine=_of(found, Verdict.WELL),
        text=_text(found),
    )


@pages.get("/health.txt")
@needs(Right.SETTINGS)
def text() -> Response:
    """The same as plain text, to be sent on."""
    return Response(_text(checked()) + "\n", mimetype="text/plain")


def _of(found: list[Finding], verdict: Verdict) -> list[Finding]:
    return [one for one in found if one.verdict is verdict]


def _text(found: list[Finding]) -> str:
    now = local(parts().clock.now(), "minute")
    return f"{parts().config.name}, {now}\n{as_text(found)}"
