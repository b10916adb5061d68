"""A new bulletin: written, heard, previewed, approved; drafts of those who may not approve wait."""

import re

import pytest
from werkzeug.test import TestResponse

from hub.domain.person import Role
from hub.store.calendar import programmes, slots
from tests.web.site import PIN, Site, Visitor

TEXT = {"title": "Cắt điện sáng mai", "text": "Cắt điện sáng mai 7h30–11h.", "repeats": "1"}
WHEN = {"day": "2026-12-01", "time": "17:00", "zone": "xom-1"}


def draft_of(visitor: Visitor) -> str:
    """Write a bulletin; the address of its draft."""
    answer: TestResponse = visitor.post("/compose", **TEXT)
    assert answer.status_code == 303, answer.text
    assert answer.location is not None
    return visitor.finished(answer.location)


@pytest.mark.service
def test_a_typed_bulletin_becomes_a_draft_that_can_be_heard(site: Site) -> None:
    phone = site.phone(name="Bà Hoa")

    address = draft_of(phone)

    page = phone.get(address).text
    assert "bảy giờ ba mươi" in page or "bảy giờ rưỡi" in page
    sound = phone.get(f"{address}/sound")
    assert sound.data[:4] == b"RIFF"
    sound.close()
    with site.parts.open_store() as store:
        (kept,) = programmes(store).values()
    assert (kept.author, kept.approver) == ("Bà Hoa", "")


@pytest.mark.service
def test_an_approved_bulletin_stands_in_the_calendar(site: Site) -> None:
    phone = site.phone(name="Bà Hoa")
    address = draft_of(phone)

    there = phone.post(f"{address}/approve", **WHEN).location or ""

    assert there.startswith("/calendar?day=2026-12-01")
    told = "Đã vào lịch: “Cắt điện sáng mai”. Một lần, thứ Ba 1/12/2026 lúc 17:00, Xóm 1."
    assert told in phone.get(there).text

    with site.parts.open_store() as store:
        (slot,) = slots(store)
        (kept,) = programmes(store).values()
    assert kept.approver == "Bà Hoa"
    assert slot.recurrence.start.isoformat() == "2026-12-01T17:00:00"
    assert slot.zones == {"xom-1"}


@pytest.mark.service
def test_a_speaker_writes_and_somebody_else_approves(site: Site) -> None:
    speaker, head = site.phone(Role.SPEAKER, "Cô Lan"), site.phone(name="Bà Hoa")
    address = draft_of(speaker)

    assert speaker.post(f"{address}/approve", **WHEN).status_code == 403
    assert speaker.post(f"{address}/play", **WHEN, pin=PIN).status_code == 403
    assert "Cô Lan" in head.get("/compose").text
    assert head.post(f"{address}/approve", **WHEN).status_code == 303


@pytest.mark.service
def test_playing_now_asks_for_the_pin_again(site: Site) -> None:
    phone = site.phone()
    address = draft_of(phone)
    told = {**WHEN, "order": "web-0123456789abcdef"}

    assert phone.post(f"{address}/play", **told, pin="000000").status_code == 422
    assert site.playout.asked == []
    assert phone.post(f"{address}/play", **told, pin=PIN).status_code == 200
    assert site.playout.asked[0][1]["verb"] == "play"


def test_the_words_are_shown_while_somebody_types(site: Site) -> None:
    phone = site.phone()

    text = phone.post("/compose/read", text="Họp HTX lúc 8h ngày 5/12.").text

    assert "hợp tác xã" in text
    assert "tám giờ" in text


@pytest.mark.parametrize("fields", [{"title": ""}, {"text": "  "}, {"title": "x" * 121}])
def test_a_bulletin_with_a_mistake_is_kept_in_the_form(site: Site, fields: dict[str, str]) -> None:
    answer = site.phone().post("/compose", **{**TEXT, **fields})

    assert answer.status_code == 422
    assert re.search(r'role="alert"', answer.text)


WRONG = (
    {"day": "x"},
    {"time": "25:00"},
    {"zone": "no"},
    {"day": "2026-11-01"},
    {"day": "2030-01-01"},
    {"way": "daily", "last": "2026-11-30"},
    {"way": "weekly"},
    {"way": "beside", "beside": "no-such"},
    {"way": "never"},
    {"way": "kept"},
)


@pytest.mark.service
@pytest.mark.parametrize("wrong", WRONG)
def test_a_time_or_place_that_cannot_be_is_refused(site: Site, wrong: dict[str, str]) -> None:
    phone = site.phone()
    address = draft_of(phone)

    assert phone.post(f"{address}/approve", **{**WHEN, **wrong}).status_code == 422
    with site.parts.open_store() as store:
        assert slots(store) == ()


@pytest.mark.parametrize("identity", ["../hub.db", "no-such", "%2e%2e"])
def test_only_drafts_can_be_heard(site: Site, identity: str) -> None:
    assert site.phone().get(f"/compose/{identity}/sound").status_code in {404, 422}
