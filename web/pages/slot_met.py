"""What a change of a slot met, and what becomes known of it: both versions, the audit log."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, make_response, render_template

from hub.domain.slot import Slot
from hub.domain.slot_change import Change
from hub.store.calendar import programmes, slots
from hub.store.slot_versions import Version, version_of
from web.language import tell
from web.pages.effects import fields
from web.pages.writing_down import write_down
from web.parts import parts, store
from web.planning.wishes import Asked
from web.present import moment as present
from web.present.slot import Names, by_whom, compared, moment_in_words
from web.present.when import rule_in_words

CONFLICT = 409


def seen_of(now: Version | None, base: Version) -> str:
    """What a form says that its writer saw."""
    return f"{base.revision}" if now is not None else f"gone-{base.revision}"


def is_so(wanted: Change) -> bool:
    """The calendar is as somebody wishes it, whoever made it so."""
    for slot in wanted.slots:
        there = version_of(store(), slot.id)
        if there is None or there.slot != replace(
            slot, author=there.slot.author, approver=there.slot.approver
        ):
            return False
    return all(version_of(store(), key) is None for key in wanted.gone)


def names() -> Names:
    """What zones, slots and programmes are called."""
    return Names(
        present.Zones.of(parts().config.zones),
        {slot.id: slot.title for slot in slots(store())},
        {one.id: one.title for one in programmes(store()).values()},
    )


def conflict(now: Version | None, base: Version, wanted: Change, given: Asked) -> Response:
    """Somebody else was faster: both versions, and the choice."""
    mine = wanted.slots[-1] if wanted.slots else None
    page = render_template(
        "slot_conflict.html",
        theirs=now,
        base=base,
        given=given,
        rows=compared(now.slot if now else None, mine, names(), tell),
        seen=seen_of(now, base),
        by_whom=by_whom,
        fields=[(name, value) for name, value in fields() if name != "seen"],
    )
    return make_response(page, CONFLICT)


def write_down_change(before: Slot, wanted: Change, given: Asked) -> None:
    """Who did what to which slot, with what it was; the whole of it is in its versions."""
    titles = {slot.id: slot.title for slot in slots(store())}
    after = "; ".join(rule_in_words(one.recurrence, tell, titles) for one in wanted.slots)
    day = given.on.astimezone(parts().config.timezone).replace(tzinfo=None)
    write_down(
        f"audit.slot.{given.act}",
        title=before.title,
        slot=str(before.id),
        before=rule_in_words(before.recurrence, tell, titles),
        after=after or tell("slot.away"),
        day=moment_in_words(day, tell),
    )
