"""What a change would do, asked by a program before it makes it: with the playout's own planner."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.domain.bulletin import Kind
from hub.domain.lunar import LunarRule
from hub.domain.person import Right
from hub.errors import ControlError
from hub.store.calendar import put_programme
from tests.web.planned import NEWS, kept, programme, with_calendar
from tests.web.programs import ask, key, slot
from tests.web.site import Site

SAME_TIME = slot(start="2026-12-02T17:00", content=["tin"], title="Tin mới")


def preview(site: Site, body: Any) -> Any:
    answer = ask(site, key(site), "POST", "/preview", body)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_new_slot_that_nothing_stands_in_the_way_of_fits(site: Site) -> None:
    with_calendar(site, NEWS)
    wanted = slot(start="2026-12-02T12:00", content=["tin"], rrule="FREQ=DAILY;COUNT=2")

    found = preview(site, {"slot": wanted})

    assert found["is_fine"]
    assert [one["outcome"] for one in found["dates"]] == ["fits", "fits"]
    assert found["dates"][0]["at"] == "2026-12-02T12:00:00+07:00"
    assert found["dates"][0]["lunar"] == "ngày 24 tháng 10 âm lịch"
    assert found["others"] == []


def test_quiet_hours_are_told_with_why(site: Site) -> None:
    with_calendar(site)

    (only,) = preview(site, {"slot": slot(start="2026-12-02T22:30", content=["tin"])})["dates"]

    assert only["outcome"] == "dropped"
    assert "yên tĩnh" in only["because"]


def test_what_it_displaces_is_told(site: Site) -> None:
    with_calendar(site, NEWS)
    with site.parts.open_store() as store:
        put_programme(store, programme("gap", Kind.PRIORITY))

    found = preview(site, {"slot": {**SAME_TIME, "content": ["gap"]}})

    assert not found["is_fine"]
    assert any("Bản tin xã" in one and "2/12" in one for one in found["others"])


def test_a_slot_is_previewed_changed_and_removed_and_nothing_is_stored(site: Site) -> None:
    with_calendar(site)
    secret = key(site)
    ask(site, secret, "PUT", "/slots/a", {**SAME_TIME, "rrule": "FREQ=DAILY"})
    before = kept(site)

    changed = preview(site, {"id": "a", "slot": {**SAME_TIME, "start": "2026-12-03T18:00"}})
    removed = preview(site, {"id": "a"})

    assert [one["at"] for one in changed["dates"]] == ["2026-12-03T18:00:00+07:00"]
    assert removed["dates"] == []
    assert kept(site) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"id": "no-such"}, 404),
        ({"slot": slot(content=["no-such"])}, 422),
        ({"slot": slot(content=["tin"], start="2026-11-01T17:00")}, 422),
        ({"slot": slot(content=["tin"], rrule="FREQ=SECONDLY")}, 422),
        ({"id": NEWS.id, "slot": slot(content=["tin"])}, 409),
        ({"days": 3}, 422),
    ],
)
def test_a_change_that_cannot_be_is_refused_as_when_it_is_made(
    site: Site, body: Any, status: int
) -> None:
    lunar = replace(NEWS.recurrence, rrules=(), lunar=LunarRule(15))
    with_calendar(site, replace(NEWS, recurrence=lunar))

    assert ask(site, key(site), "POST", "/preview", body).status_code == status


def test_it_needs_the_right_of_the_calendar(site: Site) -> None:
    with_calendar(site)
    reader = key(site, frozenset({Right.SEE}))

    assert ask(site, reader, "POST", "/preview", {"slot": SAME_TIME}).status_code == 403
    assert ask(site, "", "POST", "/preview", {"slot": SAME_TIME}).status_code == 401


def test_a_playout_that_does_not_answer_is_told(site: Site) -> None:
    with_calendar(site)
    site.playout.error = ControlError("control.no_answer", socket="x", seconds=1)

    assert ask(site, key(site), "POST", "/preview", {"slot": SAME_TIME}).status_code == 502
