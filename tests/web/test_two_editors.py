"""Two people change the same thing: the second is told, with both versions, and then decides."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId
from hub.store.calendar import programmes
from tests.web.planned import draft
from tests.web.site import Site, Visitor

RULES = {"quiet_from": "21:00", "quiet_to": "05:00", "cap": "45", "day": ["0", "1"], "act": "save"}
PERIOD = {
    "title": "Tết", "first": "2027-02-01", "last": "2027-02-10", "mode": "add", "act": "save",
    "zone": ["xom-1", "xom-2"], "own": "no",
}  # fmt: skip
EDITED: Mapping[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    "/settings/approval": ({"other": "yes"}, {"other": "no"}, {}, 'small">Có: người soạn'),
    "/settings/paper": ({"issuer": "Xã A"}, {"issuer": "Xã B"}, {"issuer": "x" * 61}, "Xã A"),
    "/settings/rules/commune": (
        {**RULES, "sessions": "3"}, {**RULES, "sessions": "4"}, {**RULES, "sessions": "x"},
        "Mỗi ngày nhiều nhất 3 buổi",
    ),
    "/settings/volume/xom-1": ({"usual": "-6"}, {"usual": "-18"}, {"usual": "to"}, "ngày: Vừa"),
    "/settings/volume/floor": ({"floor": "-6"}, {"floor": "-3"}, {"floor": "x"}, 'small">Vừa'),
    "/settings/zones/xom-1": ({"name": "Xóm Trên"}, {"name": "Xóm Dưới"}, {"name": "Xóm 2"},
                              "Xóm Trên"),
}  # fmt: skip
"""What the first sends, the second, a mistake, and what the second must read of the first's."""
PAGES = {"/settings/volume/floor": "/settings/volume", "/settings/zones/xom-1": "/settings/zones"}


def mark_in(text: str, field: str = "was") -> str:
    found = re.search(rf'name="{field}" value="([^"]*)"', text)
    assert found is not None
    return found[1]


def send(phone: Visitor, path: str, was: str, fields: Mapping[str, Any]) -> Any:
    return phone.post(path, was=was, **fields)


@pytest.mark.parametrize("path", EDITED)
@pytest.mark.parametrize("errs", [False, True])
def test_a_setting_that_somebody_else_changed_is_shown_beside_ones_own(
    site: Site, path: str, errs: bool
) -> None:
    first, second = site.phone(name="Bà Lan"), site.phone(name="Ông Tám")
    theirs, mine, mistake, read = EDITED[path]
    was = mark_in(second.get(PAGES.get(path, path)).text)
    assert send(first, path, was, theirs).status_code == 303
    if errs and mistake:
        refused = send(second, path, was, mistake)
        assert refused.status_code == 422
        was = mark_in(refused.text)

    told = send(second, path, was, mine)

    assert told.status_code == 409
    assert "Bà Lan" in told.text
    assert "Bản đang có:" in told.text
    assert read in told.text
    assert send(second, path, mark_in(told.text), mine).status_code == 303


def new_period(phone: Visitor) -> str:
    assert (
        send(
            phone, "/settings/periods/new", mark_in(phone.get("/settings/periods/new").text), PERIOD
        ).status_code
        == 303
    )
    found = re.search(r"/settings/periods/(dot-\w+)", phone.get("/settings/periods").text)
    assert found is not None
    return f"/settings/periods/{found[1]}"


def test_a_look_at_the_week_does_not_hide_what_somebody_else_changed(site: Site) -> None:
    first, second = site.phone(name="Bà Lan"), site.phone(name="Ông Tám")
    path = new_period(first)
    was = mark_in(second.get(path).text)
    assert send(first, path, was, {**PERIOD, "last": "2027-02-12"}).status_code == 303

    looked = send(second, path, was, {**PERIOD, "title": "Tết ta", "act": "look"})
    told = send(second, path, mark_in(looked.text), {**PERIOD, "title": "Tết ta"})

    assert (looked.status_code, told.status_code) == (200, 409)
    assert "Bà Lan" in told.text
    assert "12/2" in told.text or "12/02" in told.text
    assert 'value="Tết ta"' in told.text


def test_a_period_that_somebody_removed_is_told_and_may_be_kept_all_the_same(site: Site) -> None:
    first, second = site.phone(name="Bà Lan"), site.phone(name="Ông Tám")
    path = new_period(first)
    was = mark_in(second.get(path).text)
    assert send(first, path, was, {"act": "remove"}).status_code == 303

    told = send(second, path, was, {**PERIOD, "title": "Tết ta"})

    assert told.status_code == 409
    assert "Đã bị xóa." in told.text
    assert 'value="Tết ta"' in told.text
    assert send(second, path, mark_in(told.text), {**PERIOD, "title": "Tết ta"}).status_code == 303
    assert "Tết ta" in second.get("/settings/periods").text
    assert send(first, path, "", {"act": "remove"}).status_code == 409


def test_one_zone_is_named_while_another_is(site: Site) -> None:
    first, second = site.phone(name="Bà Lan"), site.phone(name="Ông Tám")
    marks = re.findall(r'name="was" value="(\w+)"', second.get("/settings/zones").text)
    assert send(first, "/settings/zones/xom-1", marks[0], {"name": "Xóm Trên"}).status_code == 303

    assert send(second, "/settings/zones/xom-2", marks[1], {"name": "Xóm Dưới"}).status_code == 303


def title_of(site: Site) -> str:
    with site.parts.open_store() as store:
        return programmes(store)[ProgrammeId("nhap")].title


def test_a_recording_that_two_people_rename_keeps_both_names_in_sight(site: Site) -> None:
    address = draft(site)
    first, second = site.phone(name="Bà Lan"), site.phone(name="Ông Tám")
    version = mark_in(second.get(address).text, "version")
    named = {"title": "Họp thôn", "kind": "priority"}
    assert first.post(f"{address}/name", version=version, **named).status_code == 303

    told = second.post(f"{address}/name", version=version, title="Họp dân", kind="routine")

    assert told.status_code == 409
    assert "“Họp thôn”, tin ưu tiên" in told.text
    assert 'value="Họp dân"' in told.text
    assert title_of(site) == "Họp thôn"
    newer = re.findall(r'name="version" value="(\w+)"', told.text)[-1]
    again = second.post(f"{address}/name", version=newer, title="Họp dân", kind="routine")
    assert (again.status_code, title_of(site)) == (303, "Họp dân")


def test_nobody_approves_another_kind_than_they_saw(site: Site) -> None:
    address = draft(site)
    writer, head = site.phone(name="Bà Lan"), site.phone(name="Ông Tám")
    version = mark_in(head.get(address).text, "version")
    writer.post(f"{address}/name", version=version, title="Sơ tán", kind=Kind.EMERGENCY)
    when = {"day": "2026-12-02", "time": "17:00", "zone": "xom-1"}

    told = head.post(f"{address}/approve", version=version, **when)

    assert told.status_code == 409
    assert "“Sơ tán”" in told.text
    with site.parts.open_store() as store:
        assert programmes(store)[ProgrammeId("nhap")].approver == ""


def test_words_of_a_draft_that_is_gone_are_kept_and_told(site: Site) -> None:
    phone, words = (
        site.phone(),
        {"title": "Cắt điện", "text": "Mai cắt điện.", "replaces": "di-roi"},
    )

    told = phone.post("/compose", **words)

    assert told.status_code == 409
    assert "Mai cắt điện." in told.text
    assert 'name="replaces" value=""' in told.text
