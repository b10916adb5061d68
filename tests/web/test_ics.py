"""A calendar file on the pages: looked at first, taken in when somebody agrees, or refused."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from werkzeug.test import TestResponse

from hub.calendar_file.writing import write
from hub.domain.bulletin import Kind
from hub.domain.ids import SlotId, ZoneId
from hub.domain.person import Role
from hub.domain.slot import Slot
from hub.store.calendar import put_slots
from hub.store.slot_versions import version_of
from tests.forms import mark_in
from tests.web.planned import NEWS, kept, with_calendar
from tests.web.site import HOST, Site, Visitor
from web.planning.taken import MOST_BYTES

NOW = datetime(2026, 12, 1, tzinfo=UTC)
EVENING = replace(NEWS, id=SlotId("toi@xa"), title="Tin tối")


def bring(phone: Visitor, data: bytes) -> TestResponse:
    """Upload a file."""
    phone.get("/calendar/import")
    body = (
        f'--x\r\nContent-Disposition: form-data; name="mark"\r\n\r\n{phone.mark}\r\n--x\r\n'
        'Content-Disposition: form-data; name="file"; filename="lich.ics"\r\n\r\n'
    )
    answer = phone.client.post(
        "/calendar/import",
        data=body.encode() + data + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        base_url=HOST,
        headers={"User-Agent": phone.agent},
        environ_overrides={"REMOTE_ADDR": phone.address},
    )
    phone.mark = mark_in(answer.text)
    return answer


def take(phone: Visitor, shown: TestResponse) -> TestResponse:
    """Agree to what was shown."""
    fields = dict(re.findall(r'name="(name|seen)" value="(\w+)"', shown.text))
    return phone.post("/calendar/import/take", **fields)


def file_of(*found: Slot) -> bytes:
    return write(found, NOW)


def test_a_file_is_shown_before_anything_changes(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    shown = bring(phone, file_of(replace(NEWS, title="Bản tin mới"), EVENING))

    assert shown.status_code == 200
    assert "Thêm mới: 1" in shown.text
    assert "Thay đổi: 1" in shown.text
    assert "Hằng ngày lúc 17:00" in shown.text
    assert kept(site) == {NEWS.id: NEWS}


def test_what_was_shown_is_taken_in_and_approved_by_whoever_agreed(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone(name="Bà Mai")
    shown = bring(phone, file_of(replace(EVENING, approver="Ai đó")))

    assert take(phone, shown).status_code == 303

    assert kept(site)[EVENING.id].approver == "Bà Mai"
    with site.parts.open_store() as store:
        version = version_of(store, EVENING.id)
    assert version is not None
    assert version.by == "Bà Mai"


def test_a_calendar_that_changed_meanwhile_is_shown_again(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    shown = bring(phone, file_of(replace(NEWS, title="Từ tệp")))
    with site.parts.open_store() as store:
        put_slots(store, [replace(NEWS, title="Của người khác")], "Nam", NOW)

    again = take(phone, shown)

    assert again.status_code == 409
    assert "Lịch vừa có người sửa" in again.text
    assert kept(site)[NEWS.id].title == "Của người khác"
    assert take(phone, again).status_code == 303
    assert kept(site)[NEWS.id].title == "Từ tệp"


REFUSED = [
    (replace(EVENING, zones=frozenset({ZoneId("xom-9")})), "cụm loa thôn mình không có: xom-9"),
    (replace(EVENING, content=()), "chưa có nội dung để phát"),
    (replace(EVENING, kind=Kind.EMERGENCY), "chỉ được đặt một lần"),
    (
        replace(EVENING, recurrence=replace(NEWS.recurrence, all_day=True)),
        "Sự kiện cả ngày",
    ),
]


@pytest.mark.parametrize(("slot", "why"), REFUSED)
def test_what_is_not_taken_is_told_and_the_rest_goes_in(site: Site, slot: Slot, why: str) -> None:
    phone = with_calendar(site, NEWS).phone()
    good = replace(NEWS, id=SlotId("tot"), title="Tin tốt")

    shown = bring(phone, file_of(slot, good))

    assert "Không nhận: 1" in shown.text
    assert why in shown.text
    take(phone, shown)
    assert set(kept(site)) == {NEWS.id, good.id}


def test_an_event_of_another_program_finds_the_programme_of_its_name(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    foreign = replace(EVENING, title="chương trình TIN", content=())

    take(phone, bring(phone, file_of(foreign)))

    assert kept(site)[EVENING.id].content == ("tin",)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"BEGIN:VCALENDAR\r\nEND:VEVENT", b"x" * (MOST_BYTES + 1)]
)
def test_a_file_that_is_no_calendar_is_refused_in_a_sentence(site: Site, data: bytes) -> None:
    phone = with_calendar(site, NEWS).phone()

    answer = bring(phone, data)

    assert answer.status_code in {200, 422}
    assert 'role="alert"' in answer.text or "không mang lại điều gì mới" in answer.text
    assert kept(site) == {NEWS.id: NEWS}


@pytest.mark.parametrize("name", ["../hub.db", "0" * 64, "", "x"])
def test_only_a_file_that_was_shown_can_be_taken(site: Site, name: str) -> None:
    phone = with_calendar(site, NEWS).phone()

    assert phone.post("/calendar/import/take", name=name, seen="1").status_code == 422
    assert kept(site) == {NEWS.id: NEWS}


def test_a_speaker_brings_no_files(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone(Role.SPEAKER)

    assert phone.get("/calendar/import").status_code == 403
