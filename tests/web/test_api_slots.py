"""Slots over the API: put, read, changed, removed; who has not seen the newest changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from hub.domain.bulletin import Kind
from hub.domain.sequence import REPEAT_PAUSE_S
from tests.web.programs import ask, key, programme, slot
from tests.web.site import Site


def test_a_slot_is_put_read_changed_and_removed(site: Site) -> None:
    programme(site)
    secret = key(site)

    made = ask(site, secret, "PUT", "/slots/api-1", slot())
    assert made.status_code == 201, made.text
    tag = made.headers["ETag"]
    read = ask(site, secret, "GET", "/slots/api-1")
    assert (read.headers["ETag"], read.json) == (tag, made.json)
    changed = ask(site, secret, "PUT", "/slots/api-1", slot(rrule="FREQ=DAILY"), If_Match=tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    gone = ask(site, secret, "DELETE", "/slots/api-1", If_Match=changed.headers["ETag"])
    assert gone.status_code == 204
    assert ask(site, secret, "GET", "/slots/api-1").status_code == 404


def test_a_slot_that_plays_the_same_twice_is_as_long_as_both_and_the_pause(site: Site) -> None:
    programme(site)

    made = ask(site, key(site), "PUT", "/slots/a", slot(content=["tin-1", "tin-1"]))

    assert made.json is not None
    assert made.json["length_s"] == 2 + REPEAT_PAUSE_S


def test_whoever_has_not_seen_the_newest_revision_changes_nothing(site: Site) -> None:
    programme(site)
    secret = key(site)
    old = ask(site, secret, "PUT", "/slots/a", slot()).headers["ETag"]
    ask(site, secret, "PUT", "/slots/a", slot(title="Khác"), If_Match=old)

    late = ask(site, secret, "PUT", "/slots/a", slot(title="Muộn"), If_Match=old)
    blind = ask(site, secret, "PUT", "/slots/a", slot(title="Mù"))
    removing = ask(site, secret, "DELETE", "/slots/a")

    assert [late.status_code, blind.status_code, removing.status_code] == [412, 428, 428]
    read = ask(site, secret, "GET", "/slots/a").json
    assert read is not None
    assert read["title"] == "Khác"


def test_putting_the_same_slot_again_after_a_lost_answer_changes_nothing(site: Site) -> None:
    programme(site)
    secret = key(site)
    first = ask(site, secret, "PUT", "/slots/a", slot())

    again = ask(site, secret, "PUT", "/slots/a", slot())

    assert (again.status_code, again.headers["ETag"]) == (200, first.headers["ETag"])


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    programme(site)
    secret = key(site)
    tag = ask(site, secret, "PUT", "/slots/a", slot()).headers["ETag"]

    assert ask(site, secret, "GET", "/slots/a", If_None_Match=tag).status_code == 304


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "2026-11-01T17:00"},
        {"start": "2026-02-31T17:00"},
        {"start": "9999-12-31T17:00"},
        {"rrule": "FREQ=SECONDLY"},
        {"rrule": "tomorrow"},
        {"zones": ["nowhere"]},
        {"zones": []},
        {"content": ["nothing"]},
        {"kind": "emergency"},
        {"title": "đảo\u202engược"},
        {"title": " "},
        {"volume_db": 6},
        {"unknown": 1},
        {"exdates": ["2026-12-05T17:00\n"]},
    ],
)
def test_a_slot_that_cannot_be_is_refused(site: Site, wrong: dict[str, Any]) -> None:
    programme(site)

    answer = ask(site, key(site), "PUT", "/slots/a", slot(**wrong))

    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"


def test_an_emergency_comes_once_and_not_again_and_again(site: Site) -> None:
    programme(site, kind=Kind.EMERGENCY)
    secret = key(site)

    once = ask(site, secret, "PUT", "/slots/a", slot(kind="emergency"))
    again = ask(site, secret, "PUT", "/slots/b", slot(kind="emergency", rrule="FREQ=DAILY"))

    assert once.status_code == 201, once.text
    assert again.status_code == 422


@pytest.mark.parametrize("identity", ["a b", "a/b", "%0A", "ä", "a" * 101])
def test_an_id_is_letters_and_digits(site: Site, identity: str) -> None:
    programme(site)

    assert ask(site, key(site), "PUT", f"/slots/{identity}", slot()).status_code == 422


@pytest.mark.parametrize("identity", ["%2Fx", "/x", "%2F%2Fx", "%2F", "x%2F%2Fy", "x%2F"])
@pytest.mark.parametrize("kind", ["slots", "programmes"])
def test_an_id_with_slashes_anywhere_is_one_that_is_not_there(
    site: Site, kind: str, identity: str
) -> None:
    answer = ask(site, key(site), "GET", f"/{kind}/{identity}")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_a_slot_is_not_put_under_an_id_that_begins_with_a_slash(site: Site) -> None:
    programme(site)

    assert ask(site, key(site), "PUT", "/slots/%2Fx", slot()).status_code == 422
