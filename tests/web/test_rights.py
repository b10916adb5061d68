"""Every route times every role: who may do what is what the papers say."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from hub.domain.person import Role
from tests.web.site import Site, Visitor
from web.api.problems import TYPE
from web.entry.rights import Route, routes, table

PAPER = Path(__file__).parents[2] / "docs/routes.md"
REFUSED = {303, 204, 401, 403}
"""Sent to the door or the PIN; the API says so itself."""
ENTRY_PAGES = {"/door", "/pair", "/pair/<secret>", "/pin"}


def call(visitor: Visitor, route: Route) -> int:
    answer = _asked(visitor, route)
    answer.close()
    return answer.status_code


def _asked(visitor: Visitor, route: Route) -> TestResponse:
    path = re.sub(r"<[^>]*>", "nothing", route.path)
    if route.method == "GET":
        return visitor.get(path)
    if path.startswith("/api/") or route.method != "POST":
        return visitor.api(route.method, path)
    return visitor.post(path)


def is_refused(visitor: Visitor, route: Route) -> bool:
    """Refused for who it is: not for what it sends."""
    answer = _asked(visitor, route)
    is_told = (answer.mimetype or "").startswith("text/") or answer.mimetype == TYPE
    refused = is_told and "dành cho người khác" in answer.text
    answer.close()
    return refused


def test_every_view_says_what_it_needs(site: Site) -> None:
    assert len(routes(site.app)) > 20


def test_the_table_in_the_papers_is_the_one_of_the_code(site: Site) -> None:
    assert table(site.app) in PAPER.read_text("utf-8")


@pytest.mark.parametrize("role", Role)
def test_a_role_is_refused_what_the_table_does_not_allow(site: Site, role: Role) -> None:
    phone = site.phone(role)
    wrong = []
    for route in routes(site.app):
        if route.path in {"/close", "/events", "/kiosk/events"}:
            continue
        if is_refused(phone, route) is route.is_for(role):
            wrong.append((route.method, route.path))

    assert wrong == []


def test_a_phone_that_is_not_paired_reaches_only_what_is_for_anybody(site: Site) -> None:
    stranger = site.visitor()
    let_in = [
        (route.method, route.path)
        for route in routes(site.app)
        if route.need.right is not None and call(stranger, route) not in REFUSED
    ]

    assert let_in == []


def test_a_closed_phone_reaches_only_what_needs_no_pin(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    let_in = [
        (route.method, route.path)
        for route in routes(site.app)
        if route.need.right is not None and route.need.is_open and call(phone, route) not in REFUSED
    ]

    assert let_in == []


def test_there_is_no_route_that_changes_something_when_it_is_read(site: Site) -> None:
    methods = {route.method for route in routes(site.app) if not route.path.startswith("/api/")}

    assert methods <= {"GET", "POST", "PATCH", "DELETE"}
