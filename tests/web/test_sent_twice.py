"""A form whose answer was lost is sent again: it is carried out once, and is nobody's news."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from hub.domain.recurrence import Recurrence
from hub.store.calendar import put_slots, rule_book
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.store.slot_versions import version_of
from tests.forms import hidden
from tests.web.filled import send
from tests.web.planned import NEWS, ON, draft, kept, with_calendar
from tests.web.site import Site, Visitor
from tests.web.test_two_editors import EDITED, PAGES, PERIOD, mark_in

SERIES = {
    "title": "Bản tin xã", "way": "daily", "day": "2026-12-01", "time": "18:00",
    "zone": ["xom-1"],
}  # fmt: skip
ONCE = {"title": "Bản tin xã", "way": "once", "day": "2026-12-05", "time": "18:00", "zone": "xom-1"}
ACTS: dict[str, dict[str, Any]] = {
    "skip": {}, "end": {}, "all": SERIES, "following": SERIES,
    "move": {"day": "2026-12-01", "time": "18:30"},
}  # fmt: skip
SAVE = "/slot/save"


def page_of(phone: Visitor, act: str, **more: str) -> str:
    return phone.get(
        "/slot/change", query_string={"id": NEWS.id, "on": ON, "act": act, **more}
    ).text


def revision(site: Site) -> int:
    with site.parts.open_store() as store:
        found = version_of(store, NEWS.id)
    return found.revision if found is not None else 0


@pytest.mark.parametrize("act", ACTS)
def test_a_change_of_a_slot_is_made_once(site: Site, act: str) -> None:
    phone = with_calendar(site, NEWS).phone()
    page = page_of(phone, act)
    first = send(phone, SAVE, page, ACTS[act])
    there, seen = kept(site), revision(site)

    again = send(phone, SAVE, page, ACTS[act])

    assert (first.status_code, again.status_code) == (303, 303)
    assert again.location == first.location
    assert (kept(site), revision(site)) == (there, seen)


@pytest.mark.parametrize("act", ["all", "following", "move"])
def test_the_same_form_with_another_time_is_told_what_it_did_before(site: Site, act: str) -> None:
    phone = with_calendar(site, NEWS).phone()
    page = page_of(phone, act)
    send(phone, SAVE, page, ACTS[act])
    there = kept(site)

    other = send(phone, SAVE, page, {**ACTS[act], "time": "19:15"})

    assert other.status_code == 409
    assert kept(site) == there


def test_what_was_put_back_or_restored_is_so_once(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    send(phone, SAVE, page_of(phone, "skip"), {})
    for page in (page_of(phone, "back"), page_of(phone, "restore", past="1")):
        told = [send(phone, SAVE, page, {}) for _ in range(2)]
        assert [one.status_code for one in told] == [303, 303]
        assert kept(site)[NEWS.id].recurrence == NEWS.recurrence


def test_a_slot_that_is_gone_is_ended_once(site: Site) -> None:
    single = replace(NEWS, recurrence=Recurrence(datetime.fromisoformat("2026-12-05T17:00")))
    phone = with_calendar(site, single).phone()
    page = page_of(phone, "end", on="")

    told = [send(phone, SAVE, page, {}).status_code for _ in range(2)]

    assert (told, kept(site)) == ([303, 303], {})


def test_what_somebody_else_changed_is_news_to_whoever_skips_it(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    page = page_of(phone, "skip")
    with site.parts.open_store() as store:
        put_slots(store, [replace(NEWS, title="Tin khác")], "Hoa", site.clock.now())

    assert send(phone, SAVE, page, {}).status_code == 409


@pytest.mark.parametrize("path", EDITED)
def test_a_setting_is_stored_once(site: Site, path: str) -> None:
    phone = site.phone()
    was = mark_in(phone.get(PAGES.get(path, path)).text)

    told = [phone.post(path, was=was, **EDITED[path][0]).status_code for _ in range(2)]

    assert told == [303, 303]


def test_a_special_period_is_made_once_and_never_over_a_changed_one(site: Site) -> None:
    phone, new = site.phone(), "/settings/periods/new"
    page = phone.get(new).text
    told = [send(phone, new, page, PERIOD).status_code for _ in range(2)]
    other = send(phone, new, page, {**PERIOD, "last": "2027-02-15"})

    assert told == [303, 303]
    assert other.status_code == 409
    with open_hub(site.folder, Service.WEB) as store:
        (found,) = rule_book(store).periods
    assert found.last.day == 10
    path = f"/settings/periods/{found.id}"
    assert send(phone, path, other.text, {**PERIOD, "last": "2027-02-15"}).status_code == 303
    with open_hub(site.folder, Service.WEB) as store:
        assert [one.last.day for one in rule_book(store).periods] == [15]


def test_the_usual_voice_is_chosen_once(site: Site) -> None:
    phone, path = site.phone(), "/settings/voice"
    was = mark_in(phone.get(path).text)
    chosen = {"voice": "nam", "speed": "1", "sentence": "0.5", "paragraph": "1", "act": "save"}

    assert [phone.post(path, was=was, **chosen).status_code for _ in range(2)] == [303, 303]


def test_a_bulletin_is_approved_once(site: Site) -> None:
    address = draft(with_calendar(site, NEWS))
    phone = site.phone()
    page = phone.get(address).text
    path = f"{address}/approve"

    told = [send(phone, path, page, ONCE) for _ in range(2)]

    assert [one.status_code for one in told] == [303, 303]
    assert told[0].location == told[1].location
    assert len(kept(site)) == 2
    assert "order" in hidden(page, path)
