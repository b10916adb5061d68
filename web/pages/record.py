"""Record a bulletin on the phone; where browsers give no microphone, the page says why."""

from __future__ import annotations

from flask import Blueprint, render_template

from hub.domain.person import Right
from hub.store.calendar import programmes
from web.entry.guard import needs
from web.pages.upload import ACCEPT
from web.parts import parts, store
from web.sound import drafts as sounds
from web.sound.handing import uploads
from web.sound.uploads import MIB

pages = Blueprint("record", __name__, url_prefix="/record")


@pages.get("")
@needs(Right.WRITE)
def page() -> str:
    """The recorder, and the way round it."""
    most_bytes = uploads().most_bytes
    return render_template(
        "record.html",
        accept=ACCEPT,
        most_bytes=most_bytes,
        most_mib=most_bytes // MIB,
        minutes=parts().config.preparing.most_minutes,
        unsaved=sounds.unsaved(programmes(store())),
    )
