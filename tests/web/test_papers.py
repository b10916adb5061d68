"""Pictures and documents reach the screen only drawn anew, while what they belong to is shown."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hub.domain.notice import NoticeId
from hub.domain.person import Role
from hub.prepare.paper_runner import METHODS
from hub.store.catalogue import put_catalogue
from hub.store.connect import open_content
from hub.store.notices import notices, put_notice
from hub.store.papers import DONE, Paper, add_paper, end_paper, refuse_paper
from hub.store.permits import Service
from hub.varlink.interface import read
from scripts.shown_content import fill
from tests.web.site import NOW, Site, Visitor
from web.kiosk.place import MARK
from web.parts import NAME

PDF = b"%PDF-1.4 as it was brought"
ID = sha256(PDF).hexdigest()
NOTICE = "/content/notices/thu-quy"


@pytest.fixture
def asked(site: Site) -> list[tuple[str, dict[str, Any]]]:
    """What the hub service was asked, checked by its own interface."""
    told: list[tuple[str, dict[str, Any]]] = []
    interface = read(f"interface vn.hub.Hub\n{METHODS}")

    def ask(method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        assert interface.wrong(method.rpartition(".")[2], dict(parameters)) is None
        told.append((method, dict(parameters)))
        return {}

    site.app.extensions[NAME] = replace(site.parts, ask_hub=ask)
    return told


@pytest.fixture
def head(site: Site, asked: list[tuple[str, dict[str, Any]]]) -> Visitor:
    assert asked == []
    fill(site.folder, NOW)
    return site.phone(Role.HEAD)


def attach(phone: Visitor, content: bytes = PDF, name: str = "Bảng thu.pdf") -> int:
    phone.get(NOTICE)
    file = (io.BytesIO(content), name)
    return phone.post(f"{NOTICE}/files", file=file).status_code  # type: ignore[arg-type]


def draw(site: Site) -> Path:
    """What the hub service would have done."""
    with open_content(site.folder, Service.HUB) as store:
        add_paper(store, Paper(ID, "x", "Bảng thu.pdf"), NOW)
        end_paper(store, ID, "application/pdf", 2)
    folder = site.folder / "papers" / ID
    folder.mkdir(parents=True)
    for name in ("1.jpg", "2.jpg", "paper.pdf"):
        (folder / name).write_bytes(b"drawn anew")
    return folder


def look(site: Site, path: str, *, at_screen: bool = True) -> tuple[int, str]:
    answer = site.app.test_client().get(
        f"/kiosk/{path}", environ_overrides={MARK: True} if at_screen else {}
    )
    found = answer.status_code, answer.get_data(as_text=True)
    answer.close()
    return found


def test_a_file_is_kept_by_its_hash_and_handed_to_the_hub(
    site: Site, head: Visitor, asked: list[tuple[str, dict[str, Any]]]
) -> None:
    assert attach(head) == 303

    name = f"paper-{ID[:32]}"
    assert (site.folder / "uploads" / name).read_bytes() == PDF
    assert asked == [("vn.hub.Hub.Paper", {"id": ID, "file": name, "name": "Bảng thu.pdf"})]
    assert "Đang chuẩn bị" in head.get(NOTICE).text


def test_nothing_is_shown_before_it_is_drawn(site: Site, head: Visitor) -> None:
    attach(head)

    assert look(site, f"papers/{ID}")[0] == 404
    assert ID not in look(site, "notices/thu-quy")[1]


def test_a_drawn_document_is_read_page_by_page_and_given_to_phones(
    site: Site, head: Visitor
) -> None:
    attach(head)
    draw(site)

    assert f"/kiosk/papers/{ID}" in look(site, "notices/thu-quy")[1]
    status, page = look(site, f"papers/{ID}")
    assert (status, f"papers/{ID}/1.jpg" in page, f"papers/{ID}/2" in page) == (200, True, True)
    assert "<svg width" in page
    assert "<svg width" not in look(site, f"papers/{ID}", at_screen=False)[1]
    assert look(site, f"papers/{ID}/2.jpg") == (200, "drawn anew")
    assert look(site, f"papers/{ID}/3")[0] == 404
    assert look(site, f"papers/{ID}/3.jpg")[0] == 404
    assert look(site, f"papers/{ID}/paper.pdf") == (200, "drawn anew")


def test_a_document_can_do_nothing_on_the_phone(site: Site, head: Visitor) -> None:
    attach(head)
    draw(site)

    answer = site.app.test_client().get(f"/kiosk/papers/{ID}/paper.pdf")

    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()


def test_what_was_taken_away_or_is_over_is_not_given_out(site: Site, head: Visitor) -> None:
    attach(head)
    draw(site)
    with open_content(site.folder, Service.WEB) as store:
        one = next(n for n in notices(store) if n.id == NoticeId("thu-quy"))
        put_notice(store, replace(one, approver=""))

    for path in (f"papers/{ID}", f"papers/{ID}/1.jpg", f"papers/{ID}/paper.pdf"):
        assert look(site, path)[0] == 404


def test_a_file_is_detached(site: Site, head: Visitor) -> None:
    attach(head)
    draw(site)

    head.get(NOTICE)
    head.post(f"{NOTICE}/files/{ID}/remove")

    assert look(site, f"papers/{ID}")[0] == 404


def test_why_a_file_was_refused_is_told(site: Site, head: Visitor) -> None:
    attach(head)
    with open_content(site.folder, Service.HUB) as store:
        add_paper(store, Paper(ID, "x", "Bảng thu.pdf"), NOW)
        refuse_paper(store, ID, "papers.locked", {"path": "Bảng thu.pdf"})

    assert "có mật khẩu nên không đọc được" in head.get(NOTICE).text


def test_a_picture_by_somebody_who_may_not_approve_waits_for_approval(
    site: Site, head: Visitor
) -> None:
    attach(site.phone(Role.SPEAKER))
    draw(site)

    assert look(site, f"papers/{ID}")[0] == 404
    assert look(site, "notices/thu-quy")[0] == 404


def test_no_file_and_an_empty_one_are_refused(head: Visitor) -> None:
    assert attach(head, b"") == 422
    head.get(NOTICE)
    assert head.post(f"{NOTICE}/files").status_code == 422


OWN = """
format = 1
id = "xa"
title = "Danh mục xã"
publisher = "UBND xã"
version = 1
made_on = 2026-11-01
[[procedure]]
code = "1.000894"
name = "Kết hôn"
[[entry]]
id = "so-tay"
kind = "handbook"
name = "Sổ tay phòng, chống tội phạm"
file = "so-tay.pdf"
[[entry]]
id = "chi-bo"
kind = "document"
name = "Tài liệu chi bộ"
file = "chi-bo.pdf"
audience = "members"
"""


def test_a_handbook_is_read_on_the_screen_and_what_is_for_members_is_not(site: Site) -> None:
    folder = draw(site)
    with open_content(site.folder, Service.CLI) as store:
        put_catalogue(store, "xa", 1, OWN.encode(), NOW, is_forced=False)
        for name, identity in (("so-tay.pdf", ID), ("chi-bo.pdf", "b" * 64)):
            add_paper(store, Paper(identity, "", name, DONE, kind="image/jpeg", pages=1), NOW)
    folder.rename(folder.parent / ("b" * 64))

    assert f"/kiosk/papers/{ID}" in look(site, "entry/so-tay")[1]
    assert look(site, f"papers/{ID}")[0] == 200
    assert look(site, f"papers/{'b' * 64}")[0] == 303  # to where the code is asked for
    assert look(site, f"papers/{'b' * 64}/1.jpg")[0] == 303
    assert look(site, "entry/chi-bo")[0] == 404
