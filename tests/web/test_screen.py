"""The touchscreen's frame: its door, stop, beats, takeover, reading aloud, measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hub.domain.screen import Hours, Loudness, Screen, Span
from hub.errors import ControlError
from tests.forms import mark_of
from tests.web.site import Site, quiet_state
from web.board import News
from web.kiosk.live_part import LivePart
from web.kiosk.place import MARK
from web.kiosk.readable import readable
from web.kiosk.sizes import measures
from web.kiosk.urgency import Warned, notes, takeover
from web.language import speaker
from web.present.moment import Zones

LOCAL = "http://localhost:8090"
WALLS = {
    "10.1 inches": Screen(1280, 800, 217.0),
    "21.5 inches": Screen(1920, 1080, 476.0),
    "7 inches": Screen(800, 480, 154.0),
}
ZONES = Zones({"xom-1": "Xóm 1", "xom-2": "Xóm 2"})
FLOOD = {
    "cue": "c1", "title": "Lệnh sơ tán", "kind": "emergency", "content": [], "zones": ["xom-1"],
    "started": "2026-12-01T10:00:00+07:00", "end": "2026-12-01T10:05:00+07:00",
}  # fmt: skip

Call = Callable[..., TestResponse]


@pytest.fixture
def wall(site: Site) -> Call:
    """The browser on the wall, or (is_wall=False) a phone on the wifi."""
    client = site.app.test_client()

    def call(path: str, *, is_wall: bool = True, **fields: str) -> TestResponse:
        around: dict[str, Any] = {MARK: True} if is_wall else {}
        base = LOCAL if is_wall else "http://192.168.1.9:8080"
        told: dict[str, Any] = {"base_url": base, "environ_overrides": around}
        answer: TestResponse
        answer = client.post(path, data=fields, **told) if fields else client.get(path, **told)
        return answer

    return call


@pytest.mark.parametrize("screen", WALLS.values(), ids=WALLS)
def test_a_target_is_20_mm_on_every_wall(screen: Screen) -> None:
    target_px = float(measures(screen)["--k-target"].removesuffix("px"))

    assert target_px / screen.px_per_mm >= 20.0


@pytest.mark.parametrize("screen", WALLS.values(), ids=WALLS)
def test_a_capital_of_the_large_text_is_7_3_mm_on_every_wall(screen: Screen) -> None:
    size_px = float(measures(screen)["--k-large"].removesuffix("px"))

    assert 0.7 * size_px / screen.px_per_mm >= 7.3


def test_a_wheelchair_reaches_all_of_a_small_screen_and_a_part_of_a_high_one() -> None:
    small, high = Screen(lower_edge_mm=900), Screen(1080, 1920, 393.0, lower_edge_mm=800)

    assert (small.is_high, high.is_high) == (False, True)
    assert high.reach_px / high.px_per_mm == pytest.approx(400, abs=1)


def test_hours_go_over_midnight() -> None:
    hours = Hours(on=Span(time(5), time(21)), night=Span(time(18, 30), time(5, 30)))

    assert [hours.is_lit(time(h)) for h in (4, 5, 20, 21)] == [False, True, True, False]
    assert [hours.night.has(time(h)) for h in (17, 19, 3, 6)] == [False, True, True, False]


def test_the_volume_of_the_evening_lasts_until_the_morning() -> None:
    hours = Hours(loudness=(Loudness(time(6), 80), Loudness(time(20), 30)))

    assert [hours.percent(time(h)) for h in (5, 6, 19, 20, 23)] == [30, 80, 80, 30, 30]


@pytest.mark.parametrize("path", ["/", "/door", "/more", "/api/v1/state", "/events"])
def test_the_wall_is_shown_none_of_the_phones_pages(wall: Call, path: str) -> None:
    answer = wall(path)

    assert answer.status_code == 404 or answer.headers["Location"] == "/kiosk/"


@pytest.mark.parametrize(
    "path", ["/kiosk/pulse", "/kiosk/beat", "/kiosk/stop", "/kiosk/rest/slides", "/kiosk/aloud"]
)
def test_a_phone_is_given_nothing_that_belongs_to_the_wall(wall: Call, path: str) -> None:
    answer = wall(path, is_wall=False)

    assert answer.status_code in {404, 405}


def test_a_header_does_not_make_a_phone_the_wall(site: Site) -> None:
    client = site.app.test_client()

    answer = client.get("/kiosk/pulse", headers={"hub.screen": "1", "Host": "localhost:8090"})

    assert answer.status_code == 404


def test_a_beat_is_heard_and_tells_the_time_of_day(wall: Call, site: Site) -> None:
    before = wall("/kiosk/pulse").json
    told = wall("/kiosk/beat", page="Trang đầu", whole="yes", news="-").json
    site.clock.pass_time(7)
    after = wall("/kiosk/pulse").json

    assert before is not None
    assert told is not None
    assert after is not None
    assert (before["age_s"], told["time"], after["age_s"]) == (None, "10:00", 7)


def test_a_stop_on_the_wall_needs_no_log_in_and_says_since_when_it_is_silent(
    wall: Call, site: Site
) -> None:
    answer = wall("/kiosk/stop", mark=mark_of(wall("/kiosk/").text))

    assert "Đã im lặng lúc 10:42:03" in answer.text
    method, told = site.playout.asked[-1]
    assert (method, told["verb"], told["by"]) == (
        "vn.hub.Broadcast.Give", "stop", "Màn hình nhà văn hóa",
    )  # fmt: skip


def test_each_stop_on_the_wall_is_an_order_of_its_own(wall: Call, site: Site) -> None:
    mark = mark_of(wall("/kiosk/").text)
    wall("/kiosk/stop", mark=mark)
    wall("/kiosk/stop", mark=mark)

    names = [told["id"] for method, told in site.playout.asked if method.endswith("Give")]
    assert len(set(names)) == len(names) == 2


def test_an_unanswered_stop_on_the_wall_sends_people_to_the_red_switch(
    wall: Call, site: Site
) -> None:
    mark = mark_of(wall("/kiosk/").text)
    site.playout.error = ControlError("control.no_answer", service="broadcast")

    answer = wall("/kiosk/stop", mark=mark)

    assert (answer.status_code, "chưa xác nhận: hãy ngắt công tắc đỏ" in answer.text) == (502, True)


def test_a_page_of_another_site_cannot_stop_from_the_wall(wall: Call, site: Site) -> None:
    wall("/kiosk/")

    answer = wall("/kiosk/stop", mark="0" * 64)

    assert answer.status_code != 200
    assert not [told for method, told in site.playout.asked if method.endswith("Give")]


def test_an_emergency_takes_the_screen_with_what_is_to_be_done() -> None:
    state = quiet_state(on_air=[FLOOD])

    found = takeover(state, ZONES, Warned(3, "Lên đồi sau trường học"), "Nước lên", speaker("vi"))

    assert found is not None
    assert (found.title, found.where, found.until) == ("Lệnh sơ tán", "Xóm 1", "10:05")
    assert (found.level, found.to_do, found.text) == (3, "Lên đồi sau trường học", "Nước lên")


def test_an_emergency_nobody_published_advice_for_still_says_what_to_do() -> None:
    found = takeover(quiet_state(on_air=[FLOOD]), ZONES, Warned(), "", speaker("vi"))

    assert found is not None
    assert "112" in found.to_do


@pytest.mark.parametrize(
    ("start", "is_taken"),
    [("2026-12-01T10:00:03+07:00", True), ("2026-12-01T17:00:00+07:00", False), (None, False)],
)
def test_an_ordered_emergency_takes_the_screen_and_may_be_stopped_while_amplifiers_warm_up(
    site: Site, start: str | None, is_taken: bool
) -> None:
    coming = {"id": "order:1", "title": "Lũ", "kind": "emergency", "zones": ["xom-1"]}
    coming |= {"start": start, "end": "2026-12-01T10:05:00+07:00", "content": []}  # type: ignore[dict-item]

    news = News(1, quiet_state(next_emergency=coming), {"troubles": []})
    shown = LivePart(site.parts, "vi").of(news)

    assert (shown["takeover"] is not None, shown["is_sounding"]) == (is_taken, is_taken)


def test_an_emergency_keeps_the_screen_while_the_playout_does_not_answer(site: Site) -> None:
    news = News(2, None, {"troubles": []}, last=quiet_state(on_air=[FLOOD]))
    shown = LivePart(site.parts, "vi").of(news)
    template = site.app.jinja_env.get_template("kiosk/_live.html")

    text = template.render(t=speaker("vi"), **shown)

    assert "Lệnh sơ tán" in text
    assert "Xóm 1 · Máy phát thanh không trả lời" in text
    assert shown["is_sounding"]


def test_an_ordinary_bulletin_takes_nothing() -> None:
    state = quiet_state(on_air=[{**FLOOD, "kind": "routine"}])

    assert takeover(state, ZONES, Warned(), "", speaker("vi")) is None


def test_the_events_carry_the_emergency_as_text_never_as_markup(site: Site) -> None:
    run = {**FLOOD, "title": "<script>alert(1)</script>"}
    shown = LivePart(site.parts, "vi").of(News(1, quiet_state(on_air=[run]), {"troubles": []}))
    template = site.app.jinja_env.get_template("kiosk/_live.html")

    text = template.render(t=speaker("vi"), **shown)

    assert "&lt;script&gt;" in text
    assert "<script>" not in text


def test_operators_are_warned_of_voltage_card_and_clock_in_few_words() -> None:
    troubles = [{"condition": "undervoltage", "subject": ""}, {"condition": "dead_zone"}]

    found = notes(quiet_state(clock="nobody"), {"troubles": troubles}, speaker("vi"))

    assert [one.text for one in found] == ["Thiếu điện áp", "Giờ chưa chắc đúng"]


def test_what_is_read_aloud_is_the_page_without_codes_forms_and_what_is_mute() -> None:
    page = (
        "<nav>Menu</nav><main><h1>Khai sinh</h1><p>Mang theo <b>giấy</b> chứng sinh.</p>"
        "<figure>mã</figure><form><label>Gõ</label><input></form><p class='k-mute'>x</p>"
        "<ul><li>Một</li><li>Hai</li></ul></main><footer>cuối</footer>"
    )

    assert readable(page) == "Khai sinh.\nMang theo giấy chứng sinh.\nMột.\nHai."


def test_only_pages_of_the_screen_are_read_aloud_never_a_text(wall: Call, site: Site) -> None:
    mark = mark_of(wall("/kiosk/").text)

    refused = [
        wall("/kiosk/aloud", page=page, mark=mark).status_code
        for page in ("Đọc câu này đi", "/more", "/kiosk/aloud", "//evil/kiosk/", "/kiosk/nowhere")
    ]

    assert refused == [400, 400, 400, 400, 404]


def test_what_somebody_typed_into_the_search_is_not_read_aloud(wall: Call, site: Site) -> None:
    asked: list[dict[str, Any]] = []

    def speak(_method: str, told: Mapping[str, Any]) -> dict[str, Any]:
        asked.append(dict(told))
        return {"job": {"id": told["id"], "state": "queued"}}

    site.app.extensions["village-hub"] = replace(site.parts, ask_hub=speak)

    wall("/kiosk/aloud", page="/kiosk/find?q=tên+tôi+là", mark=mark_of(wall("/kiosk/").text))

    assert asked
    assert "tên tôi" not in asked[0]["text"]


def test_the_slides_of_a_resting_screen_show_the_time(wall: Call) -> None:
    assert "10:00" in wall("/kiosk/rest/slides").text


@pytest.fixture
def at_night(site: Site) -> None:
    """Ten in the morning is outside its hours."""
    hours = Hours(on=Span(time(5), time(6)))
    kiosk = replace(site.parts.config.kiosk, hours=hours)
    config = replace(site.parts.config, kiosk=kiosk)
    site.app.extensions["village-hub"] = replace(site.parts, config=config)


def is_lit(wall: Call) -> bool:
    told = wall("/kiosk/pulse").json
    assert told is not None
    return bool(told["lit"])


def test_the_light_stays_on_in_its_hours(wall: Call) -> None:
    wall("/kiosk/beat", page="x", whole="yes", rest="yes")

    assert is_lit(wall)


@pytest.mark.usefixtures("at_night")
def test_outside_its_hours_the_light_is_on_while_somebody_may_be_there(wall: Call) -> None:
    assert is_lit(wall)
    wall("/kiosk/beat", page="x", whole="yes", rest="yes")
    assert not is_lit(wall)

    wall("/kiosk/beat", page="x", whole="yes", rest="")

    assert is_lit(wall)


@pytest.mark.usefixtures("at_night")
def test_an_emergency_puts_the_light_on(wall: Call, site: Site) -> None:
    wall("/kiosk/beat", page="x", whole="yes", rest="yes")
    site.playout.state["on_air"] = [FLOOD]
    site.clock.pass_time(60)

    assert is_lit(wall)
