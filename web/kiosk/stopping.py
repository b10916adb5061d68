"""The stop on the wall: asked first, written down afterwards, answered in the phone's words."""

from __future__ import annotations

import logging
from typing import Final

from flask import render_template

from hub.errors import ControlError, LinkError, StoreError
from hub.store.people import Deed, note
from hub.words import say
from web.language import tell
from web.orders import new_order
from web.pages.orders import GIVE, PATIENCE_S
from web.parts import parts, people
from web.present import moment as present

LOGGER: Final = logging.getLogger("web")


def stop_now() -> tuple[str, int]:
    """Ask for silence everywhere.

    Each press is an order of its own: a page hangs for days, and a name made with it would
    make the second day's stop a repetition of the first one's.
    """
    by = say("screen.by", parts().config.language)
    try:
        answer = parts().ask(GIVE, {"id": new_order(), "verb": "stop", "by": by})
    except (ControlError, LinkError) as error:
        write_down(by, "audit.order_unconfirmed", verb="stop")
        return _answer("unsure", tell("order_answer.stop_unsure"), tell(error.key, **error.values))
    parts().board.refresh()
    if answer["unconfirmed"]:
        write_down(by, "audit.order_unconfirmed", verb="stop")
        return _answer("unsure", tell("order_answer.stop_unsure"), "")
    write_down(by, "audit.order", verb="stop")
    return _answer("done", tell("order_answer.stop", since=present.stopped(answer["since"])), "")


def _answer(tone: str, text: str, why: str) -> tuple[str, int]:
    status = 200 if tone == "done" else 502
    return render_template("_answer.html", tone=tone, text=text, why=why), status


def write_down(by: str, key: str, **values: str) -> None:
    """Write into the audit log what somebody did at the wall, who has the answer all the same."""
    deed = Deed(parts().clock.now(), by, key, values)
    try:
        with people().patience(PATIENCE_S):
            note(people(), deed)
    except StoreError as error:  # the as-run log has the order, too
        LOGGER.warning("%s", say(error.key, "en", **error.values))
