"""A meeting's sound on phone and wall: who turns it on, where, once, and what is told of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hub.domain.bulletin import Kind, Level
from hub.domain.goods import Meeting, MeetingId
from hub.domain.ids import OrderId, ProgrammeId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.person import Role
from hub.domain.programme import Programme, Source
from hub.errors import ControlError, HubError, LinkError, RefusedError
from hub.store.calendar import put_programme, remove_programme
from hub.store.cards import cards, put_card
from hub.store.connect import open_content
from hub.store.orders import add
from hub.store.people import newest_deeds
from hub.store.permits import Service
from tests.forms import mark_of
from tests.web.filled import send
from tests.web.site import HOST, NOW, PIN, Site, quiet_state
from tests.web.test_screen import LOCAL, Call
from web.kiosk.place import MARK
from web.present.meeting_sound import UNKNOWN, how_long

LINE = Programme(
    ProgrammeId("duong-vao"), "Đường tiếng vào", Kind.ROUTINE, Level.COMMUNE, Source.RELAY, "", 0,
    48_000, "0" * 64, "Kỹ thuật", "Bà Hoa", ("device:line",),
)  # fmt: skip
MEETING = Meeting(
    MeetingId("m1"), "Họp giao ban tháng 12", NOW - timedelta(minutes=10), NOW + timedelta(hours=1),
    "https://meet.example.vn/x", "UBND xã", "duong-vao",
)  # fmt: skip
ORDER = "web-0123456789abcdef"
ON, OFF = "/meetings/m1/on", "/meetings/m1/off"
AWAY = (
    ControlError("control.no_answer", path="/run/hub/broadcast.sock", seconds=0.5),
    LinkError("control.not_running", path="/run/hub/broadcast.sock"),
)


@pytest.fixture(name="wall")
def browser_on_the_wall(site: Site) -> Call:
    """The browser on the wall, or (is_wall=False) a phone on the wifi."""
    client = site.app.test_client()

    def call(path: str, *, is_wall: bool = True, **fields: str) -> TestResponse:
        told: dict[str, Any] = {
            "base_url": LOCAL if is_wall else HOST,
            "environ_overrides": {MARK: True} if is_wall else {},
        }
        answer: TestResponse
        answer = client.post(path, data=fields, **told) if fields else client.get(path, **told)
        return answer

    return call


def with_meeting(site: Site, meeting: Meeting = MEETING, line: Programme | None = LINE) -> Site:
    with open_content(site.folder, Service.WEB) as content:
        put_card(content, meeting, site.clock.now())
    if line is not None:
        with site.parts.open_store() as store:
            put_programme(store, line)
    return site


def told(state: str, order: str = f"{ORDER}.m1", **because: Any) -> dict[str, Any]:
    """What the playout says while it is on."""
    return quiet_state(
        meetings=[
            {
                "order": order, "title": MEETING.title, "zones": ["xom-1"], "by": "Bà Hoa",
                "until": "2026-12-01T11:15:00+07:00", "state": state, "because": because or None,
            }
        ]
    )  # fmt: skip


def given(site: Site) -> list[dict[str, Any]]:
    return [asked for method, asked in site.playout.asked if method.endswith("Give")]


def deeds(site: Site) -> list[str]:
    with site.people() as people:
        return [deed.key for deed in newest_deeds(people, 20)]


def test_the_head_turns_it_on_in_one_zone_until_its_end_and_a_margin(site: Site) -> None:
    phone = with_meeting(site).phone()
    page = phone.get("/meetings/m1").text

    answer = phone.post(ON, order=ORDER, zone="xom-1", pin=PIN)

    assert "Tiếng họp chưa bật" in page
    assert "checked" not in page  # nothing is chosen beforehand
    assert answer.status_code == 303
    (order,) = given(site)
    assert order["zones"] == ["xom-1"]
    assert (order["verb"], order["programme"], order["minutes"]) == ("play", "duong-vao", 75)
    assert (order["id"], order["title"]) == (f"{ORDER}.m1", MEETING.title)
    assert "audit.meeting_on" in deeds(site)


def test_a_minute_that_has_begun_is_a_minute(site: Site) -> None:
    phone = with_meeting(site).phone()
    site.clock.pass_time(20)

    phone.post(ON, order=ORDER, zone="xom-1", pin=PIN)

    assert [order["minutes"] for order in given(site)] == [75]


def test_the_house_of_the_configuration_is_the_zone_whatever_a_form_says(site: Site) -> None:
    with_meeting(site)
    kiosk = replace(site.parts.config.kiosk, zone="xom-2")
    object.__setattr__(site.parts, "config", replace(site.parts.config, kiosk=kiosk))
    phone = site.phone()

    page = phone.get("/meetings/m1").text
    phone.post(ON, order=ORDER, zone="xom-1", pin=PIN)

    assert "Chỉ nghe ở Xóm 2" in page
    assert 'name="zone"' not in page
    assert [order["zones"] for order in given(site)] == [["xom-2"]]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pin": PIN}, "Hãy chọn một cụm loa"),
        ({"pin": PIN, "zone": "ca-thon"}, "Hãy chọn một cụm loa"),
        ({"pin": "000000", "zone": "xom-1"}, "PIN"),
        ({"zone": "xom-1"}, "PIN"),
        ({"pin": PIN, "zone": "xom-1", "order": "bậy"}, "Trang này đã cũ"),
    ],
)
def test_what_is_entered_wrongly_is_said_and_nothing_is_asked(
    site: Site, fields: dict[str, str], words: str
) -> None:
    phone = with_meeting(site).phone()

    answer = phone.post(ON, **{"order": ORDER, **fields})

    assert answer.status_code == 422
    assert words in answer.text
    assert given(site) == []
    if fields.get("zone") == "xom-1":
        assert 'value="xom-1" required checked' in answer.text


def test_the_same_form_twice_is_one_order(site: Site) -> None:
    phone = with_meeting(site).phone()
    page = phone.get("/meetings/m1").text
    fields = {"zone": "xom-1", "pin": PIN}

    first, again = (send(phone, ON, page, fields) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert len({order["id"] for order in given(site)}) == 1

    site.playout.state = told("on", given(site)[0]["id"])
    asked = len(given(site))
    assert send(phone, ON, page, fields).status_code == 303
    assert len(given(site)) == asked


def test_a_form_whose_order_is_stored_needs_no_pin_and_asks_nothing(site: Site) -> None:
    """It was carried out, ended by itself, and its answer was lost."""
    phone = with_meeting(site).phone()
    page = phone.get("/meetings/m1").text
    found = re.search(r'name="order" value="(web-[0-9a-f]+)"', page)
    assert found is not None
    order = Order(
        OrderId(f"{found[1]}.m1"), Verb.PLAY, frozenset({ZoneId("xom-1")}), NOW, "Hoa",
        LINE.id, until=NOW, title="x",
    )  # fmt: skip
    with site.parts.open_store() as store:
        add(store, order)

    assert send(phone, ON, page, {"zone": "xom-1"}).status_code == 303
    assert given(site) == []


def test_two_phones_turn_it_on_once(site: Site) -> None:
    one, other = with_meeting(site).phone(), site.phone(Role.DEPUTY)
    page = other.get("/meetings/m1").text
    one.post(ON, order=ORDER, zone="xom-1", pin=PIN)
    site.playout.state = told("coming")

    assert send(other, ON, page, {"zone": "xom-2", "pin": PIN}).status_code == 303
    assert len(given(site)) == 1
    assert "Đang bật tiếng họp" in other.get("/meetings/m1").text


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.IT])
def test_who_may_not_play_may_not_turn_it_on_and_may_turn_it_off(site: Site, role: Role) -> None:
    phone = with_meeting(site).phone(role)
    page = phone.get("/meetings/m1").text
    assert ON not in page
    assert phone.post(ON, order=ORDER, zone="xom-1", pin=PIN).status_code == 403
    assert given(site) == []

    site.playout.state = told("on")
    site.clock.pass_time(2)
    assert OFF in phone.get("/meetings/m1").text
    assert phone.post(OFF).status_code == 303
    assert [(order["verb"], order["ends"]) for order in given(site)] == [("end", f"{ORDER}.m1")]


def test_a_stranger_sees_and_does_nothing(site: Site) -> None:
    with_meeting(site)
    visitor = site.visitor()

    assert visitor.get("/meetings/m1").status_code in {302, 303}
    assert visitor.post(OFF).status_code in {302, 303, 403}
    assert given(site) == []


def test_turning_off_ends_all_of_it_and_no_other_meeting(site: Site) -> None:
    phone = with_meeting(site).phone()
    state = told("on")
    state["meetings"] += [
        {**state["meetings"][0], "order": "web-1111111111111111.m1"},
        {**state["meetings"][0], "order": "web-2222222222222222.m2"},
    ]
    site.playout.state = state

    phone.post(OFF)

    assert [order["ends"] for order in given(site)] == [f"{ORDER}.m1", "web-1111111111111111.m1"]
    assert "audit.meeting_off" in deeds(site)


@pytest.mark.parametrize(
    ("state", "because", "words"),
    [
        ("coming", {}, "chờ vài giây"),
        ("on", {}, "Loa đang phát tiếng họp"),
        ("silent", {}, "chưa có ai nói"),
        ("away", {"key": "relay.device_lost", "values": {"device": "line"}}, "xem lại dây cắm"),
        ("away", {"key": "relay.unreachable", "values": {"host": "x"}}, "xem mạng"),
        (
            "refused",
            {"key": "relay.host_not_listed", "values": {"host": "x"}},
            "báo cán bộ kỹ thuật",
        ),
        ("waits", {"key": "because.preempted", "values": {"title": "Lũ quét"}}, "Lũ quét"),
    ],
)
def test_the_page_and_the_wall_tell_how_it_stands(
    site: Site, state: str, because: dict[str, Any], words: str
) -> None:
    with_meeting(site)
    site.playout.state = told(state, **because)
    phone = site.phone()

    for path in ("/meetings/m1", "/meetings/m1/now"):
        text = phone.get(path).text
        assert words in text
        assert "Nghe ở Xóm 1, lâu nhất đến 11:15" in text
        assert "relay." not in text
    assert "Nghe ở Xóm 1" in site.visitor().get("/kiosk/meetings").text
    assert ON not in phone.get("/meetings/m1").text


def test_without_an_answer_nothing_is_claimed(site: Site) -> None:
    phone = with_meeting(site).phone()
    site.playout.error = AWAY[0]
    site.clock.pass_time(5)

    text = phone.get("/meetings/m1").text

    assert "không rõ tiếng họp đang bật hay tắt" in text
    assert "Tiếng họp chưa bật" not in text


@pytest.mark.parametrize("error", AWAY)
def test_what_nobody_confirmed_is_told_so(site: Site, error: HubError) -> None:
    phone = with_meeting(site).phone()
    site.playout.state = told("on")
    phone.get("/meetings/m1")
    site.playout.error = error

    off = phone.post(OFF)

    assert off.status_code == 502
    assert "chưa rõ loa đã tắt chưa" in off.text
    assert "audit.meeting_unconfirmed" in deeds(site)


def test_what_the_playout_refuses_is_said_in_its_words(site: Site) -> None:
    phone = with_meeting(site).phone()
    asked = site.playout.ask

    def refuse(method: str, parameters: Any) -> dict[str, Any]:
        if method.endswith("Give"):
            raise RefusedError("because.quiet_hours", first="21:00", last="05:00")
        return asked(method, parameters)

    object.__setattr__(site.parts, "ask", refuse)
    answer = phone.post(ON, order=ORDER, zone="xom-1", pin=PIN)

    assert answer.status_code == 409
    assert "21:00" in answer.text
    assert "audit.meeting_on" not in deeds(site)


def test_a_card_without_a_source_cannot_be_turned_on(site: Site) -> None:
    phone = with_meeting(site, replace(MEETING, sound="")).phone()

    assert "chưa chọn tiếng lấy từ đâu" in phone.get("/meetings/m1").text
    assert phone.post(ON, order=ORDER, zone="xom-1", pin=PIN).status_code == 422
    assert "Tiếng họp" not in site.visitor().get("/kiosk/meetings").text
    assert given(site) == []


@pytest.mark.parametrize(
    "line", [replace(LINE, approver=""), replace(LINE, streams=(), media="x.wav", frames=9), None]
)
def test_a_source_that_is_a_draft_no_station_or_gone_is_none(
    site: Site, line: Programme | None
) -> None:
    phone = with_meeting(site, line=line).phone()

    assert phone.post(ON, order=ORDER, zone="xom-1", pin=PIN).status_code == 422
    assert given(site) == []


@pytest.mark.parametrize(
    ("before_start", "minutes"),
    [(-61, None), (-60, 195), (0, 135), (90, 45), (115, 30), (150, 30), (239, 30), (240, None)],
)
def test_how_long_it_is_on(before_start: int, minutes: int | None) -> None:
    meeting = replace(MEETING, starts=NOW, ends=NOW + timedelta(hours=2))
    found = how_long(meeting, NOW + timedelta(minutes=before_start), is_lost=False)

    assert found == (None if minutes is None else timedelta(minutes=minutes))
    assert how_long(meeting, NOW, is_lost=True) == UNKNOWN


def test_a_meeting_of_a_day_is_on_for_no_longer_than_one_may_be() -> None:
    meeting = replace(MEETING, starts=NOW, ends=NOW + timedelta(hours=24))

    assert how_long(meeting, NOW, is_lost=False) == timedelta(hours=8)


def test_it_is_not_turned_on_a_day_too_early(site: Site) -> None:
    later = replace(MEETING, starts=NOW + timedelta(days=1), ends=NOW + timedelta(days=1, hours=1))
    phone = with_meeting(site, later).phone()

    assert "Bật được từ 09:00 02/12" in phone.get("/meetings/m1").text
    assert phone.post(ON, order=ORDER, zone="xom-1", pin=PIN).status_code == 422
    assert given(site) == []


def test_without_a_clock_it_is_on_for_three_hours_at_most(site: Site) -> None:
    over = replace(MEETING, starts=NOW - timedelta(days=3), ends=NOW - timedelta(days=2))
    phone = with_meeting(site, over).phone()
    site.playout.state = quiet_state(clock="nobody")
    site.clock.pass_time(5)

    assert "sau 3 giờ" in phone.get("/meetings/m1").text
    assert phone.post(ON, order=ORDER, zone="xom-1", pin=PIN).status_code == 303
    assert [order["minutes"] for order in given(site)] == [180]


def test_home_leads_to_a_meeting_that_is_near_or_on(site: Site) -> None:
    phone = with_meeting(site).phone()
    assert "/meetings/m1" in phone.get("/").text

    with_meeting(site, replace(MEETING, starts=NOW + timedelta(days=1),
                               ends=NOW + timedelta(days=1, hours=1)))  # fmt: skip
    assert "/meetings/m1" not in phone.get("/").text

    site.playout.state = told("silent")
    site.clock.pass_time(5)
    assert "/meetings/m1" in phone.get("/").text


def test_the_strip_and_home_do_not_say_that_a_silent_meeting_sounds(site: Site) -> None:
    phone = with_meeting(site).phone()
    run = {
        "cue": f"order:{ORDER}.m1", "title": MEETING.title, "kind": "routine", "content": [],
        "zones": ["xom-1"], "started": "2026-12-01T10:00:00+07:00",
        "end": "2026-12-01T11:15:00+07:00", "lane": ["on-air"],
    }  # fmt: skip
    site.playout.state = {**told("away"), "on_air": [run]}
    site.clock.pass_time(2)

    assert f"(mất tiếng) {MEETING.title}" in phone.get("/").text


def test_the_card_says_where_its_sound_comes_from(site: Site) -> None:
    phone = with_meeting(site, line=LINE).phone()
    form = {
        "title": "Họp", "day": "2026-12-01", "time": "19:30", "minutes": "60",
        "link": "https://meet.example.vn/x", "sound": "duong-vao",
    }  # fmt: skip
    page = phone.get("/content/cards/meeting/new").text
    assert '<option value="duong-vao">Đường tiếng vào</option>' in page

    assert phone.post("/content/cards/meeting/new", **form).status_code == 303
    with open_content(site.folder, Service.WEB) as content:
        assert "duong-vao" in {one.sound for one in cards(content, Meeting) if one.title == "Họp"}

    wrong = phone.post("/content/cards/meeting/new", **{**form, "sound": "la"})
    assert wrong.status_code == 422
    assert "Hãy chọn lại" in wrong.text
    with site.parts.open_store() as store:
        remove_programme(store, LINE.id)
    assert phone.post("/content/cards/meeting/new", **form).status_code == 422


def test_a_card_of_before_has_no_sound(site: Site) -> None:
    with open_content(site.folder, Service.WEB) as content:
        put_card(content, MEETING, NOW)
        content.run("UPDATE card SET document = json_remove(document, '$.sound')")
        (found,) = cards(content, Meeting)

    assert found == replace(MEETING, sound="")


def test_the_page_is_fetched_again_when_something_else_can_be_done(site: Site) -> None:
    phone = with_meeting(site).phone()
    found = re.search(r'hx-get="(/meetings/m1/now[^"]*)"', phone.get("/meetings/m1").text)
    assert found is not None
    assert "HX-Refresh" not in phone.get(found[1]).headers

    site.playout.state = told("coming")
    site.clock.pass_time(2)
    assert phone.get(found[1]).headers["HX-Refresh"] == "true"


def test_the_wall_turns_it_off_and_a_phone_on_the_wifi_does_not(site: Site, wall: Call) -> None:
    with_meeting(site)
    site.playout.state = told("on")
    page = wall("/kiosk/meetings").text
    assert "Loa đang phát tiếng họp" in page
    assert "/kiosk/meetings/m1/off" in page
    assert "/kiosk/meetings/m1/off" not in wall("/kiosk/meetings", is_wall=False).text

    assert wall("/kiosk/meetings/m1/off", is_wall=False, mark="x").status_code in {403, 404, 409}
    assert given(site) == []
    assert wall("/kiosk/meetings/m1/off", mark=mark_of(page)).status_code == 303
    assert [(one["verb"], one["ends"], one["by"]) for one in given(site)] == [
        ("end", f"{ORDER}.m1", "Màn hình nhà văn hóa")
    ]
    assert "audit.meeting_off" in deeds(site)

    site.playout.error = AWAY[0]
    answer = wall("/kiosk/meetings/m1/off", mark=mark_of(page))
    assert answer.status_code == 502
    assert "chưa rõ loa đã tắt chưa" in answer.text
    assert "audit.meeting_unconfirmed" in deeds(site)


def test_a_meeting_that_is_over_stays_on_the_wall_while_it_is_heard(site: Site, wall: Call) -> None:
    with_meeting(site, replace(MEETING, ends=NOW - timedelta(minutes=1)))
    assert MEETING.title not in wall("/kiosk/meetings").text

    site.playout.state = told("on")
    site.clock.pass_time(2)
    assert MEETING.title in wall("/kiosk/meetings").text


def test_a_meeting_that_is_gone_is_no_page(site: Site) -> None:
    phone = site.phone()

    assert phone.get("/meetings/m9").status_code == 404
    assert phone.post("/meetings/m9/off").status_code == 404
