"""How the access points are now: in words, never older than it says, and no page waits for it."""

from __future__ import annotations

import threading
from datetime import datetime
from html import unescape
from re import sub
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.clock import SystemClock
from hub.domain.person import Role
from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.errors import ControlError, HubError
from hub.store.cards import cards, put_card
from hub.store.connect import open_content
from hub.store.permits import Service
from hub.words import LANGUAGES, say
from tests.fakes.clock import FakeClock
from tests.web.site import HOST, NOW, Site, quiet_points
from web.board import Board, News
from web.kiosk.live_part import LivePart
from web.kiosk.place import MARK
from web.points import STALE_S, Points
from web.present.points import Moment, how, mark

LOCAL = datetime(2026, 12, 1, 14, 3, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
AT = Moment(LOCAL, 10_000.0, is_lost=False)


def speak(key: str, /, **values: object) -> str:
    return say(key, "vi", **values)


def told(state: str, internet: str = "yes", since_s: float = 0.0, looked: Any = 9_990.0) -> Any:
    one = {"place": "a", "host": "b", "state": state, "since_s": since_s, "looked_s": looked}
    return {**quiet_points(a=one), "internet": {"state": internet, "looked_s": looked}}


@pytest.mark.parametrize(
    ("state", "tone", "text", "seen"),
    [
        (told("up"), "well", "Đang chạy tốt", "Máy xem lúc 14:03"),
        (told("up", "not_looked"), "well", "Đang chạy", "Máy xem lúc 14:03"),
        (told("up", "no"), "weak", "Đang chạy, nhưng chưa vào được Internet", "Máy xem lúc 14:03"),
        (told("up", "portal"), "weak", speak("shown.wifi.now.portal"), "Máy xem lúc 14:03"),
        (told("down", since_s=7_390.0), "bad", "Mất kết nối từ 13:20", "Máy xem lúc 14:03"),
        (told("down", since_s=-70_000.0), "bad", "Mất kết nối từ 15:50 ngày 30/11", None),
        (told("unstable"), "weak", "Chập chờn, lúc được lúc mất", None),
        (told("unreachable"), "bad", speak("shown.wifi.now.unreachable"), None),
        (told("unknown", looked=None), "unknown", "Chưa biết mạng đang tốt hay không", ""),
        (told("brand-new"), "unknown", "Chưa biết mạng đang tốt hay không", None),
        (quiet_points(), "unknown", "Chưa biết mạng đang tốt hay không", ""),
        (None, "unknown", "Chưa biết mạng đang tốt hay không", ""),
    ],
)
def test_each_state_is_told_in_words(state: Any, tone: str, text: str, seen: str | None) -> None:
    found = how(state, "a", AT, speak, is_watched=True)

    assert (found.tone, found.text) == (tone, text)
    assert seen is None or found.seen == seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_has_words_and_a_picture_of_its_own_tone(language: str) -> None:
    found = [
        how(told(state, net), "a", AT, lambda k, **v: say(k, language, **v), is_watched=True)
        for state in ("up", "down", "unstable", "unreachable", "unknown")
        for net in ("yes", "no", "portal", "not_looked")
    ]

    by_tone = {one.tone: {other.icon for other in found if other.tone == one.tone} for one in found}
    icons = [icon for tone in by_tone.values() for icon in tone]
    assert len(icons) == len(set(icons))
    assert not any("{" in one.text + one.seen for one in found)


def test_without_a_clock_no_time_of_day_is_told() -> None:
    lost = Moment(LOCAL, 10_000.0, is_lost=True)

    found = how(told("down", since_s=7_390.0), "a", lost, speak, is_watched=True)

    assert (found.text, found.seen) == ("Mất kết nối", "Máy xem vừa xong")


def test_a_point_without_an_address_is_watched_by_nobody() -> None:
    found = how(told("up"), "a", AT, speak, is_watched=False)

    assert (found.tone, found.seen) == ("unknown", "")
    assert "chưa được theo dõi" in found.text


def test_the_mark_changes_with_states_and_minutes_and_with_nothing_else() -> None:
    same = mark(told("up"), AT)

    assert mark(told("up", looked=9_980.0, since_s=5.0), AT) == same
    assert len({same, mark(told("down"), AT), mark(told("up", "no"), AT), mark(None, AT),
                mark(told("up", looked=9_900.0), AT)}) == 5  # fmt: skip


def watch(clock: Any, ask: Any, heard: list[Any] | None = None) -> Points:
    return Points(ask, clock, (heard if heard is not None else []).append)


def test_an_answer_holds_for_some_seconds_and_then_nobody_knows() -> None:
    clock, heard = FakeClock(NOW), list[Any]()
    error: list[HubError] = []

    def ask() -> Any:
        if error:
            raise error[0]
        return told("up")

    points = watch(clock, ask, heard)
    assert points.last() is None
    points.refresh()
    error.append(ControlError("control.no_answer", path="x", seconds=1))
    clock.pass_time(STALE_S - 1)
    points.refresh()
    assert points.last() == told("up")
    clock.pass_time(1)
    points.refresh()

    assert points.last() is None
    assert heard == [told("up"), told("up"), None]


@pytest.mark.service
def test_a_watch_that_stands_still_keeps_no_page_waiting() -> None:
    clock, standing, asked = SystemClock(), threading.Event(), threading.Event()

    def ask() -> Any:
        asked.set()
        standing.wait(20)
        return told("up")

    points = watch(clock, ask)
    thread = threading.Thread(target=points.run, daemon=True)
    thread.start()
    assert asked.wait(10)
    began = clock.monotonic()
    assert [points.last() for _ in range(1000)] == [None] * 1000
    assert clock.monotonic() - began < 0.5
    points.end()
    standing.set()
    thread.join(10)
    assert not thread.is_alive()


def test_whoever_watches_the_board_hears_that_a_point_has_changed() -> None:
    board = Board(dict, dict, FakeClock(NOW))
    first = board.refresh()

    board.tell_points("a up 1403")
    second = board.wait_for_news(first.number, 0.0)
    board.tell_points("a up 1403")

    assert (second.number, second.points) == (first.number + 1, "a up 1403")
    assert board.refresh().points == "a up 1403"
    assert board.last.number == second.number


def point(site: Site, address: str = "10.77.0.11") -> None:
    card = WifiPoint(WifiPointId("nvh"), "Nhà văn hóa", "Thôn Thử", address=address)
    with open_content(site.folder, Service.WEB) as store:
        put_card(store, card, NOW)


def wall(site: Site) -> str:
    answer = site.app.test_client().get(
        "/kiosk/wifi", base_url=HOST, environ_overrides={MARK: True}
    )
    assert answer.status_code == 200
    return sub(r"\s+", " ", sub(r"<[^>]+>", " ", unescape(answer.text)))


def say_now(site: Site, state: str, ago_s: float, internet: str = "yes") -> None:
    now_s = site.clock.monotonic()
    one = {"place": "a", "host": "b", "state": state, "since_s": now_s - ago_s, "looked_s": now_s}
    site.points = {**quiet_points(nvh=one), "internet": {"state": internet, "looked_s": now_s}}
    site.parts.points.refresh()


def test_the_wall_says_how_a_point_is_and_when_it_was_looked_at(site: Site) -> None:
    point(site)
    say_now(site, "up", 60)
    assert "Đang chạy tốt Máy xem lúc 10:00" in wall(site)

    say_now(site, "down", 2400)
    assert "Mất kết nối từ 09:20 Máy xem lúc 10:00" in wall(site)
    site.clock.pass_time(STALE_S)
    assert "Chưa biết mạng đang tốt hay không" in wall(site)
    assert "Mất kết nối" not in wall(site)


def test_the_wall_tells_no_time_while_the_clock_is_lost(site: Site) -> None:
    point(site)
    site.playout.state["clock"] = "nobody"
    site.clock.pass_time(5)
    say_now(site, "down", 2400)

    found = wall(site)

    assert "Mất kết nối Máy xem vừa xong" in found
    assert "từ 09:20" not in found


def test_the_address_of_a_point_stands_on_no_page_for_everybody(site: Site) -> None:
    point(site)
    say_now(site, "up", 60)

    assert "10.77.0.11" not in wall(site)


def test_the_frame_hears_that_the_page_of_points_is_old(site: Site) -> None:
    template = site.app.jinja_env.get_template("kiosk/_live.html")
    news = News(1, site.playout.state, {"troubles": []}, "nvh up 1403")

    with site.app.test_request_context(base_url=HOST):
        shown = LivePart(site.parts, "vi").of(news)
        text = template.render(t=speak, **shown)

    assert 'data-for="points" data-mark="nvh up 1403"' in text


def test_the_head_sees_it_beside_the_cards(site: Site) -> None:
    point(site)
    say_now(site, "down", 2400)

    found = unescape(site.phone(Role.HEAD).get("/content/cards/wifi").text)

    assert "Mất kết nối từ 09:20" in found
    assert "Máy xem lúc 10:00" in found


def kept(site: Site) -> WifiPoint:
    with open_content(site.folder, Service.WEB) as store:
        (found,) = cards(store, WifiPoint)
    return found


def test_an_address_is_entered_on_the_phone_and_given_back_to_the_form(site: Site) -> None:
    phone = site.phone(Role.HEAD)
    fields = {"place": "Trạm y tế", "ssid": "Thôn", "address": " 192.168.1.12 ", "port": "8080"}

    assert phone.post("/content/cards/wifi/new", **fields).status_code == 303

    found = kept(site)
    assert (found.address, found.port) == ("192.168.1.12", 8080)
    form = phone.get(f"/content/cards/wifi/{found.id}").text
    assert 'value="192.168.1.12"' in form
    assert 'value="8080"' in form


@pytest.mark.parametrize(
    ("field", "value"),
    [("address", "8.8.8.8"), ("address", "google.com"), ("address", "a b"), ("address", "x" * 300),
     ("port", "0"), ("port", "70000"), ("port", "http")],
)  # fmt: skip
def test_what_no_point_may_have_is_refused_with_what_was_filled(
    site: Site, field: str, value: str
) -> None:
    fields = {"place": "Trạm y tế", "ssid": "Thôn", field: value}

    answer = site.phone(Role.HEAD).post("/content/cards/wifi/new", **fields)

    assert answer.status_code == 422
    assert "Trạm y tế" in answer.text
    with open_content(site.folder, Service.WEB) as store:
        assert cards(store, WifiPoint) == ()


def test_a_card_that_was_kept_before_points_had_addresses_is_read(site: Site) -> None:
    point(site)
    with open_content(site.folder, Service.WEB) as store:
        row = '{"id": "nvh", "place": "Cũ", "ssid": "Thôn", "password": "", "security": "open"}'
        store.run("UPDATE card SET document = ? WHERE kind = 'wifi'", (row,))

    assert (kept(site).place, kept(site).address, kept(site).port) == ("Cũ", "", 0)
    assert "điểm này chưa được theo dõi" in wall(site)
