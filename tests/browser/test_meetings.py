"""A meeting's sound in real browsers: turned on by the phone, off by the wall, told as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from hub.config import load
from hub.domain.bulletin import Kind, Level
from hub.domain.goods import Meeting, MeetingId
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.store.calendar import put_programme
from hub.store.cards import put_card
from hub.store.connect import open_content, open_hub
from hub.store.permits import Service
from scripts.shown_hub import PIN, ShownHub, browser, phone, running_hub
from tests.browser.test_phone import violations
from tests.relay.icecast import Icecast, icecast

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(240)]

AT = "2026-12-02T09:00:00"
TITLE = "Họp giao ban trực tuyến tháng 12"
KIOSK = 'zone = "xom-2"\n[relay]\nhosts = ["127.0.0.1"]\n'
SLOW_MS = 60_000
"""Enough for a station that is called on a busy machine."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A hub with a meeting, a station that brings its sound, and a browser."""

    hub: ShownHub
    station: Icecast
    chromium: Browser


@pytest.fixture(scope="module")
def gathering(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gathering]:
    folder = tmp_path_factory.mktemp("meeting")
    with icecast(folder / "icecast") as station, running_hub(folder / "hub", AT, KIOSK) as hub:
        station.feed("hop.mp3")
        prepare(hub, station.url("hop.mp3"))
        with browser(driver) as chromium:
            yield Gathering(hub, station, chromium)


def prepare(hub: ShownHub, stream: str) -> None:
    """A meeting that has just begun, and where its sound comes from."""
    config = load(next(hub.folder.rglob("village.toml")))
    starts = datetime.fromisoformat(AT).replace(tzinfo=config.timezone)
    source = Programme(
        ProgrammeId("tieng-hop"), "Luồng tiếng họp của xã", Kind.ROUTINE, Level.COMMUNE,
        Source.RELAY, "", 0, config.rate, "0" * 64, "Kỹ thuật xã", "Kỹ thuật xã", (stream,),
    )  # fmt: skip
    card = Meeting(
        MeetingId("hop"), TITLE, starts, starts + timedelta(hours=2),
        "https://meet.example.vn/yen-minh", "UBND xã", "tieng-hop",
    )  # fmt: skip
    with open_hub(config.data_dir, Service.CLI) as store:
        put_programme(store, source)
    with open_content(config.data_dir, Service.CLI) as content:
        put_card(content, card, starts)


def on_the_wall(gathering: Gathering) -> Page:
    page = gathering.chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{gathering.hub.screen}/kiosk/meetings")
    return page


def test_the_phone_turns_it_on_the_wall_turns_it_off_and_both_tell(gathering: Gathering) -> None:
    head = phone(gathering.chromium).new_page()
    gathering.hub.pair(head)
    head.click(f"text=Họp trực tuyến: {TITLE}")
    assert violations(head) == []

    head.fill("#pin", PIN)
    head.click("text=Bật tiếng họp ra loa")
    expect(head.locator("#sound-now + p")).to_have_text("Loa đang phát tiếng họp.", timeout=SLOW_MS)
    assert violations(head) == []

    wall = on_the_wall(gathering)
    expect(wall.get_by_text("Loa đang phát tiếng họp.")).to_be_visible()
    assert violations(wall) == []

    gathering.station.starve("hop.mp3")
    expect(head.get_by_text("chưa lấy được tiếng họp")).to_be_visible(timeout=SLOW_MS)
    expect(wall.get_by_text("chưa lấy được tiếng họp")).to_be_visible(timeout=SLOW_MS)
    gathering.station.feed("hop.mp3")
    expect(wall.get_by_text("Loa đang phát tiếng họp.")).to_be_visible(timeout=SLOW_MS)

    wall.click("text=Tắt tiếng họp ở loa")
    expect(wall.get_by_text("Tiếng họp chưa bật")).to_be_visible()
    expect(wall.get_by_text("Tắt tiếng họp ở loa")).to_be_hidden()
    expect(head.get_by_text("Tiếng họp chưa bật")).to_be_visible(timeout=SLOW_MS)
    expect(head.get_by_text("Bật tiếng họp ra loa")).to_be_visible(timeout=SLOW_MS)
    wall.close()
    head.context.close()
