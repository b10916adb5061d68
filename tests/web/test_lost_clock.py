"""A hub that wakes up in the past after a power cut: what it knew is still shown, with its age."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.store.alerts import newest_word, put_alert
from hub.store.connect import open_content
from hub.store.permits import Service
from scripts.shown_content import fill
from tests.web.site import HOST, NOW, Site
from web.kiosk.place import MARK

WOKEN = datetime(2000, 1, 1, 0, 2, tzinfo=UTC)
CUT = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def dark(site: Site) -> Site:
    """Content of an hour before the power went, and a clock that nobody has set since."""
    fill(site.folder, NOW - CUT)
    site.clock.step_wall((WOKEN - NOW).total_seconds())
    site.playout.state["clock"] = "past"
    site.playout.state["now"] = "2000-01-01T07:02:00+07:00"
    return site


def page(site: Site, path: str = "") -> str:
    answer = site.app.test_client().get(
        f"/kiosk/{path}", base_url=HOST, environ_overrides={MARK: True}
    )
    assert answer.status_code == 200, path
    return str(answer.text)


def alert(name: str, since: datetime, until: datetime) -> Alert:
    ref = AlertRef("hub", name, since)
    return Alert(
        ref, AlertStatus.ACTUAL, AlertType.ALERT, "Bão", f"Bão {name}", since, until, level=4
    )


def put(site: Site, one: Alert, at: datetime) -> None:
    with open_content(site.folder, Service.WEB) as store:
        put_alert(store, one, at)


@pytest.mark.parametrize("path", ["", "weather", "rest/slides"])
def test_the_warning_of_before_is_still_told(dark: Site, path: str) -> None:
    assert "Nguy cơ lũ quét" in page(dark, path)


@pytest.mark.parametrize("path", ["notices", "rest/slides", "notices/y-kien"])
def test_notices_of_before_still_hang_there(dark: Site, path: str) -> None:
    assert "Xin ý kiến về làm đường" in page(dark, path)


@pytest.mark.parametrize("path", ["wifi", "goods", "payments", "meetings", "notices"])
def test_an_age_is_told_as_the_least_it_can_be(dark: Site, path: str) -> None:
    assert "ít nhất 1 ngày trước" in page(dark, path)


def test_what_was_entered_while_the_clock_was_lost_is_shown_and_has_no_age(dark: Site) -> None:
    put(dark, alert("mới", WOKEN, WOKEN + DAY), WOKEN)

    found = page(dark, "weather")

    assert "Bão mới" in found
    assert "chưa rõ bao lâu" in found
    assert "năm trước" not in found


def test_what_was_over_before_the_power_went_stays_away(dark: Site) -> None:
    put(dark, alert("cũ", NOW - 3 * DAY, NOW - 2 * DAY), NOW - 3 * DAY)

    assert "Bão cũ" not in page(dark, "weather")


def test_what_was_taken_back_stays_away(dark: Site) -> None:
    one = alert("lầm", NOW - 2 * CUT, NOW + DAY)
    end = replace(
        one,
        ref=AlertRef("hub", "thôi", WOKEN),
        type=AlertType.CANCEL,
        effective=WOKEN,
        references=(one.ref,),
    )
    put(dark, one, NOW - 2 * CUT)
    put(dark, end, WOKEN)

    assert "Bão lầm" not in page(dark, "weather")


def test_no_time_of_day_is_told_that_is_surely_wrong(dark: Site) -> None:
    client = dark.app.test_client()
    told = client.get("/kiosk/pulse", base_url=HOST, environ_overrides={MARK: True}).json

    assert told is not None
    assert (told["time"], told["second"], told["lit"], told["night"]) == (
        "--:--",
        None,
        True,
        False,
    )
    assert "--:--" in page(dark, "rest/slides")


def test_nobody_says_that_there_is_no_warning_who_cannot_know(site: Site) -> None:
    with open_content(site.folder, Service.WEB) as store:
        assert newest_word(store) is None
    fill(site.folder, NOW - 3 * DAY)

    found = page(site, "weather")

    assert "Hiện không có cảnh báo" not in found
    assert "lần cuối đã lâu (3 ngày trước)" in found


def test_a_trusted_clock_goes_alone(site: Site) -> None:
    fill(site.folder, NOW)
    site.clock.step_wall(-2 * 3600.0)

    assert "Nguy cơ lũ quét" not in page(site, "weather")
    assert "ít nhất" not in page(site, "wifi")


def test_nobody_says_what_is_on_or_open_who_does_not_know_the_time(site: Site) -> None:
    fill(site.folder, NOW)
    place = page(site, "procedure/1.001193")
    site.playout.state["clock"] = "nobody"
    site.clock.pass_time(5400)

    assert "Giờ này" in place
    assert "Giờ này" not in page(site, "procedure/1.001193")
    assert "hôm nay" not in page(site, "meetings").lower()
    assert "Tập huấn phòng chống thiên tai" not in page(site)
    assert "Tập huấn phòng chống thiên tai" in page(site, "meetings")


def test_no_timetable_is_told_by_who_does_not_know_the_time(dark: Site) -> None:
    cue: dict[str, object] = {
        "slot": "s", "title": "Tin chiều", "start": "2026-12-01T17:00:00+07:00",
        "planned_start": "2026-12-01T17:00:00+07:00", "end": "2026-12-01T17:05:00+07:00",
        "zones": [], "kind": "routine", "state": "planned", "reason": None,
    }  # fmt: skip
    dark.playout.cues = [cue]

    assert "chưa biết bây giờ là mấy giờ" in page(dark, "loudspeakers")
    for path in ("loudspeakers", "rest/slides"):
        assert "Tin chiều" not in page(dark, path)
