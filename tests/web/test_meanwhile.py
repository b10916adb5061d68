"""Two people change what the screen shows: the second is told, with both versions, and decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from hub.domain.document import Document, DocumentId
from hub.domain.entry import Audience, EntryKind
from hub.domain.person import Role
from hub.store.alerts import alerts
from hub.store.cards import put_card
from hub.store.connect import open_content
from hub.store.notices import notices
from hub.store.permits import Service
from tests.forms import actions
from tests.web.filled import send
from tests.web.site import NOW, Site, Visitor
from tests.web.test_content_pages import FORMS as CARDS
from tests.web.test_warnings import FORM as WARNING
from web.pages.cards import KINDS


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that the screen shows.

    Attributes:
        path: Where its pages are.
        form: What makes one.
        field: What both change of it.
        mistake: What cannot be kept.
    """

    path: str
    form: dict[str, str]
    field: str
    mistake: dict[str, str]


NOTICE = {
    "kind": "other", "title": "Họp thôn", "text": "Họp lúc 19h.", "starts": "2026-12-01",
    "ends": "2026-12-31", "language": "vi", "link": "", "show": "on",
}  # fmt: skip
PAPER = {"name": "Nghị quyết", "text": "Làm đường", "audience": "public", "kind": "document"}
FIELDS = {
    "procedure": "where", "helper": "role", "place": "address", "wifi": "hours", "product": "price",
    "payment": "title", "meeting": "host",
}  # fmt: skip

SHOWN = {
    "notice": Shown("/content/notices", NOTICE, "text", {"starts": "mai"}),
    "document": Shown("/content/documents", PAPER, "text", {"name": " "}),
    "warning": Shown("/content/warnings", dict(WARNING), "headline", {"headline": " "}),
    **{
        kind: Shown(
            f"/content/cards/{kind}",
            dict(CARDS[kind][1]),
            field,
            {"name": " ", "title": " ", "place": " "},
        )
        for kind, field in FIELDS.items()
    },
}
MADE = [kind for kind in SHOWN if kind != "document"]
"""What a form makes without a file."""


def made(site: Site, phone: Visitor, kind: str) -> str:
    """Make one; the address of its form."""
    if kind == "document":
        one = Document(
            DocumentId("doc-1"), "Nghị quyết", EntryKind.DOCUMENT, Audience.PUBLIC, "a" * 64,
            "Làm đường", "Hoa", NOW,
        )  # fmt: skip
        with open_content(site.folder, Service.WEB) as store:
            put_card(store, one, NOW)
    else:
        new = f"{SHOWN[kind].path}/new"
        assert send(phone, new, phone.get(new).text, SHOWN[kind].form).status_code == 303
    (found,) = addresses(phone, kind)
    return found


def addresses(phone: Visitor, kind: str) -> list[str]:
    """The forms of all that there is of a kind."""
    path = SHOWN[kind].path
    found = re.findall(rf'href="({path}/[^"]+)"', phone.get(path).text)
    return [one for one in found if not one.endswith("/new")]


def changed(kind: str, text: str) -> dict[str, str]:
    return {**SHOWN[kind].form, SHOWN[kind].field: text}


def shows(phone: Visitor, kind: str, text: str) -> bool:
    return any(text in phone.get(one).text for one in addresses(phone, kind))


@pytest.fixture
def first(site: Site) -> Visitor:
    return site.phone(name="Bà Lan")


@pytest.fixture
def second(site: Site) -> Visitor:
    return site.phone(name="Ông Tám")


def test_every_kind_of_card_is_in_the_table() -> None:
    assert set(KINDS) == set(FIELDS)


@pytest.mark.parametrize("errs", [False, True])
@pytest.mark.parametrize("kind", SHOWN)
def test_what_somebody_else_changed_is_shown_beside_ones_own(
    site: Site, first: Visitor, second: Visitor, kind: str, errs: bool
) -> None:
    path = made(site, first, kind)
    page = second.get(path).text
    assert send(first, path, first.get(path).text, changed(kind, "Bản của Lan")).status_code == 303
    if errs and kind != "warning":  # a warning's mistake shows the newer one at once
        refused = send(second, path, page, {**SHOWN[kind].form, **SHOWN[kind].mistake})
        assert refused.status_code == 422
        page = refused.text

    told = send(second, path, page, changed(kind, "Bản của Tám"))

    assert told.status_code == 409
    assert "Bà Lan đổi lúc" in told.text
    assert ": Bản của Lan" in told.text
    assert re.search(r'(value="|>)Bản của Tám', told.text)
    assert shows(first, kind, "Bản của Lan")
    (newest,) = addresses(second, kind)
    assert send(second, newest, told.text, changed(kind, "Bản của Tám")).status_code == 303
    assert shows(first, kind, "Bản của Tám")


