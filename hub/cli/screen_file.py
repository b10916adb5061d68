"""What the screen shows as JSON: given out, and read back with every mistake that can be seen."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from hub.domain.goods import Meeting, PaymentTarget, Product
from hub.domain.helper import Helper, Place
from hub.domain.lan_address import lan_address
from hub.domain.notice import Notice
from hub.domain.procedure import CODE
from hub.domain.village_procedure import VillageProcedure
from hub.domain.wifi_point import WifiPoint, is_port
from hub.errors import RefusedError
from hub.qr.payloads import Security, link, phone, wifi
from hub.qr.vietqr import vietqr
from hub.store.cards import KINDS, Card

MOST_BYTES: Final = 4 << 20
T = TypeVar("T")
BY_NAME: Final[Mapping[str, type[Card]]] = {name: kind for kind, name in KINDS.items()}


def document(one: Card | Notice) -> dict[str, Any]:
    """One thing as JSON has it; a card says its kind first."""
    told = json.loads(json.dumps(asdict(one), default=_plain))
    return dict(told) if isinstance(one, Notice) else {"card": KINDS[type(one)], **told}


def read_file(path: str, key: str) -> list[Mapping[str, Any]]:
    """The list in a file, or on standard input for "-".

    Args:
        path: The file.
        key: What the list is called in it.

    Raises:
        RefusedError: ``screen_file.unreadable``.
    """
    try:
        text = sys.stdin.read(MOST_BYTES) if path == "-" else Path(path).read_text("utf-8")
        return list(msgspec.convert(json.loads(text[:MOST_BYTES])[key], list[dict[str, Any]]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedError("screen_file.unreadable", path=path, key=key, error=error) from error


def read_card(told: Mapping[str, Any]) -> Card:
    """A card, with what its code would say tried.

    Raises:
        RefusedError: ``screen_file.kind``, ``screen_file.wrong``, or what the code says.
    """
    kind = BY_NAME.get(str(told.get("card")))
    if kind is None:
        known = ", ".join(sorted(BY_NAME))
        raise RefusedError("screen_file.kind", kind=str(told.get("card"))[:20], known=known)
    made: Card = read(told, kind)
    _try(made)
    return made


def read(told: Mapping[str, Any], kind: type[T]) -> T:
    """One thing of a kind.

    Raises:
        RefusedError: ``screen_file.wrong``.
    """
    try:
        made: T = msgspec.convert(dict(told), kind)
    except msgspec.ValidationError as error:
        name = str(told.get("id", "?"))[:60]
        raise RefusedError("screen_file.wrong", id=name, error=error) from error
    for name in kind.__dataclass_fields__:  # type: ignore[attr-defined]
        value = getattr(made, name)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise RefusedError("screen_file.wrong", id=str(told.get("id", "?"))[:60], error=name)
    return made


def _try(card: Card) -> None:
    match card:
        case Helper() | Place():
            _if(card.phone, phone)
        case WifiPoint():
            wifi(card.ssid, card.password, security=Security(card.security))
            lan_address(card.address)
            _try_port(card.port)
        case Product():
            _if(card.trace, link)
            _if(card.phone, phone)
        case PaymentTarget():
            vietqr(card.bank_bin, card.account, amount=card.amount, purpose=card.purpose)
        case VillageProcedure():
            _try_procedure(card)
        case Meeting():
            link(card.link)
            if card.ends <= card.starts:
                raise RefusedError("notice.dates")


def _try_port(port: int) -> None:
    if port and not is_port(port):
        raise RefusedError("wifi_point.port")


def _try_procedure(one: VillageProcedure) -> None:
    _if(one.link, link)
    name = "id" if CODE.fullmatch(one.id) else ""  # it would hide the one of the catalogue
    try:
        _if(one.checked_on, lambda day: str(date.fromisoformat(day)))
    except ValueError:
        name = "checked_on"
    if name:
        raise RefusedError("screen_file.wrong", id=one.id[:60], error=name)


def _if(value: str, check: Callable[[str], str]) -> None:
    if value:
        check(value)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
