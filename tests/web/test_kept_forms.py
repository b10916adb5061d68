"""A mistake leads back to the form, with its sentence and all that was entered."""

import re

import pytest

from hub.domain.person import Role
from tests.web.planned import NEWS, ON, draft, with_calendar
from tests.web.site import PIN, Site

ORDER = "web-0123456789abcdef"
WEEKLY = {
    "way": "weekly", "weekday": "4", "day": "2026-12-04", "time": "17:35", "last": "2026-12-31",
    "zone": "xom-2", "repeats": "3", "order": ORDER,
}  # fmt: skip
MISTAKES = (
    {"day": "2026-11-01", "last": "2026-11-30"},
    {"zone": "nowhere"},
    {"time": "sáng"},
    {"times": "4"},
)


def is_chosen(page: str, name: str, value: str) -> bool:
    found = re.search(rf'name="{name}" value="{re.escape(value)}" checked', page)
    listed = re.search(rf'<option value="{re.escape(value)}" selected', page)
    return bool(found or listed)


@pytest.mark.parametrize("wrong", MISTAKES)
@pytest.mark.parametrize("verb", ["approve", "preview", "propose"])
def test_a_draft_keeps_what_was_entered(site: Site, verb: str, wrong: dict[str, str]) -> None:
    address, role = draft(site), Role.SPEAKER if verb == "propose" else Role.HEAD
    told = {**WEEKLY, **wrong}

    answer = site.phone(role).post(f"{address}/{verb}", **told)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert is_chosen(answer.text, "way", "weekly")
    assert is_chosen(answer.text, "weekday", "4")
    assert is_chosen(answer.text, "repeats", "3")
    assert is_chosen(answer.text, "zone", "xom-2") is (told["zone"] == "xom-2")
    for name in ("day", "time", "last"):
        assert f'value="{told[name]}"' in answer.text
    assert ORDER in answer.text


@pytest.mark.parametrize("pin", ["000000", "", "abc"])
def test_a_wrong_pin_keeps_what_was_entered(site: Site, pin: str) -> None:
    address = draft(site)

    answer = site.phone().post(f"{address}/play", **WEEKLY, pin=pin)

    assert answer.status_code == 422
    assert "Mã PIN không đúng" in answer.text
    assert is_chosen(answer.text, "zone", "xom-2")
    assert re.search(r'<details class="more" id="now" open>\s*<summary>[^!]*phát ngay', answer.text)
    assert 'type="password" value' not in answer.text
    assert site.playout.asked == []


def test_a_word_that_is_missing_does_not_lose_the_page(site: Site) -> None:
    address = draft(site)
    site.phone(Role.SPEAKER).post(f"{address}/propose", **WEEKLY)

    answer = site.phone().post(f"{address}/send-back", word=" ")

    assert answer.status_code == 422
    assert f'action="{address}/send-back"' in answer.text
    assert is_chosen(answer.text, "zone", "xom-2")


SLOT = {
    "id": str(NEWS.id), "on": ON, "act": "all", "seen": "1", "title": "Tin chiều", "way": "weekly",
    "weekday": "2", "day": "2026-12-02", "time": "18:45", "zone": "xom-1", "level": "-6",
}  # fmt: skip


@pytest.mark.parametrize("verb", ["save", "preview"])
@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"zone": ""}, {"time": ""}, {"last": "x"}, {"times": "0"}]
)
def test_a_slot_keeps_what_was_entered(site: Site, verb: str, wrong: dict[str, str]) -> None:
    told = {**SLOT, **wrong}

    answer = with_calendar(site, NEWS).phone().post(f"/slot/{verb}", **told)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert is_chosen(answer.text, "weekday", "2")
    assert is_chosen(answer.text, "level", "-6")
    for name in ("title", "day", "time"):
        assert f'value="{told[name]}"' in answer.text
    assert 'name="seen" value="1"' in answer.text


def test_one_time_that_is_over_keeps_what_was_entered(site: Site) -> None:
    told = {"id": str(NEWS.id), "on": ON, "act": "move", "seen": "1", "day": "2026-11-30",
            "time": "06:15"}  # fmt: skip

    answer = with_calendar(site, NEWS).phone().post("/slot/save", **told)

    assert answer.status_code == 422
    assert 'value="2026-11-30"' in answer.text
    assert 'value="06:15"' in answer.text


@pytest.mark.parametrize(
    ("path", "fields", "kept"),
    [
        ("/settings/tone", {"zone": "xom-2", "order": ORDER, "pin": "000000"},
         'name="zone" value="xom-2" required checked'),
        ("/settings/tone", {"zone": "xom-9", "order": ORDER, "pin": PIN}, 'name="zone"'),
        ("/people/recovery", {"pin": "000000"}, 'action="/people/recovery"'),
        ("/settings/volume/floor", {"floor": "x"}, 'action="/settings/volume/floor"'),
        ("/settings/paper", {"issuer": "Xã " + "rất " * 30}, "Xã rất rất"),
    ],
)  # fmt: skip
def test_a_page_is_shown_again(site: Site, path: str, fields: dict[str, str], kept: str) -> None:
    answer = site.phone().post(path, **fields)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert kept in answer.text


@pytest.mark.parametrize("path", ["/settings/volume/floor", "/settings/paper"])
def test_what_somebody_else_has_changed_leads_back_too(site: Site, path: str) -> None:
    answer = site.phone().post(path, floor="-6", issuer="Xã Yên Lạc", was="old")

    assert answer.status_code == 409
    assert f'{path}"' in answer.text or "Xã Yên Lạc" in answer.text
    assert "vừa đổi phần này" in answer.text


def test_back_from_a_preview_without_script_takes_the_fields_along(site: Site) -> None:
    with_calendar(site, NEWS)
    address, phone = draft(site), site.phone()
    shown = phone.post(f"{address}/preview", **WEEKLY)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    del fields["mark"]

    back = phone.post(address, **fields).text

    assert f'<form method="post" action="{address}"' in shown.text
    assert fields == WEEKLY
    assert is_chosen(back, "way", "weekly")
    assert is_chosen(back, "zone", "xom-2")
    assert 'value="17:35"' in back
    assert ORDER in back


def test_back_from_the_preview_of_a_slot_takes_the_fields_along(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    shown = phone.post("/slot/preview", **SLOT)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    del fields["mark"]

    back = phone.post("/slot/change", **fields).text

    assert fields == SLOT
    assert 'value="Tin chiều"' in back
    assert 'value="18:45"' in back
    assert is_chosen(back, "level", "-6")