@pytest.mark.parametrize("kind", SHOWN)
def test_what_somebody_took_away_is_told_and_what_was_typed_is_kept(
    site: Site, first: Visitor, second: Visitor, kind: str
) -> None:
    path = made(site, first, kind)
    page = second.get(path).text
    assert send(first, f"{path}/remove", page, {}).status_code == 303

    told = send(second, path, page, changed(kind, "Bản của Tám"))

    assert told.status_code == 409
    assert "Mục này không còn nữa" in told.text
    assert "Bản của Tám" in told.text
    assert addresses(second, kind) == []
    assert send(second, f"{path}/remove", page, {}).status_code == 303  # gone either way
    if kind in MADE:
        new = f"{SHOWN[kind].path}/new"
        assert send(second, new, told.text, changed(kind, "Bản của Tám")).status_code == 303
        assert shows(first, kind, "Bản của Tám")


@pytest.mark.parametrize("kind", SHOWN)
def test_nobody_takes_away_what_they_have_not_read(
    site: Site, first: Visitor, second: Visitor, kind: str
) -> None:
    path = made(site, first, kind)
    page = second.get(path).text
    assert send(first, path, first.get(path).text, changed(kind, "Bản của Lan")).status_code == 303

    told = send(second, f"{path}/remove", page, {})

    assert told.status_code == 409
    assert "Chưa làm gì cả" in told.text
    assert "Bản của Lan" in told.text
    (newest,) = addresses(second, kind)
    assert send(second, f"{newest}/remove", told.text, {}).status_code == 303
    assert addresses(second, kind) == []


@pytest.mark.parametrize("kind", SHOWN)
def test_a_correction_that_is_sent_twice_is_no_news(site: Site, first: Visitor, kind: str) -> None:
    path = made(site, first, kind)
    page = first.get(path).text
    told = [send(first, path, page, changed(kind, "Bản của Lan")).status_code for _ in range(2)]

    assert told == [303, 303]
    assert len(addresses(first, kind)) == 1


@pytest.mark.parametrize("kind", MADE)
def test_a_new_one_that_is_sent_twice_is_made_once_and_with_other_words_is_told(
    first: Visitor, kind: str
) -> None:
    new = f"{SHOWN[kind].path}/new"
    page = first.get(new).text
    told = [send(first, new, page, SHOWN[kind].form).status_code for _ in range(2)]

    other = send(first, new, page, changed(kind, "Khác rồi"))

    assert told == [303, 303]
    assert other.status_code == 409
    assert "Khác rồi" in other.text
    assert len(addresses(first, kind)) == 1
    assert not shows(first, kind, "Khác rồi")
    (there,) = addresses(first, kind)
    assert send(first, there, other.text, changed(kind, "Khác rồi")).status_code == 303
    assert shows(first, kind, "Khác rồi")


def test_nobody_shows_a_notice_that_was_changed_since_they_read_it(
    site: Site, first: Visitor, second: Visitor
) -> None:
    writer = site.phone(role=Role.SPEAKER, name="Cô Hạnh")
    path = made(site, writer, "notice")
    page = second.get(path).text
    assert (
        send(writer, path, writer.get(path).text, changed("notice", "Mai nghỉ")).status_code == 303
    )

    told = send(second, f"{path}/approve", page, {})

    assert told.status_code == 409
    assert "Mai nghỉ" in told.text
    with open_content(site.folder, Service.WEB) as store:
        assert notices(store)[0].approver == ""
    assert send(second, f"{path}/approve", told.text, {}).status_code == 303
    assert send(first, f"{path}/approve", told.text, {}).status_code == 303  # it is already
    with open_content(site.folder, Service.WEB) as store:
        assert notices(store)[0].approver == "Ông Tám"


def test_a_warning_corrected_twice_stands_once(site: Site, first: Visitor, second: Visitor) -> None:
    path = made(site, first, "warning")
    page = second.get(path).text
    send(first, path, first.get(path).text, changed("warning", "Lũ lớn"))
    told = send(second, path, page, changed("warning", "Lũ rất lớn"))

    assert told.status_code == 409
    assert [to for to in actions(told.text) if to == path] == []
    with open_content(site.folder, Service.WEB) as store:
        heard = [one.headline for one in alerts(store, NOW)]
    assert "Lũ rất lớn" not in heard
