"""How the hub is, for the commune's technician: in words, one look, and a text to send on."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, render_template

from hub.checkup.examine import as_text, examine
from hub.checkup.finding import Finding, Verdict
from hub.domain.person import Right, Role
from web.checking import checked, looked
from web.entry.guard import needs, person
from web.language import local, tell
from web.parts import parts

pages = Blueprint("health", __name__)


@pages.get("/health")
@needs(Right.SETTINGS)
def page() -> str:
    """What has to be done first, then what is well."""
    seen = looked()
    found = list(examine(replace(seen, speak=None if _is_technician() else tell)))
    return render_template(
        "settings_health.html",
        todo=_of(found, Verdict.BAD),
        look=_of(found, Verdict.WARNING),
        fine=_of(found, Verdict.WELL),
        text=_text(list(examine(seen))),
    )


@pages.get("/health.txt")
@needs(Right.SETTINGS)
def text() -> Response:
    """The same as plain text, to be sent on."""
    return Response(_text(checked()) + "\n", mimetype="text/plain")


def _is_technician() -> bool:
    """Whoever can type a command; the others read what they can do without one."""
    return person().role is Role.IT


def _of(found: list[Finding], verdict: Verdict) -> list[Finding]:
    """Findings of one verdict; what is said of several parts alike is said once."""
    return list({one.says: one for one in found if one.verdict is verdict}.values())


def _text(found: list[Finding]) -> str:
    now = local(parts().clock.now(), "minute")
    return f"{parts().config.name}, {now}\n{as_text(found)}"
