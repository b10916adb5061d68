"""The calendar as a timeline: sessions, silences, now, and what is not as planned."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.domain.anchor import Anchor, Side
from hub.domain.ids import PeriodId, SlotId
from hub.domain.rules import Period
from hub.words import say
from tests.web.planned import NEWS, with_calendar
from tests.web.site import Site
from web.present.calendar import Around, CalendarDay, calendar_day
from web.present.moment import Zones

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = date(2026, 12, 2)


def speak(key: str, /, **values: object) -> str:
    return say(key, "vi", **values)


def cue(time: str, until: str, title: str = "Tin", **more: Any) -> dict[str, Any]:
    start = f"2026-12-02T{time}:00+07:00"
    return {
        "id": f"{title}@20261202T000000Z", "slot": title, "title": title, "zones": ["a", "b"],
        "kind": "routine", "state": "planned", "because": None, "planned_start": start,
        "start": start, "end": f"2026-12-02T{until}:00+07:00", **more,
    }  # fmt: skip


def shown(*cues: dict[str, Any], now: str = "2026-12-01T12:00", periods: Any = ()) -> CalendarDay:
    moment = datetime.fromisoformat(now).replace(tzinfo=TZ)
    return calendar_day(DAY, cues, Around(moment, periods, Zones({"a": "A", "b": "B"}), speak))


def blocks(day: CalendarDay) -> list[tuple[str, str]]:
    return [(block.sort, block.name) for block in day.blocks]


MORNING = (cue("05:00", "05:15", "VOV"), cue("05:15", "05:16", "Tỉnh"))
EVENING = cue("17:00", "17:15", "Chiều")


def test_cues_that_follow_each_other_are_one_session_and_silence_is_told() -> None:
    assert blocks(shown(EVENING, *MORNING)) == [
        ("session", "05:00–05:16"),
        ("gap", "Loa nghỉ 11 giờ 44 phút"),
        ("session", "17:00–17:15"),
    ]


def test_now_stands_where_it_is() -> None:
    assert [sort for sort, _ in blocks(shown(*MORNING, EVENING, now="2026-12-02T12:00"))] == [
        "session", "now", "session",
    ]  # fmt: skip
    assert blocks(shown(*MORNING, now="2026-12-02T05:10"))[0] == ("now", "Bây giờ 05:10")
    last = shown(*MORNING, now="2026-12-02T18:00").blocks[-1]
    assert (last.sort, last.hint) == ("now", "hôm nay không còn gì")


def test_now_says_how_long_it_is_silent() -> None:
    assert shown(EVENING, now="2026-12-02T16:20").blocks[0].hint == "còn 40 phút nữa mới phát"


def test_what_is_dropped_stands_in_its_place_with_its_reason() -> None:
    dropped = cue("05:15", "05:16", "Tỉnh", state="dropped", start=None, because="giờ yên tĩnh")

    (session,) = shown(MORNING[0], dropped).sessions

    assert session.name == "05:00–05:15"
    assert session.entries[1].because == "không phát: giờ yên tĩnh"


def test_a_day_has_its_lunar_date_and_its_special_period() -> None:
    period = Period(PeriodId("tet"), "Tết", DAY, date(2026, 12, 4))

    day = shown(periods=(period,))

    assert (day.lunar, day.lunar_short) == ("ngày 24 tháng 10 âm lịch", "24/10 ÂL")
    assert day.period == "Đợt “Tết” (2/12–4/12): chỉ phát chương trình của đợt này."


def test_only_zones_that_are_not_all_are_named() -> None:
    (session,) = shown(MORNING[0], cue("05:15", "05:16", "Xóm", zones=["a"])).sessions

    assert [entry.where for entry in session.entries] == ["", "A"]


def test_each_cue_leads_to_its_slot(site: Site) -> None:
    text = with_calendar(site, NEWS).phone().get("/calendar").text

    assert "/slot?id=tin@xa&amp;on=20261201T100000Z" in text
    assert "Bây giờ 10:00" in text


def test_a_week_is_asked_for_day_by_day(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    text = phone.get("/calendar?days=7").text

    assert text.count("17:00–17:01") == 7
    asked = [told for method, told in site.playout.asked if method.endswith("Preview")]
    assert [told["days"] for told in asked] == [1] * 7


def test_a_day_far_ahead_or_long_ago_is_no_mistake(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    for day in ("2027-02-28", "1999-01-01", "9999-12-31", "x", ""):
        assert phone.get("/calendar", query_string={"day": day}).status_code == 200


def test_a_slot_whose_anchor_is_gone_is_told(site: Site) -> None:
    lost = replace(NEWS.recurrence, rrules=(), anchor=Anchor(SlotId("mất"), Side.AFTER))
    phone = with_calendar(site, replace(NEWS, recurrence=lost)).phone()

    assert "không còn trong lịch nên không phát" in phone.get("/calendar").text


def test_whoever_changes_one_time_sees_its_day_and_that_it_was_saved(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    fields = {"id": NEWS.id, "on": "20261203T100000Z", "act": "move", "seen": "1"}

    saved = phone.post("/slot/save", **fields, day="2026-12-04", time="18:30")

    assert (saved.location or "").startswith("/calendar?day=2026-12-04")
    page = phone.get(saved.location or "").text
    assert "Đã lưu “Bản tin xã”." in page
    assert "18:30" in page


def test_what_lasts_less_than_a_minute_has_one_time() -> None:
    (session,) = shown(cue("06:00", "06:00", "Cắt điện")).sessions

    assert session.name == "06:00"


def test_what_has_just_gone_in_is_told_with_its_place_and_its_companion(site: Site) -> None:
    anchor = Anchor(NEWS.id, Side.AFTER)
    rule = replace(NEWS.recurrence, anchor=anchor)
    beside = replace(NEWS, id=SlotId("nhac@xa"), title="Nhắc việc", recurrence=rule)
    phone = with_calendar(site, NEWS, beside).phone()

    alone = phone.get("/calendar", query_string={"added": str(NEWS.id)}).text
    after = phone.get("/calendar", query_string={"added": "nhac@xa"}).text

    assert "Đã vào lịch: “Bản tin xã”. Hằng ngày lúc 17:00, từ 2/11/2026, cả thôn." in alone
    assert "ngay sau “Bản tin xã”" in after.lower().replace("bản tin xã", "Bản tin xã")
