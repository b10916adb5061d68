"""When a bulletin is heard: chosen in the form, previewed by the real planner, kept as a rule."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from hub.domain.anchor import Anchor, Side
from hub.domain.bulletin import Kind
from hub.domain.lunar import LunarRule
from hub.domain.recurrence import Recurrence
from tests.web.planned import NEWS, draft, kept, with_calendar
from tests.web.site import Site

WHEN = {"day": "2026-12-01", "time": "18:00", "zone": "xom-1"}
CHOICES = [
    ({"way": "once"}, Recurrence(datetime.fromisoformat("2026-12-01T18:00"))),
    (
        {"way": "daily", "last": "2026-12-31"},
        Recurrence(
            datetime.fromisoformat("2026-12-01T18:00"), rrules=("FREQ=DAILY;UNTIL=20261231",)
        ),
    ),
    (
        {"way": "daily", "times": "5"},
        Recurrence(datetime.fromisoformat("2026-12-01T18:00"), rrules=("FREQ=DAILY;COUNT=5",)),
    ),
    (
        {"way": "daily", "times": "2", "time": "06:00"},  # over for today: counts from tomorrow
        Recurrence(datetime.fromisoformat("2026-12-02T06:00"), rrules=("FREQ=DAILY;COUNT=2",)),
    ),
    (
        {"way": "lunar", "lunar": "15", "times": "2"},
        Recurrence(
            datetime.fromisoformat("2026-12-01T18:00"),
            lunar=LunarRule(15, None, "YES", until=date(2027, 1, 22)),
        ),
    ),
    (
        {"way": "weekly", "weekday": "2"},
        Recurrence(datetime.fromisoformat("2026-12-02T18:00"), rrules=("FREQ=WEEKLY;BYDAY=WE",)),
    ),
    (
        {"way": "monthly", "month_day": "-1"},
        Recurrence(
            datetime.fromisoformat("2026-12-31T18:00"), rrules=("FREQ=MONTHLY;BYMONTHDAY=-1",)
        ),
    ),
    (
        {"way": "lunar", "lunar": "15"},
        Recurrence(datetime.fromisoformat("2026-12-01T18:00"), lunar=LunarRule(15, None, "YES")),
    ),
    (
        {"way": "lunar_year", "year_day": "10", "lunar_month": "3"},
        Recurrence(datetime.fromisoformat("2026-12-01T18:00"), lunar=LunarRule(10, 3, "NO")),
    ),
    (
        {"way": "beside", "beside": NEWS.id, "side": "after", "gap": "5"},
        Recurrence(
            datetime.combine(datetime.fromisoformat("2026-12-01"), time()),
            anchor=Anchor(NEWS.id, Side.AFTER, 300),
        ),
    ),
]


@pytest.mark.parametrize(("choice", "means"), CHOICES)
def test_a_bulletin_is_heard_as_it_was_chosen(
    site: Site, choice: dict[str, str], means: Recurrence
) -> None:
    phone = with_calendar(site, NEWS).phone()

    assert phone.post(f"{draft(site)}/approve", **{**WHEN, **choice}).status_code == 303

    (slot,) = (one for key, one in kept(site).items() if key != NEWS.id)
    assert slot.recurrence == means
    assert slot.zones == {"xom-1"}


@pytest.mark.parametrize(
    "wrong",
    [{"times": "0"}, {"times": "1000"}, {"times": "năm"}, {"times": "3", "last": "2026-12-9"}],
)
def test_an_end_that_cannot_be_is_refused(site: Site, wrong: dict[str, str]) -> None:
    phone = with_calendar(site, NEWS).phone()

    assert phone.post(f"{draft(site)}/approve", **WHEN, way="daily", **wrong).status_code == 422
    assert set(kept(site)) == {NEWS.id}


def test_the_preview_shows_as_many_dates_as_are_counted(site: Site) -> None:
    phone = with_calendar(site).phone()

    text = phone.post(f"{draft(site)}/preview", **WHEN, way="daily", times="2").text

    assert text.count("dates__one") == 2


def test_the_preview_shows_the_next_five_dates_with_their_lunar_dates(site: Site) -> None:
    phone = with_calendar(site).phone()

    text = phone.post(f"{draft(site)}/preview", **WHEN, way="lunar", lunar="15").text

    assert "Không vướng gì" in text
    assert text.count("dates__one") == 5
    assert "Thứ Tư 23/12/2026" in text
    assert "Ngày rằm tháng 11 âm lịch" in text


def test_the_preview_tells_of_quiet_hours(site: Site) -> None:
    phone = with_calendar(site).phone()

    text = phone.post(f"{draft(site)}/preview", **{**WHEN, "time": "22:30"}, way="daily").text

    assert "Có chỗ bác cần xem" in text
    assert "không phát: từ 21:00 đến 05:00 là giờ yên tĩnh" in text


def test_the_preview_tells_what_a_priority_bulletin_displaces(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    address = draft(site, Kind.PRIORITY)

    text = phone.post(f"{address}/preview", **{**WHEN, "time": "17:00"}).text

    assert "“Bản tin xã”" in text
    assert "Có chỗ bác cần xem" in text


def test_a_preview_changes_nothing(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    phone.post(f"{draft(site)}/preview", **WHEN, way="daily")

    assert kept(site) == {NEWS.id: NEWS}


def test_an_emergency_is_offered_once_and_refused_more_often(site: Site) -> None:
    phone = with_calendar(site).phone()
    address = draft(site, Kind.EMERGENCY)

    assert 'value="daily"' not in phone.get(address).text
    answer = phone.post(f"{address}/approve", **WHEN, way="daily")

    assert answer.status_code == 422
    assert "chỉ được đặt một lần" in answer.text
    assert kept(site) == {}


def test_a_bulletin_goes_with_nothing_that_goes_with_something_else(site: Site) -> None:
    anchored = replace(NEWS.recurrence, rrules=(), anchor=Anchor(NEWS.id, Side.AFTER))
    follower = replace(NEWS, id=type(NEWS.id)("theo"), title="Đi theo", recurrence=anchored)
    phone = with_calendar(site, NEWS, follower).phone()

    answer = phone.post(f"{draft(site)}/approve", **WHEN, way="beside", beside="theo")

    assert answer.status_code == 422
    assert "Đi theo" in answer.text


def test_two_who_approve_the_same_draft_put_it_into_the_calendar_once(site: Site) -> None:
    one, other = with_calendar(site).phone(name="Hoa"), site.phone(name="Nam")
    address = draft(site)

    assert one.post(f"{address}/approve", **WHEN).status_code == 303
    assert other.post(f"{address}/approve", **WHEN).status_code == 303
    assert len(kept(site)) == 1
