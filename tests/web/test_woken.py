"""What is dated, when the clock goes back 26 years with a power cut and forward again later.

Nothing is lost, nothing lapses that should not, nothing lives for ever, and nobody reads of the
year 2000.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from hub.domain.opinion import Addressee, Face, Feedback, FeedbackId, FeedbackState, PointId
from hub.domain.person import Role
from hub.domain.screen import Hours, Loudness, Span
from hub.store.asrun import append
from hub.store.connect import open_content, open_hub
from hub.store.invitations import give_ticket
from hub.store.notices import notices
from hub.store.opinions import all_feedback, answer, months_of_ratings, put_feedback, rate
from hub.store.people import newest_deeds
from hub.store.permits import Service
from scripts.shown_content import fill
from tests.store.samples import make_cue
from tests.web.site import HOST, NOW, PIN, Site, Visitor
from tests.web.woken import WOKEN, set_clock, wake
from web.kiosk.place import MARK

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NONSENSE = re.compile(r"\b(199\d|200\d)\b|\b2[0-9] (năm|years) (trước|nữa|ago)")


def tap(site: Site, face: int) -> None:
    _send(site, "rating", face=str(face))


def tell(site: Site, identity: str, text: str) -> None:
    _send(site, "feedback", id=identity, text=text, to="village", phone="0912345678")


def _send(site: Site, path: str, **fields: str) -> None:
    client = site.app.test_client()
    around = {"base_url": HOST, "environ_overrides": {MARK: True}}
    found = re.search(r'name="mark" value="([^"]+)"', client.get("/kiosk/feedback", **around).text)
    assert found is not None
    data = {"mark": found[1], **fields}
    answered = client.post(f"/kiosk/{path}", data=data, **around)
    assert answered.status_code == 303, answered.text


def open_again(phone: Visitor) -> None:
    assert phone.get("/").location == "/pin?next=/"
    phone.post("/pin", pin=PIN)
    assert phone.is_in()


# What is open


def test_a_phone_asks_for_its_pin_once_after_a_cut_and_stops_without(site: Site) -> None:
    phone = site.phone()
    wake(site, phone)

    assert phone.order("stop").status_code == 200
    open_again(phone)
    site.clock.pass_time(3600)
    assert phone.is_in()


def test_a_phone_does_not_stay_open_for_ever_while_the_clock_is_back(site: Site) -> None:
    phone = site.phone()
    site.clock.step_wall((WOKEN - NOW).total_seconds())
    assert phone.is_in()

    site.clock.pass_time(2 * 3600 + 60)

    assert not phone.is_in()


def test_a_phone_in_use_closes_after_twelve_hours_whatever_the_clock_shows(site: Site) -> None:
    phone = site.phone()
    for number in range(12):
        assert phone.is_in(), number
        site.clock.step_wall(-5 * 3600 if number % 2 else 3 * 3600)
        site.clock.pass_time(3601)

    assert not phone.is_in()


def test_a_clock_that_is_set_closes_nobody_s_phone(site: Site) -> None:
    phone = site.phone()
    wake(site, phone)
    open_again(phone)

    set_clock(site, NOW + 3 * DAY)

    assert phone.is_in()


@pytest.mark.parametrize("back", [timedelta(0), -HOUR])
def test_where_nobody_knows_the_time_what_was_open_is_closed(site: Site, back: timedelta) -> None:
    phone = site.phone()

    wake(site, phone, at=NOW + HOUR + back, says="nobody")

    open_again(phone)


def test_a_restart_with_a_right_clock_asks_for_no_pin(site: Site) -> None:
    phone = site.phone()

    wake(site, phone, at=NOW + HOUR, says="ntp")

    assert phone.is_in()


# What lets in


def test_an_invitation_does_not_live_for_ever(site: Site) -> None:
    with site.people() as people:
        secret = give_ticket(people, site.person("Ông Bình", Role.DEPUTY), "x", NOW)
    wake(site)
    assert site.visitor().get(f"/pair/{secret}").status_code == 200

    site.clock.pass_time(16 * 60)

    assert site.visitor().get(f"/pair/{secret}").status_code == 403


@pytest.mark.parametrize("by", ["phone", "command line"])
def test_an_invitation_of_a_lost_clock_is_good_for_a_quarter_of_an_hour(
    site: Site, by: str
) -> None:
    wake(site)
    site.clock.pass_time(3 * 3600)
    now = site.clock.now() if by == "command line" else site.parts.clock.now()
    with site.people() as people:
        secret = give_ticket(people, site.person("Ông Bình", Role.DEPUTY), "x", now)

    assert site.visitor().get(f"/pair/{secret}").status_code == 200
    site.clock.pass_time(16 * 60)
    assert site.visitor().get(f"/pair/{secret}").status_code == 403


def test_a_pause_after_wrong_pins_is_an_hour_at_most(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    for _ in range(5):
        phone.post("/pin", pin="000000")
    wake(site, phone)
    assert phone.post("/pin", pin=PIN).status_code == 403

    site.clock.pass_time(31)

    assert phone.post("/pin", pin=PIN).status_code == 303


def test_a_clock_that_is_put_back_locks_nobody_out(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    for _ in range(5):
        phone.post("/pin", pin="000000")
    site.clock.step_wall((WOKEN - NOW).total_seconds())

    assert phone.post("/pin", pin="000000").status_code in {403, 422}
    assert phone.post("/pin", pin=PIN).status_code == 403
    site.clock.pass_time(61)
    assert phone.post("/pin", pin=PIN).status_code == 303


# What people told


def months(site: Site) -> dict[str, int]:
    with open_content(site.folder, Service.WEB) as store:
        return {one.month: one.total for one in months_of_ratings(store)}


def test_taps_of_a_lost_clock_are_counted_apart(site: Site) -> None:
    tap(site, 5)
    wake(site)
    tap(site, 4)
    site.clock.pass_time(60)
    tap(site, 3)

    assert months(site) == {"2026-12": 1, "2026-12?": 2}
    assert "12/2026 hoặc sau đó" in _ratings(site)


def test_they_belong_to_the_month_when_the_clock_is_set_within_it(site: Site) -> None:
    wake(site)
    tap(site, 5)  # nothing is known but that this program had been written
    assert months(site) == {"2026-11?": 1}
    set_clock(site, NOW)
    tap(site, 4)
    assert months(site) == {"2026-11/2026-12": 1, "2026-12": 1}

    wake(site)
    site.clock.pass_time(60)
    tap(site, 2)
    set_clock(site, NOW + 3 * DAY)
    assert "2026-12?" in months(site)
    tap(site, 1)

    assert months(site) == {"2026-11/2026-12": 1, "2026-12": 3}


def test_else_between_the_last_month_that_was_known_and_the_next(site: Site) -> None:
    tap(site, 5)
    wake(site)
    tap(site, 4)
    set_clock(site, NOW + 45 * DAY)

    assert "từ 12/2026 đến 01/2027" in _ratings(site)
    assert months(site) == {"2026-12": 1, "2026-12/2027-01": 1}


def _ratings(site: Site) -> str:
    return str(site.phone(name="Bà Xem").get("/content/ratings").text)


def test_what_was_told_and_answered_by_a_lost_clock_is_kept(site: Site) -> None:
    tell(site, "before0001", "Đèn hỏng")
    wake(site)
    tell(site, "lost000001", "Nước lên cao")
    phone = site.phone(Role.OFFICER)
    listed = phone.get("/content/feedback").text
    assert listed.index("Nước lên cao") < listed.index("Đèn hỏng")
    assert "sớm nhất" in listed
    phone.post("/content/feedback/lost000001", state="answered", answer="Đã báo xã.")

    set_clock(site, NOW + 2 * DAY)

    listed = phone.get("/content/feedback").text
    with open_content(site.folder, Service.WEB) as store:
        found = {one.id: one for one in all_feedback(store)}
    one = found[FeedbackId("lost000001")]
    assert (one.text, one.phone, one.answer) == ("Nước lên cao", "0912345678", "Đã báo xã.")
    assert len(re.findall("trong khoảng", listed)) == 1
    assert NOW <= one.at <= one.changed <= NOW + 2 * DAY


def test_what_is_over_is_not_forgotten_by_a_clock_that_nobody_trusts(site: Site) -> None:
    told = Feedback(FeedbackId("f1"), Addressee.VILLAGE, "Đèn", NOW, NOW, phone="0912345678")
    with open_content(site.folder, Service.WEB) as store:
        put_feedback(store, told)
        answer(store, told.id, FeedbackState.ANSWERED, "Rồi", NOW)
    wake(site, at=NOW + 400 * DAY, says="nobody")

    site.phone(Role.OFFICER).get("/content/feedback")

    with open_content(site.folder, Service.WEB) as store:
        assert all_feedback(store)[0].phone == "0912345678"


def test_a_burst_is_a_burst_whatever_the_clock(site: Site) -> None:
    with open_content(site.folder, Service.WEB) as store:
        rate(store, PointId("Thôn Thử"), Face.GOOD, NOW, site.parts.config.timezone)
    wake(site)
    for _ in range(5):
        tap(site, 4)

    with open_content(site.folder, Service.WEB) as store:
        (lost,) = [one for one in months_of_ratings(store) if one.month.endswith("?")]
    assert (lost.total, lost.bursts) == (1, 4)


# What the screen does


@pytest.mark.parametrize("says", ["past", "nobody"])
@pytest.mark.parametrize(
    ("loudness", "percent"),
    [((20, 80), 50), ((30, 40), 40), ((60, 90), 60), ((0, 10), 10), ((), 80)],
)
def test_the_screen_is_lit_by_day_colours_and_neither_mute_nor_blaring(
    site: Site, says: str, loudness: tuple[int, ...], percent: int
) -> None:
    told = tuple(Loudness(time(6 + 12 * n), one) for n, one in enumerate(loudness))
    hours = Hours(Span(time(5), time(6)), Span(time(0), time(23, 59)), told)
    wake(site, says=says, at=WOKEN if says == "past" else NOW + HOUR)
    config = site.parts.config
    kiosk = replace(config.kiosk, hours=hours)
    object.__setattr__(site.parts, "config", replace(config, kiosk=kiosk))
    client = site.app.test_client()
    around = {"base_url": HOST, "environ_overrides": {MARK: True}}
    client.get("/kiosk/weather", **around)

    told_now = client.get("/kiosk/pulse", **around).json

    assert told_now is not None
    assert (told_now["lit"], told_now["night"], told_now["percent"]) == (True, False, percent)


# What people read


PAGES = (
    "/", "/calendar", "/more", "/log", "/people", "/settings", "/settings/health", "/content",
    "/content/notices", "/content/notices/new", "/content/warnings", "/content/warnings/new",
    "/content/feedback", "/content/ratings", "/content/documents", "/proposals", "/compose",
    "/live", "/reviews", "/upload", "/keys",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("then", ["lost", "set"])
def test_no_page_of_the_phone_tells_of_the_year_2000(site: Site, path: str, then: str) -> None:
    fill(site.folder, NOW - HOUR)
    wake(site)
    site.playout.state["now"] = "2000-01-01T07:02:00+07:00"
    phone = site.phone()
    tell(site, "lost000001", "Nước lên cao")
    tap(site, 4)
    if then == "set":
        set_clock(site, NOW + DAY)
        site.playout.state["now"] = "2026-12-02T10:00:00+07:00"

    found = phone.get(path)

    assert found.status_code in {200, 303, 404}, found.status_code
    assert NONSENSE.findall(re.sub(r"<[^>]*>", " ", found.text)) == []


def test_the_phone_s_lists_show_what_the_wall_shows(site: Site) -> None:
    fill(site.folder, NOW - HOUR)
    phone = site.phone()
    wake(site, phone)
    open_again(phone)

    warnings, listed = (phone.get(f"/content/{one}").text for one in ("warnings", "notices"))

    assert "Nguy cơ lũ quét" in warnings
    assert "Xin ý kiến về làm đường" in listed
    assert re.search(r"Xin ý kiến về làm đường.*?Đang hiện", listed, re.DOTALL)
    for page in (warnings, listed):
        assert "Đồng hồ của máy chưa chắc đúng" in page


def test_what_was_heard_by_a_lost_clock_is_found_in_the_log_book(site: Site) -> None:
    wake(site)
    with open_hub(site.folder, Service.BROADCAST) as store:
        append(store, make_cue(1, WOKEN + HOUR, title="Lũ về"), WOKEN + HOUR)
    set_clock(site, NOW + DAY)
    phone = site.phone()

    book = phone.get("/log").text
    found = re.search(r'href="(/log\?week=[^"]+)">.*?đồng hồ của máy chưa đúng', book)

    assert found is not None
    week = phone.get(found[1]).text
    assert "Lũ về" in week
    assert "thứ tự là thật, ngày giờ thì sai" in week


def test_what_was_done_by_a_lost_clock_is_marked_and_nothing_else(site: Site) -> None:
    phone = site.phone()
    phone.post("/people", name="Ông Trước", role="speaker")
    site.clock.pass_time(600)
    phone.post("/people", name="Ông Ngay Trước", role="speaker")
    wake(site, phone)
    open_again(phone)
    phone.post("/people", name="Bà Trong", role="speaker")
    set_clock(site, NOW + 2 * DAY)
    open_later = phone.get("/people")
    assert open_later.status_code == 200
    phone.post("/people", name="Cô Sau", role="speaker")
    with site.people() as people:
        done = {deed.values.get("name"): deed.at for deed in newest_deeds(people, 20)}

    lines = re.findall(r"<li class=.*?</li>", phone.get("/people/deeds").text, re.DOTALL)

    names = ("Ông Trước", "Ông Ngay Trước", "Bà Trong", "Cô Sau")
    told = {name: [line for line in lines if f"Thêm {name}" in line] for name in names}
    assert all(len(one) == 1 for one in told.values())
    marked = {name for name, (line,) in told.items() if "trong khoảng" in line}
    assert marked == {"Bà Trong"}
    assert NOW + timedelta(seconds=600) < done["Bà Trong"] < done["Cô Sau"]


def test_a_log_book_of_right_clocks_speaks_of_no_wrong_one(site: Site) -> None:
    with open_hub(site.folder, Service.BROADCAST) as store:
        append(store, make_cue(1, NOW, title="Tin"), NOW)

    assert "đồng hồ của máy" not in site.phone().get("/log").text


def test_a_notice_of_a_lost_clock_hangs_at_once_and_stays(site: Site) -> None:
    phone = site.phone()
    wake(site, phone)
    open_again(phone)
    form = phone.get("/content/notices/new").text
    days = dict(re.findall(r'name="(starts|ends)"[^>]*value="([^"]+)"', form))
    assert datetime.fromisoformat(days["starts"]).year == 2026

    phone.post(
        "/content/notices/new", title="Họp thôn", kind="other", text="", language="vi",
        show="on", **days,
    )  # fmt: skip

    for now in (None, NOW + 2 * DAY):
        if now is not None:
            set_clock(site, now)
        with open_content(site.folder, Service.WEB) as store:
            (one,) = notices(store)
        assert one.is_shown(site.parts.clock.now())
