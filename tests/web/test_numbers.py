"""Numbers as people write them: "12,4 vôn" and "120.000 đồng"; "120,000" in English."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hub.words import say
from scripts.shown_content import fill
from tests.web.site import HOST, NOW, Site
from web.board import Board
from web.kiosk.place import MARK
from web.present.number import whole

STATE: dict[str, Any] = {
    "clock": "ntp", "undervoltage": False, "troubles": [],
    "sensors": {"nguồn": {"zone": None, "V": 12.4}},
}  # fmt: skip


@pytest.mark.parametrize("volts", [12.4, "12.4"])
def test_a_fraction_has_a_comma_in_vietnamese_and_a_point_in_english(volts: object) -> None:
    assert "12,4 vôn" in say("plain.doctor.supply", "vi", sensor="a", volts=volts)
    assert "12.4" in say("plain.doctor.supply", "en", sensor="a", volts=volts)


@pytest.mark.parametrize("gain", ["+18.8", "-1.7"])
def test_a_gain_keeps_its_sign_before_the_comma(gain: str) -> None:
    assert gain.replace(".", ",") in say("prepare.did.gain", "vi", gain=gain)


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        ("content_page.number", "value", "1.001193"),
        ("content_page.month_unknown", "first", "10.45"),
        ("plain.doctor.supply", "volts", "12.4.1"),
        ("plain.doctor.supply", "volts", 12),
    ],
)
def test_what_is_no_measured_fraction_stays_as_it_is(key: str, name: str, value: object) -> None:
    assert str(value) in say(key, "vi", **{name: value})


@pytest.mark.parametrize(("language", "told"), [("vi", "1.250.000"), ("en", "1,250,000")])
def test_thousands_stand_apart(language: str, told: str) -> None:
    assert whole(1_250_000, language) == told


def test_the_page_of_health_writes_volts_with_a_comma(site: Site) -> None:
    board = Board(site.playout.tell, lambda: STATE, site.clock)
    object.__setattr__(site.parts, "board", board)
    phone = site.phone()

    assert "12,4 vôn" in phone.get("/settings/health").text


def test_an_amount_is_grouped_as_its_language_does(site: Site) -> None:
    fill(site.folder, NOW)
    client = site.app.test_client()

    def page(language: str) -> str:
        client.set_cookie("hub_language", language, domain="192.168.1.9")
        around: dict[str, Any] = {"base_url": HOST, "environ_overrides": {MARK: True}}
        return str(client.get("/kiosk/payments", **around).text)

    assert re.search(r"120\.000 đồng", page("vi"))
    assert re.search(r"120,000 đồng", page("en"))
