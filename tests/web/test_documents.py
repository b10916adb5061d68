"""Documents entered on the phone: for everybody, or behind the party cell's code."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient

from hub.domain.document import Document
from hub.domain.person import Role
from hub.store.cards import cards
from hub.store.connect import open_content
from hub.store.papers import Paper, add_paper, end_paper
from hub.store.permits import Service
from tests.forms import mark_of
from tests.web.site import HOST, NOW, Site, Visitor
from web.kiosk.place import MARK
from web.kiosk.readable import readable
from web.kiosk.reading_room import OPEN_S
from web.parts import NAME

PDF = b"%PDF-1.4 as it was brought"
ID = sha256(PDF).hexdigest()
CODE = "738261"


@pytest.fixture
def head(site: Site) -> Visitor:
    def ask(_method: str, _parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    site.app.extensions[NAME] = replace(site.parts, ask_hub=ask)
    return site.phone(Role.HEAD, "Nguyễn Văn Bình")


class Screen:
    """The browser on the wall, or a phone that was never paired."""

    def __init__(self, site: Site, *, is_wall: bool = True) -> None:
        self._browser = FlaskClient(site.app, site.app.response_class)
        self._around = {MARK: True} if is_wall else {}

    def get(self, path: str) -> tuple[int, str]:
        answer = self._browser.get(path, base_url=HOST, environ_overrides=self._around)
        found = answer.status_code, answer.get_data(as_text=True)
        answer.close()
        return found

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        data = {"mark": mark_of(self.get("/kiosk/feedback")[1]), **fields}
        around = self._around
        answer = self._browser.post(path, data=data, base_url=HOST, environ_overrides=around)
        return answer.status_code, answer.get_data(as_text=True)


def enter(head: Visitor, site: Site, audience: str = "public", **more: str) -> Document:
    form = {
        "name": "Nghị quyết tháng 12", "audience": audience, "kind": "document", **more,
        "file": (io.BytesIO(PDF), "nghi-quyet.pdf"),
    }  # fmt: skip
    answer = head.post("/content/documents/new", **form)  # type: ignore[arg-type]
    assert answer.status_code == 303, answer.text
    with open_content(site.folder, Service.HUB) as store:
        add_paper(store, Paper(ID, "x", "nghi-quyet.pdf"), NOW)
        end_paper(store, ID, "application/pdf", 2)
        found = cards(store, Document)
    folder = site.folder / "papers" / ID
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("1.jpg", "2.jpg", "paper.pdf"):
        (folder / name).write_bytes(b"drawn anew")
    return found[-1]


def test_a_public_document_is_found_listed_and_read_page_by_page(site: Site, head: Visitor) -> None:
    one = enter(head, site, text="Việc làm đường xóm 2")
    screen = Screen(site)

    assert f"/kiosk/entry/{one.id}" in screen.get("/kiosk/apps")[1]
    assert f"/kiosk/entry/{one.id}" in screen.get("/kiosk/find?q=nghi+quyet+thang+12")[1]
    page = screen.get(f"/kiosk/entry/{one.id}")[1]
    assert f"/kiosk/papers/{ID}" in page
    assert "Nguyễn Văn Bình đưa lên lúc" in page
    assert "Chưa xác minh" not in page
    assert "<svg width" in screen.get(f"/kiosk/papers/{ID}")[1]
    assert screen.get(f"/kiosk/papers/{ID}/2.jpg") == (200, "drawn anew")


def test_a_document_for_the_cell_stands_nowhere_in_public(site: Site, head: Visitor) -> None:
    one = enter(head, site, "members")
    head.post("/content/documents/code", code=CODE)

    for screen in (Screen(site), Screen(site, is_wall=False)):
        for path in ("", "apps", "find?q=nghi+quyet+thang+12", "party", "rest/slides"):
            told = screen.get(f"/kiosk/{path}")[1]
            assert (one.name in told, ID in told) == (False, False)
        assert screen.get(f"/kiosk/entry/{one.id}")[0] == 404
        for path in (ID, f"{ID}/1.jpg", f"{ID}/paper.pdf"):
            status, told = screen.get(f"/kiosk/papers/{path}")
            assert (status, "drawn anew" in told) == (303, False)


def test_the_code_opens_it_until_the_turn_is_over(site: Site, head: Visitor) -> None:
    enter(head, site, "members")
    head.post("/content/documents/code", code=CODE)
    screen, other = Screen(site), Screen(site, is_wall=False)

    assert 'href="/kiosk/party"' in screen.get("/kiosk/")[1]
    assert screen.post("/kiosk/party", code=CODE)[0] == 303
    assert f"/kiosk/papers/{ID}" in screen.get("/kiosk/party")[1]
    assert screen.get(f"/kiosk/papers/{ID}/1.jpg") == (200, "drawn anew")
    assert other.get(f"/kiosk/papers/{ID}/1.jpg")[0] == 303

    screen.post("/kiosk/forget")

    assert screen.get(f"/kiosk/papers/{ID}/1.jpg")[0] == 303


def test_it_is_never_read_aloud(site: Site, head: Visitor) -> None:
    enter(head, site, "members", text="Nội dung kín")
    head.post("/content/documents/code", code=CODE)
    screen = Screen(site)
    screen.post("/kiosk/party", code=CODE)

    told = readable(screen.get("/kiosk/party")[1]) + readable(screen.get(f"/kiosk/papers/{ID}")[1])

    assert "Nghị quyết" not in told
    assert "kín" not in told


def test_minutes_without_a_page_close_it_again(site: Site, head: Visitor) -> None:
    enter(head, site, "members")
    head.post("/content/documents/code", code=CODE)
    phone = Screen(site, is_wall=False)
    phone.post("/kiosk/party", code=CODE)
    site.clock.pass_time(OPEN_S - 1)
    assert phone.get(f"/kiosk/papers/{ID}")[0] == 200

    site.clock.pass_time(OPEN_S - 1)
    assert phone.get(f"/kiosk/papers/{ID}")[0] == 200
    site.clock.pass_time(OPEN_S + 1)

    assert phone.get(f"/kiosk/papers/{ID}")[0] == 303


def test_another_code_and_no_code_put_everybody_out(site: Site, head: Visitor) -> None:
    enter(head, site, "members")
    head.post("/content/documents/code", code=CODE)
    screen = Screen(site)
    screen.post("/kiosk/party", code=CODE)

    head.post("/content/documents/code", code="")

    assert screen.get(f"/kiosk/papers/{ID}")[0] == 303
    assert screen.post("/kiosk/party", code=CODE)[0] == 422
    assert 'href="/kiosk/party"' not in screen.get("/kiosk/")[1]


def test_wrong_codes_make_wait_and_an_easy_code_is_refused(site: Site, head: Visitor) -> None:
    enter(head, site, "members")
    assert head.post("/content/documents/code", code="123456").status_code == 422
    head.post("/content/documents/code", code=CODE)
    screen = Screen(site)

    told = [screen.post("/kiosk/party", code="000001") for _ in range(6)]

    assert [status for status, _ in told] == [422] * 6
    assert "Mã chưa đúng" in told[0][1]
    assert "Mã chưa đúng" not in told[5][1]
    assert screen.post("/kiosk/party", code=CODE)[0] == 422
    site.clock.pass_time(3600)
    assert screen.post("/kiosk/party", code=CODE)[0] == 303


def test_a_document_ends_and_is_corrected_with_and_without_another_file(
    site: Site, head: Visitor
) -> None:
    one = enter(head, site, ends="2026-12-05")
    assert 'value="2026-12-05"' in head.get(f"/content/documents/{one.id}").text

    form = {"name": "Nghị quyết mới", "audience": "public", "kind": "handbook"}
    assert head.post(f"/content/documents/{one.id}", **form, ends="2026-12-05").status_code == 303

    with open_content(site.folder, Service.WEB) as store:
        kept = cards(store, Document)[0]
    assert (kept.name, kept.paper, kept.author) == ("Nghị quyết mới", ID, "Nguyễn Văn Bình")
    site.clock.pass_time(5 * 24 * 3600)
    assert Screen(site).get(f"/kiosk/papers/{ID}")[0] == 404
    head.post(f"/content/documents/{one.id}/remove")
    assert "Nghị quyết mới" not in head.get("/content/documents").text


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"audience": "all"}, {"kind": "phone"}, {"ends": "31/12"}]
)
def test_a_form_with_a_mistake_keeps_nothing(
    site: Site, head: Visitor, wrong: dict[str, str]
) -> None:
    form = {"name": "A", "audience": "public", "kind": "document", **wrong}
    file = (io.BytesIO(PDF), "a.pdf")

    answer = head.post("/content/documents/new", **form, file=file)  # type: ignore[arg-type]

    assert answer.status_code == 422
    with open_content(site.folder, Service.WEB) as store:
        assert cards(store, Document) == ()
