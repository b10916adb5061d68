"""No network and a power cut: every page of the screen and of a phone is there, and truthful."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

import pytest

from scripts.shown_hub import CHROMIUM
from tests.service.alone import told_alone
from tests.service.cut_off import LATER, RIVER, UNTOLD
from tests.service.test_without_network import AGE, WITHOUT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.service,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not shutil.which(CHROMIUM), reason="needs chromium"),
]

PHONE = {"/", "/calendar", "/more", "/content", "/settings", "/log"}
Told = dict[str, Any]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What was seen after two power cuts."""
    return told_alone("tests/browser/cut_off.py", tmp_path_factory.mktemp("cut"))


@pytest.fixture(params=["trusted", "lost"])
def start(request: pytest.FixtureRequest, told: Told) -> Told:
    """One start of the two."""
    found: Told = told[request.param]
    return found


def pages(start: Told) -> list[tuple[str, Told]]:
    return [*start["wall"].items(), *start["phone"].items()]


def test_every_page_of_screen_and_phone_is_there(start: Told) -> None:
    assert len(start["wall"]) > 50
    assert set(start["phone"]) >= PHONE
    assert len(start["phone"]) > 20
    assert {path: one["status"] for path, one in pages(start) if one["status"] != 200} == {}
    assert [path for path, one in pages(start) if not one["text"].strip()] == []


def test_no_page_asks_anybody_but_the_hub(told: Told, start: Told) -> None:
    ours = {told["screen"], told["phones"]}

    strangers = {path: set(one["asked"]) - ours for path, one in pages(start)}

    assert {path: found for path, found in strangers.items() if found} == {}
    assert {path: one["failed"] for path, one in pages(start) if one["failed"]} == {}


def test_no_page_waits_or_breaks(start: Told) -> None:
    assert [path for path, one in pages(start) if one["is_busy"] or one["is_away"]] == []
    assert {path: one["errors"] for path, one in pages(start) if one["errors"]} == {}


def test_every_page_of_the_screen_says_how_old_its_data_are(start: Told) -> None:
    silent = [
        path
        for path, one in start["wall"].items()
        if not WITHOUT.match(path) and UNTOLD not in one["text"] and not AGE.search(one["text"])
    ]

    assert silent == []


def test_what_came_from_outside_is_as_old_as_it_is(told: Told) -> None:
    for path in ("weather", "wifi", "goods", "notices"):
        assert "3 tuần trước" in told["trusted"]["wall"][f"/kiosk/{path}"]["text"]
        assert "ít nhất" in told["lost"]["wall"][f"/kiosk/{path}"]["text"]


def test_a_time_of_day_is_told_only_when_it_may_be_right(told: Told) -> None:
    right, lost = told["trusted"], told["lost"]
    began, ended = (datetime.fromisoformat(f"{LATER[:11]}{one[:5]}") for one in right["clock"])
    shown = {one["time"] for one in right["wall"].values()}

    assert all(began <= datetime.fromisoformat(f"{LATER[:11]}{one}") <= ended for one in shown)
    assert {one["time"] for one in lost["wall"].values()} == {"--:--"}
    assert [one[6:] for one in lost["clock"]] == ["past", "past"]


def test_with_a_lost_clock_the_phone_says_so_and_its_person_is_still_known(told: Told) -> None:
    home = told["lost"]["phone"]["/"]["text"]

    assert told["lost"]["pin"]  # once: what was open before is as old as nobody knows
    assert "Đồng hồ của máy chưa chắc đúng" in home
    assert "Đồng hồ của máy chưa chắc đúng" not in told["trusted"]["phone"]["/"]["text"]


def test_with_a_lost_clock_warnings_and_notices_of_before_are_still_shown(told: Told) -> None:
    wall = told["lost"]["wall"]

    for path in ("/kiosk/", "/kiosk/weather"):
        assert RIVER in wall[path]["text"]
    assert RIVER in told["lost"]["phone"]["/content/warnings"]["text"]
    assert "Nguy cơ lũ quét" not in wall["/kiosk/weather"]["text"]  # over before the power went
    assert "Xin ý kiến về làm đường" in wall["/kiosk/notices"]["text"]
