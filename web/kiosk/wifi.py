"""The village's wifi: a code per access point that joins it, and how it is doing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from hub.domain.wifi_point import WifiPoint
from hub.qr.payloads import Security, wifi
from hub.store.cards import cards, cards_changed
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw
from web.language import language, speaker
from web.lived import is_lost
from web.parts import content, parts
from web.present.points import How, Moment, how

pages = Blueprint("joining", __name__, url_prefix="/kiosk/wifi")


@dataclass(frozen=True, slots=True)
class Joining:
    """One access point with its code.

    Attributes:
        point: The access point.
        drawn: Its code.
        how: How it is doing.
    """

    point: WifiPoint
    drawn: Drawn
    how: How


@pages.get("")
@anybody()
def points() -> str:
    """Every access point, and how it is doing now."""
    store = content()
    found = [
        Joining(one, draw(payload(one), one.ssid), how_now(one)) for one in cards(store, WifiPoint)
    ]
    return render_template("kiosk/wifi.html", points=found, changed=cards_changed(store, WifiPoint))


def how_now(one: WifiPoint) -> How:
    """What the watch said last of a point; asked of nobody, so that no page waits."""
    known = parts()
    now = known.clock.now().astimezone(known.config.timezone)
    moment = Moment(now, known.clock.monotonic(), is_lost())
    speak = speaker(language())
    return how(known.points.last(), one.id, moment, speak, is_watched=bool(one.address))


def payload(one: WifiPoint) -> str:
    """What its code says.

    Raises:
        RefusedError: ``qr.ssid`` or ``qr.password``.
    """
    return wifi(one.ssid, one.password, security=Security(one.security))
