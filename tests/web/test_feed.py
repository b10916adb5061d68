"""The calendar for other programs: a secret address that is read, renewed, revoked."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import icalendar
from werkzeug.test import TestResponse

from hub.domain.lunar import LunarRule
from hub.domain.person import Role
from hub.store.calendar import put_slots
from hub.store.people import let_go, person_named
from tests.web.planned import NEWS, with_calendar
from tests.web.site import Site, Visitor


def address_of(phone: Visitor) -> str:
    """Make an address; its path."""
    text = phone.post("/calendar/link").text
    found = re.search(r'value="http://[^/]+(/calendar/feed/[^"]+)"', text)
    assert found is not None
    return found[1]


def fetch(site: Site, path: str, **headers: str) -> TestResponse:
    """As a calendar program asks: no cookies."""
    return site.visitor("iOS/18.0 dataaccessd/1.0").get(path, headers=headers)


def test_a_calendar_program_reads_the_calendar_with_the_address_alone(site: Site) -> None:
    path = address_of(with_calendar(site, NEWS).phone())

    answer = fetch(site, path)

    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert calendar["X-WR-CALNAME"] == "Thôn Thử"
    assert [str(event["UID"]) for event in calendar.walk("VEVENT")] == [NEWS.id]


def test_lunar_days_are_written_out_for_programs_that_know_no_moon(site: Site) -> None:
    start = datetime.fromisoformat("2026-12-01T17:00")
    lunar = replace(NEWS.recurrence, start=start, rrules=(), lunar=LunarRule(15, None, "YES", (1,)))
    path = address_of(with_calendar(site, replace(NEWS, recurrence=lunar)).phone())

    text = fetch(site, path).text.replace("\r\n ", "")

    assert "X-HUB-LUNAR-RULE:DAY=15,1;LEAP=YES" in text
    assert "DTSTART:20261209T170000" in text
    assert "20261223T170000" in text


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    path = address_of(with_calendar(site, NEWS).phone())
    mark = fetch(site, path).headers["ETag"]

    again = fetch(site, path, **{"If-None-Match": mark})
    with site.parts.open_store() as store:
        put_slots(store, [replace(NEWS, title="Khác")])
    changed = fetch(site, path, **{"If-None-Match": mark})

    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


def test_another_address_shuts_the_one_before_and_so_does_revoking(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    first = address_of(phone)
    second = address_of(phone)

    assert fetch(site, first).status_code == 404
    assert fetch(site, second).status_code == 200
    phone.post("/calendar/link/revoke")
    assert fetch(site, second).status_code == 404


def test_whoever_leaves_reads_no_more(site: Site) -> None:
    path = address_of(with_calendar(site, NEWS).phone(Role.SPEAKER, "Cô Lan"))

    with site.people() as people:
        person = person_named(people, "Cô Lan")
        assert person is not None
        let_go(people, person.id, datetime(2026, 12, 1, tzinfo=UTC))

    assert fetch(site, path).status_code == 404


def test_nobody_guesses_an_address_and_the_store_does_not_tell_it(site: Site) -> None:
    path = address_of(with_calendar(site, NEWS).phone())
    secret = path.rsplit("/", 1)[1].removesuffix(".ics")

    assert fetch(site, "/calendar/feed/x.ics").status_code == 404
    assert fetch(site, f"/calendar/feed/{secret[:-1]}.ics").status_code == 404
    kept = b"".join(found.read_bytes() for found in site.folder.glob("hub.db*"))
    assert secret.encode() not in kept


def test_the_address_is_read_only(site: Site) -> None:
    path = address_of(with_calendar(site, NEWS).phone())

    for method in ("put", "delete", "post"):
        answer = getattr(site.visitor().client, method)(path, base_url="http://192.168.1.9:8080")
        assert answer.status_code == 405


def test_the_page_shows_the_secret_once(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    path = address_of(phone)

    text = phone.get("/calendar/link").text

    assert path not in text
    assert "Bác đã có một địa chỉ" in text
