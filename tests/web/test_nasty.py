"""Whatever is sent to whatever page: no page breaks, and the playout goes on planning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadcast.book import Book
from broadcast.book_store import StoreBook
from broadcast.planner import plan
from broadcast.situation import Situation
from tests.web import nasty
from tests.web.planned import NEWS, draft, with_calendar
from tests.web.site import Site, Visitor

ENDS = ("0001-01-01", "9999-12-31")
DATES = ("day", "last", "first", "starts", "ends", "last_day")
STAMPED = ("/slot", "/slot/change")
WEEKLY = ("/log", "/log/print", "/log/week.csv", "/api/v1/log")


@pytest.fixture
def head(site: Site) -> Visitor:
    """The head's phone, a bulletin that waits, and the real planner."""
    with_calendar(site, NEWS)
    draft(site)
    return site.phone()


def sent(head: Visitor, method: str, path: str, fields: dict[str, str]) -> int:
    """What a page answers."""
    told = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    answer = head.get(path, query_string=told) if method == "GET" else head.post(path, **told)
    answer.close()
    return answer.status_code


def check_plan(site: Site) -> None:
    """The calendar as it stands can be planned, and no slot of it has to be left out."""
    config, now = site.parts.config, site.clock.now()
    with site.parts.open_store() as store:
        book = Book(StoreBook(store), config.timezone, site.clock, now)
        book.refresh()
        for ahead in (0, 4, 366, 700):
            at = now + timedelta(days=ahead)
            plan(book.around(at), Situation(at, config.timezone, config.zones, book.rules))
        assert book.newly_left_out() == ()


def test_no_document_breaks_a_page_or_the_plan(site: Site, head: Visitor) -> None:
    tried = []

    @settings(
        max_examples=200,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def try_one(data: st.DataObject) -> None:
        method, path, fields = data.draw(nasty.documents(nasty.routes(site)))
        status = sent(head, method, path, fields)
        tried.append(status)
        assert status < 500, (method, path, fields)
        check_plan(site)

    try_one()

    assert len(tried) > 150
    assert {200, 303, 422} <= set(tried)


@pytest.mark.parametrize("path", nasty.FORMS)
def test_every_day_in_every_field_of_a_day_is_taken_or_refused(
    site: Site, head: Visitor, path: str
) -> None:
    form = nasty.FORMS[path]
    ways = ("daily", "monthly", "once") if "way" in form else ("",)
    fields = [name for name in DATES if name in form and form[name] != "1"]
    answers = {
        (name, day, way): sent(head, "POST", path, {**form, name: day, "way": way})
        for name in fields
        for day in (*ENDS, "2028-02-29", "2200-12-31")
        for way in ways
    }

    assert {told: status for told, status in answers.items() if status >= 500} == {}
    ends = {t: s for t, s in answers.items() if t[1] in ENDS and (t[0], t[2]) != ("last", "once")}
    assert {told: s for told, s in ends.items() if s not in {200, 422}} == {}
    check_plan(site)


@pytest.mark.parametrize("act", ["move", "all", "following", "end", "skip", "back"])
def test_every_stamp_and_day_of_an_occurrence_is_taken_or_refused(
    site: Site, head: Visitor, act: str
) -> None:
    wrong = {}
    for stamp in nasty.STAMPS:
        fields = {**nasty.SLOT, "act": act, "on": stamp}
        for day in ("0001-01-01", "2026-12-01", "2026-12-20", "9999-12-31"):
            for page in ("/slot/preview", "/slot/save"):
                status = sent(head, "POST", page, {**fields, "day": day})
                wrong.update({(page, stamp, day): status} if status >= 500 else {})
        for page in STAMPED:
            status = sent(head, "GET", page, fields)
            wrong.update({(page, stamp, ""): status} if status >= 500 else {})

    assert wrong == {}
    check_plan(site)


@pytest.mark.parametrize("path", WEEKLY)
def test_every_week_is_shown_or_refused(head: Visitor, path: str) -> None:
    answers = {week: sent(head, "GET", path, {"week": week}) for week in nasty.WEEKS}

    assert {week for week, status in answers.items() if status == 200} >= {"2026-W49", "1970-W01"}
    assert {week for week, status in answers.items() if status not in {200, 422}} == set()
