"""The installable app: what a phone is told, and what the worker may keep."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from hub.domain.person import Role
from hub.errors import ControlError
from tests.web.site import HOST, Site

SECURE = HOST.replace("http:", "https:")


def test_the_manifest_names_icons_that_are_there(site: Site) -> None:
    visitor = site.visitor()

    told = json.loads(visitor.get("/app.webmanifest").text)

    assert told["start_url"] == "/"
    assert told["lang"] == "vi"
    for icon in told["icons"]:
        assert visitor.get(icon["src"]).status_code == 200


def test_the_worker_is_asked_for_each_time_and_lists_files_that_are_there(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.get("/worker.js")

    assert answer.headers["Cache-Control"] == "no-cache"
    line = next(line for line in answer.text.splitlines() if line.startswith("const SHELL = "))
    for address in json.loads(line.removeprefix("const SHELL = ").removesuffix(";")):
        assert visitor.get(address).status_code == 200


def test_the_worker_stays_the_same_until_something_changes(site: Site) -> None:
    first = site.visitor().get("/worker.js").text

    assert site.visitor().get("/worker.js").text == first


def test_the_offline_page_holds_nobody_and_the_place_for_the_calendar(site: Site) -> None:
    text = site.visitor().get("/offline").text

    assert "<!--kept-->" in text
    assert 'data-at=""' in text
    assert "hub_phone" not in text


@pytest.mark.parametrize("role", list(Role))
def test_a_paired_phone_may_keep_the_calendar(site: Site, role: Role) -> None:
    assert site.phone(role).get("/kept").status_code == 200


def test_a_stranger_may_not(site: Site) -> None:
    assert site.visitor().get("/kept").status_code == 303


def test_without_the_playout_there_is_no_calendar_to_keep(site: Site) -> None:
    phone = site.phone()
    site.playout.error = ControlError("control.not_running", path="x")

    assert phone.get("/kept").status_code == 502


def test_only_pages_over_https_set_the_worker_up(site: Site) -> None:
    client: FlaskClient = site.app.test_client()

    assert "/static/app." not in scripts(client.get("/door", base_url=HOST).text)
    assert "/static/app." in scripts(client.get("/door", base_url=SECURE).text)


def scripts(page: str) -> str:
    return "".join(line for line in page.splitlines() if "<script" in line)
