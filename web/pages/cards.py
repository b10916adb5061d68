"""What the screen shows, entered on the phone: procedures, helpers, goods, accounts, meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, abort, render_template, request

from hub.domain.alert import in_force
from hub.domain.document import Document
from hub.domain.goods import Meeting, PaymentTarget, Product
from hub.domain.helper import Helper, Place
from hub.domain.opinion import FeedbackState
from hub.domain.person import Right
from hub.domain.village_procedure import VillageProcedure
from hub.domain.wifi_point import WifiPoint
from hub.errors import RefusedError
from hub.qr.banks import bank_table
from hub.store.alerts import alerts
from hub.store.calendar import programmes
from hub.store.cards import Card, cards, put_card, remove_card
from hub.store.notices import notices
from hub.store.opinions import all_feedback
from web.content.card_fields import FIELDS
from web.content.card_making import filled, made
from web.content.meanwhile import (
    AGAIN,
    KEPT,
    SEEN,
    Clash,
    deed_of,
    form_name,
    gone,
    is_clash,
    is_news,
    lines_of,
    shown_mark,
)
from web.content.sound_sources import sources
from web.entry.guard import needs, to
from web.kiosk.procedures import named as title_of
from web.kiosk.shelf import shelf
from web.kiosk.wifi import how_now
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts, store
from web.tongues import tongues

pages = Blueprint("cards", __name__, url_prefix="/content")

KINDS: Final[Mapping[str, type[Card]]] = {
    "procedure": VillageProcedure,
    "helper": Helper,
    "place": Place,
    "wifi": WifiPoint,
    "product": Product,
    "payment": PaymentTarget,
    "meeting": Meeting,
}
WAITING: Final = frozenset({FeedbackState.RECEIVED, FeedbackState.FORWARDED})
MEANWHILE: Final = 409


@pages.get("")
@needs(Right.WRITE)
def overview() -> str:
    """Everything the screen shows, and how much there is of it."""
    store, now = content(), parts().clock.now()
    counts = {kind: len(_all(kind)) for kind in KINDS}
    return render_template(
        "content.html",
        counts=counts,
        documents=len(cards(store, Document)),
        warnings=len(in_force(alerts(store, now), now)),
        notices=len(notices(store)),
        unapproved=sum(not one.approver for one in notices(store)),
        waiting=sum(one.state in WAITING for one in all_feedback(store)),
    )


@pages.get("/cards/<kind>")
@needs(Right.APPROVE)
def listed(kind: str) -> str:
    """The cards of a kind."""
    found = [(one, filled(one)) for one in _all(_known(kind))]
    how = {str(one.id): how_now(one) for one, _ in found if isinstance(one, WifiPoint)}
    return render_template("cards.html", kind=kind, cards=found, how=how)


@pages.get("/cards/<kind>/<identity>")
@needs(Right.APPROVE)
def form(kind: str, identity: str) -> str:
    """A card to correct, or an empty one."""
    one = _kept(_known(kind), identity)
    if one is None and identity != "new":
        abort(404)
    return _form(kind, one, filled(one) if one is not None else {})


@pages.post("/cards/<kind>/<identity>")
@needs(Right.APPROVE)
def keep(kind: str, identity: str) -> Response | tuple[str, int]:
    """Keep a card, unless somebody has changed it since its form was opened."""
    is_new = identity == "new"
    key = form_name() if is_new else identity
    if not is_new and _kept(_known(kind), key) is None and SEEN not in request.form:
        abort(404)
    try:
        with content().transaction():
            known = [str(one.id) for one in _all(_known(kind))]
            kept = _kept(kind, key)
            card = made(kind, key, _given(), kept)
            is_late = is_clash(kept, card, is_new=is_new)
            if not is_late:
                position = known.index(key) if key in known else len(known)
                put_card(content(), card, parts().clock.now(), position)
    except RefusedError as error:
        values = {name: str(value) for name, value in error.values.items()}
        if "field" in values:
            values["field"] = tell(f"content_page.field.{values['field']}")
        return _form(kind, _kept(kind, key), _given(), tell(error.key, **values)), 422
    if is_late:
        return _form(kind, kept, _given(), clash=_clash(kind, key, kept)), MEANWHILE
    write_down("audit.card_kept", kind=tell(f"content_page.kind.{kind}"), id=key)
    return to("cards.listed", kind=kind)


@pages.post("/cards/<kind>/<identity>/remove")
@needs(Right.APPROVE)
def remove(kind: str, identity: str) -> Response | tuple[str, int]:
    """Take a card away, unless somebody has just changed it."""
    with content().transaction():
        found = _kept(_known(kind), identity)
        is_late = found is not None and is_news(found)
        if found is not None and not is_late:
            remove_card(content(), KINDS[kind], identity)
    if found is not None and is_late:
        clash = _clash(kind, identity, found, AGAIN)
        return _form(kind, found, filled(found), clash=clash), MEANWHILE
    if found is not None:
        write_down("audit.card_removed", kind=tell(f"content_page.kind.{kind}"), id=identity)
    return to("cards.listed", kind=kind)


def _form(
    kind: str,
    known: Card | None,
    given: Mapping[str, str],
    problem: str = "",
    clash: Clash | None = None,
) -> str:
    return render_template(
        "card_form.html",
        kind=kind,
        identity=known.id if known is not None else "new",
        fields=FIELDS[kind],
        given=given,
        problem=problem,
        clash=clash,
        was=shown_mark(known, clash),
        form=form_name(),
        banks=bank_table().banks,
        options=_options(given),
    )


def _options(given: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What can be ticked, by field."""
    return {
        "topics": _topics(given.get("topics", "").split()),
        "sound": sources(programmes(store()).values()),
        "languages": list(tongues(given.get("languages", "").split())),
    }


def _clash(kind: str, key: str, found: Card | None, advice: str = KEPT) -> Clash:
    if found is None:
        return gone(key)
    theirs, mine = filled(found), _given() if advice == KEPT else {}
    options = _options(theirs)
    called = {
        field.name: tell(f"content_page.field.{field.key}")
        for field in FIELDS[kind]
        if field.sort != "check"  # a number that stands there was agreed to
    }

    def said(name: str, value: str) -> str:
        if name in options:
            names = dict(options[name])
            return ", ".join(names.get(one, one) for one in value.split())
        if name == "bank":
            return next((one.short for one in bank_table().banks if one.bin == value), value)
        return value

    return Clash(tuple(lines_of(theirs, mine, called, said)), deed_of([key]), advice)


def _given() -> dict[str, str]:
    """The form; what was ticked in a list stands in one text, parted by blanks."""
    return {name: " ".join(values) for name, values in request.form.lists()}


def _topics(more: list[str]) -> list[tuple[str, str]]:
    """Events of life to choose from; what a file named besides stays."""
    found = {str(one.id): title_of(one, one.name) for one in shelf().look().catalogue.events}
    return list({**found, **{one: one for one in more if one not in found}}.items())


def _kept(kind: str, key: str) -> Card | None:
    return next((one for one in _all(kind) if one.id == key), None)


def _known(kind: str) -> str:
    if kind not in KINDS:
        abort(404)
    return kind


def _all(kind: str) -> tuple[Card, ...]:
    found: tuple[Card, ...] = cards(content(), KINDS[kind])  # type: ignore[type-var]
    return found
