"""The village's wifi: a code per access point that joins it, and how it is doing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from hub.domain.wifi_point import WifiPoint
from hub.qr.payloads import Security, wifi
from hub.store.cards import cards, cards_changed
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw
from web.parts import content

pages = Blueprint("joining", __name__, url_prefix="/kiosk/wifi")


@dataclass(frozen=True, slots=True)
class Joining:
    """One access point with its code.

    Attributes:
        point: The access point.
        drawn: Its code.
    """

    point: WifiPoint
    drawn: Drawn


@pages.get("")
@anybody()
def points() -> str:
    """Every access point; nobody watches them yet, and the page says so."""
    store = content()
    found = [Joining(one, draw(payload(one), one.ssid)) for one in cards(store, WifiPoint)]
    return render_template("kiosk/wifi.html", points=found, changed=cards_changed(store, WifiPoint))


def payload(one: WifiPoint) -> str:
    """What its code says.

    Raises:
        RefusedError: ``qr.ssid`` or ``qr.password``.
    """
    return wifi(one.ssid, one.password, security=Security(one.security))
