"""From a form to a card and back; what the card's code would say is checked before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from hub.domain.goods import Meeting, MeetingId, PaymentId, PaymentTarget, Product, ProductId
from hub.domain.helper import Helper, HelperId, Place, PlaceId
from hub.domain.lan_address import lan_address
from hub.domain.village_procedure import VillageProcedure, VillageProcedureId
from hub.domain.wifi_point import WifiPoint, WifiPointId, is_port
from hub.errors import RefusedError
from hub.qr.banks import bank_table
from hub.qr.payloads import Security, link, phone, wifi
from hub.qr.vietqr import vietqr, without_accents
from hub.store.calendar import programmes
from hub.store.cards import Card
from web import moments
from web.content.card_fields import clean, missing
from web.content.openings import read_openings, write_openings
from web.content.sound_sources import check_source
from web.entry.guard import person
from web.parts import parts, store

Values = Mapping[str, str]
LONGEST_MEETING: Final = 24 * 60
LONGEST_NUMBER: Final = 12
"""Digits; nothing on a card costs more."""


UNASKED: Final = ("languages", "topics", "picture_sha256")
"""What a card may hold and a form may not ask for: it came from elsewhere and stays."""


def made(kind: str, identity: str, given: Values, kept: Card | None = None) -> Card:
    """The card of a filled form.

    Args:
        kind: Sort of card.
        identity: Of the card.
        given: What was filled in.
        kept: The card that is corrected; what the form does not ask for stays as it is there.

    Raises:
        RefusedError: A field is missing or cannot be.
    """
    values = clean(kind, given)
    gap = missing(kind, values)
    if gap:
        raise RefusedError("content_page.missing", field=gap)
    if values.get("phone"):
        phone(values["phone"])
    card = _MAKERS[kind](identity, values)
    return card if kept is None else _with_the_rest(card, kept, asked=frozenset(values))


def _with_the_rest(card: Card, kept: Card, asked: Collection[str]) -> Card:
    rest: dict[str, Any] = {
        name: getattr(kept, name)
        for name in UNASKED
        if name not in asked and name in type(card).__dataclass_fields__
    }
    match card, kept:
        case WifiPoint(), WifiPoint() if bool(card.password) == bool(kept.password):
            rest["security"] = kept.security
        case VillageProcedure(), VillageProcedure():
            if replace(card, author=kept.author, entered=kept.entered) == kept:
                return kept  # nothing was changed: it is as old as it was
    return replace(card, **rest)


def filled(card: Card) -> dict[str, str]:
    """A card as the form has it."""
    values = {name: str(getattr(card, name) or "") for name in type(card).__dataclass_fields__}
    match card:
        case Helper():
            values["consent"] = "on" if card.phone else ""
            values["languages"] = " ".join(card.languages)
            values["topics"] = " ".join(card.topics)
        case Place():
            values["openings"] = write_openings(card.openings)
            values["topics"] = " ".join(card.topics)
        case VillageProcedure():
            values["papers"] = "\n".join(card.papers)
            values["topics"] = " ".join(card.topics)
            values["words"] = ", ".join(card.words)
            values["ends"] = _local(card.ends) if card.ends else ""
        case PaymentTarget():
            values["bank"] = card.bank_bin
            values["ends"] = _local(card.ends) if card.ends else ""
        case Meeting():
            starts = card.starts.astimezone(parts().config.timezone)
            minutes = round((card.ends - card.starts).total_seconds() / 60)
            values |= {"day": f"{starts:%Y-%m-%d}", "time": f"{starts:%H:%M}"}
            values["minutes"] = str(minutes)
    return values


def _helper(identity: str, values: Values) -> Card:
    number = values["phone"] if values["consent"] else ""
    return Helper(
        HelperId(identity), values["name"], values["role"], number,
        tuple(values["languages"].split()) or ("vi",), tuple(values["topics"].split()),
        values["hours"],
    )  # fmt: skip


def _procedure(identity: str, values: Values) -> Card:
    if values["checked_on"]:
        moments.day(values["checked_on"], "content_page.moment")
    return VillageProcedure(
        VillageProcedureId(identity), values["name"], values["about"],
        _parted(values["papers"], "\n"), values["where"], values["fee"], values["duration"],
        link(values["link"]) if values["link"] else "", tuple(values["topics"].split()),
        _parted(values["words"], ","), values["checked_on"], person().name, parts().clock.now(),
        _end_of(values["ends"]) if values["ends"] else None,
    )  # fmt: skip


def _parted(text: str, mark: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in text.split(mark) if one.strip())


def _place(identity: str, values: Values) -> Card:
    openings = read_openings(values["openings"])
    return Place(
        PlaceId(identity), values["name"], values["address"], values["phone"], openings,
        tuple(values["topics"].split()),
    )  # fmt: skip


def _wifi(identity: str, values: Values) -> Card:
    security = Security.WPA2 if values["password"] else Security.OPEN
    wifi(values["ssid"], values["password"], security=security)
    return WifiPoint(
        WifiPointId(identity), values["place"], values["ssid"], values["password"], security,
        values["hours"], lan_address(values["address"]), _port(values["port"]),
    )  # fmt: skip


def _product(identity: str, values: Values) -> Card:
    trace = link(values["trace"]) if values["trace"] else ""
    stars = values["stars"] if values["stars"] in {"3", "4", "5"} else "0"
    return Product(
        ProductId(identity), values["name"], values["maker"], values["text"], int(stars), trace,
        values["phone"], values["price"],
    )  # fmt: skip


def _payment(identity: str, values: Values) -> Card:
    bank = bank_table().find(values["bank"]).bin
    amount = _number(values["amount"].replace(".", "") or "0")
    vietqr(bank, values["account"], amount=amount, purpose=values["purpose"])
    ends = _end_of(values["ends"]) if values["ends"] else None
    return PaymentTarget(
        PaymentId(identity), values["title"], bank, values["account"],
        without_accents(values["holder"]).upper(), amount, values["purpose"], ends,
        person().name,
    )  # fmt: skip


def _meeting(identity: str, values: Values) -> Card:
    starts = moments.moment(values["day"], values["time"], "content_page.moment")
    moments.check_near(starts.date(), parts().clock.now().date())
    minutes = _number(values["minutes"])
    if not 0 < minutes <= LONGEST_MEETING:
        raise RefusedError("content_page.minutes", most=LONGEST_MEETING)
    begins = starts.replace(tzinfo=parts().config.timezone)
    return Meeting(
        MeetingId(identity), values["title"], begins, begins + timedelta(minutes=minutes),
        link(values["link"]), values["host"],
        check_source(values["sound"], programmes(store()).values()),
    )  # fmt: skip


_MAKERS: Final[Mapping[str, Callable[[str, Values], Card]]] = {
    "procedure": _procedure,
    "helper": _helper,
    "place": _place,
    "wifi": _wifi,
    "product": _product,
    "payment": _payment,
    "meeting": _meeting,
}


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else 0
    if text and not is_port(port):
        raise RefusedError("wifi_point.port")
    return port


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        raise RefusedError("content_page.number", value=text[:20])
    return int(text)


def _end_of(day: str) -> datetime:
    """The last moment of a local day."""
    found = moments.day(day, "content_page.moment")
    midnight = datetime(found.year, found.month, found.day, tzinfo=parts().config.timezone)
    return midnight + timedelta(days=1)


def _local(ends: datetime) -> str:
    """The last day that ends there."""
    last = ends.astimezone(parts().config.timezone) - timedelta(seconds=1)
    return f"{last:%Y-%m-%d}"
