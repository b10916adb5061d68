"""What the screen shows, entered on the phone: helpers, places, wifi, goods, accounts, meetings."""

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
from hub.domain.wifi_point import WifiPoint
from hub.errors import RefusedError
from hub.qr.banks import bank_table
from hub.store.alerts import alerts
from hub.store.cards import Card, cards, put_card, remove_card
from hub.store.notices import notices
from hub.store.opinions import all_feedback
from hub.tokens import new_id
from web.content.card_fields import FIELDS
from web.content.card_making import filled, made
from web.entry.guard import needs, to
from web.kiosk.procedures import named as title_of
from web.kiosk.shelf import shelf
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts
from web.tongues import tongues

pages = Blueprint("cards", __name__, url_prefix="/content")

KINDS: Final[Mapping[str, type[Card]]] = {
    "helper": Helper,
    "place": Place,
    "wifi": WifiPoint,
    "product": Product,
    "payment": PaymentTarget,
    "meeting": Meeting,
}
WAITING: Final = frozenset({FeedbackState.RECEIVED, FeedbackState.FORWARDED})
LONGEST_ID: Final = 60


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
    return render_template("cards.html", kind=kind, cards=found)


@pages.get("/cards/<kind>/<identity>")
@needs(Right.APPROVE)
def form(kind: str, identity: str) -> str:
    """A card to correct, or an empty one."""
    one = next((one for one in _all(_known(kind)) if one.id == identity), None)
    if one is None and identity != "new":
        abort(404)
    return _form(kind, identity, filled(one) if one is not None else {}, "")


@pages.post("/cards/<kind>/<identity>")
@needs(Right.APPROVE)
def keep(kind: str, identity: str) -> Response | tuple[str, int]:
    """Keep a card."""
    _known(kind)
    cards_kept = {str(one.id): one for one in _all(kind)}
    known = list(cards_kept)
    if identity != "new" and identity not in known:
        abort(404)
    position = known.index(identity) if identity in known else len(known)
    try:
        named = new_id() if identity == "new" else identity
        card = made(kind, named, _given(), cards_kept.get(identity))
        put_card(content(), card, parts().clock.now(), position)
    except RefusedError as error:
        values = {name: str(value) for name, value in error.values.items()}
        if "field" in values:
            values["field"] = tell(f"content_page.field.{values['field']}")
        return _form(kind, identity, _given(), tell(error.key, **values)), 422
    write_down("audit.card_kept", kind=tell(f"content_page.kind.{kind}"))
    return to("cards.listed", kind=kind)


@pages.post("/cards/<kind>/<identity>/remove")
@needs(Right.APPROVE)
def remove(kind: str, identity: str) -> Response:
    """Take a card away."""
    if remove_card(content(), KINDS[_known(kind)], identity):
        write_down("audit.card_removed", kind=tell(f"content_page.kind.{kind}"))
    return to("cards.listed", kind=kind)


def _form(kind: str, identity: str, given: Mapping[str, str], problem: str) -> str:
    return render_template(
        "card_form.html",
        kind=kind,
        identity=identity,
        fields=FIELDS[kind],
        given=given,
        problem=problem,
        banks=bank_table().banks,
        options={
            "topics": _topics(given.get("topics", "").split()),
            "languages": tongues(given.get("languages", "").split()),
        },
    )


def _given() -> dict[str, str]:
    """The form; what was ticked in a list stands in one text, parted by blanks."""
    return {name: " ".join(values) for name, values in request.form.lists()}


def _topics(more: list[str]) -> list[tuple[str, str]]:
    """Events of life to choose from; what a file named besides stays."""
    found = {str(one.id): title_of(one, one.name) for one in shelf().look().catalogue.events}
    return list({**found, **{one: one for one in more if one not in found}}.items())


def _known(kind: str) -> str:
    if kind not in KINDS:
        abort(404)
    return kind


def _all(kind: str) -> tuple[Card, ...]:
    found: tuple[Card, ...] = cards(content(), KINDS[kind])  # type: ignore[type-var]
    return found
