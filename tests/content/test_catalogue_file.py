"""A catalogue file is read as a whole, or refused with every mistake."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from hub.content.catalogue_file import CatalogueError, read_catalogue
from hub.content.fields import is_link
from hub.content.starter import starter_catalogue, starter_document
from hub.domain.entry import Audience
from hub.domain.procedure import EventId, ProcedureCode
from hub.domain.validity import Evidence, Standing
from hub.errors import RefusedError

TODAY = date(2026, 11, 22)
HEAD = """
format = 1
id = "xa-hoa-an"
title = "Danh mục xã Hòa An"
publisher = "UBND xã Hòa An"
version = 7
made_on = 2026-11-01
"""
ONE = """
[[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh"
evidence = "A"
"""


def read(text: str, head: str = HEAD) -> object:
    return read_catalogue((head + text).encode(), "f.toml")


def mistakes(text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(text)
    return [problem.key for problem in caught.value.problems]


def test_the_shipped_catalogue_has_the_procedures_of_the_field() -> None:
    found = starter_catalogue()

    assert len(found.procedures) == 25
    assert sum(1 for one in found.procedures if one.validity.evidence is Evidence.SEEN) == 14
    assert sum(1 for one in found.procedures if not one.formality_id) == 6


def test_every_event_of_the_shipped_catalogue_leads_somewhere() -> None:
    found = starter_catalogue()

    assert [one.id for one in found.events if not found.of_event(one.id, TODAY)] == []


def test_no_shipped_procedure_tells_a_fee_or_a_duration_that_nobody_knows() -> None:
    assert {(one.fee, one.duration) for one in starter_catalogue().procedures} == {("", "")}


def test_papers_are_told_with_their_source_only() -> None:
    with_papers = [one for one in starter_catalogue().procedures if one.papers.items]

    assert [one.code for one in with_papers if not one.papers.source] == []


def test_links_have_the_two_forms_of_the_portal() -> None:
    found = starter_catalogue()
    birth = found.procedure(ProcedureCode("1.001193"))
    live = found.procedure(ProcedureCode("1.004222"))

    assert birth is not None
    assert birth.link == (
        "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7"
    )
    assert len(birth.link) == 81
    assert live is not None
    assert live.link == "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword=1.004222"


def test_what_was_only_reported_is_shown_as_not_verified() -> None:
    live = starter_catalogue().procedure(ProcedureCode("1.004222"))

    assert live is not None
    assert live.validity.standing(TODAY) is Standing.UNVERIFIED


def test_the_events_of_a_procedure_are_found_the_best_first() -> None:
    found = starter_catalogue().of_event(EventId("mat-nguoi-than"), TODAY)

    assert found[0].short == "Đăng ký khai tử"


def test_a_file_with_decomposed_letters_is_read_as_composed() -> None:
    plain = read(ONE)
    content = unicodedata.normalize("NFD", HEAD + ONE).encode()

    assert read_catalogue(content, "f") == plain


def test_a_procedure_past_its_date_is_hidden_from_the_next_day_on() -> None:
    found = read_catalogue((HEAD + ONE + "valid_to = 2026-11-22\n").encode(), "f")

    assert len(found.shown(TODAY)) == 1
    assert found.shown(date(2026, 11, 23)) == ()


def test_a_procedure_is_hidden_before_its_date() -> None:
    found = read_catalogue((HEAD + ONE + "valid_from = 2026-12-01\n").encode(), "f")

    assert found.shown(TODAY) == ()


def test_documents_for_members_are_shown_to_members_only() -> None:
    entry = '[[entry]]\nid = "chi-bo"\nkind = "document"\nname = "Tài liệu"\naudience = "members"\n'
    found = read_catalogue((HEAD + ONE + entry).encode(), "f")

    assert found.shown_entries(TODAY) == ()
    assert [e.audience for e in found.shown_entries(TODAY, is_member=True)] == [Audience.MEMBERS]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "content.empty"),
        (ONE + ONE, "content.twice"),
        (ONE + 'events = ["sinh-con"]\n', "content.no_event"),
        (ONE.replace("1.001193", "1001193"), "content.code"),
        (ONE + 'formality_id = "019D2BFD"\n', "content.formality"),
        (ONE + "fees = 8000\n", "config.unknown_key"),
        (ONE + "fee = 8000\n", "config.wrong_value"),
        (ONE.replace('"A"', '"D"'), "config.wrong_value"),
        (ONE + 'checked_on = "2026-13"\n', "content.checked_on"),
        (ONE + 'checked_on = "2026-02-30"\n', "content.checked_on"),
        (ONE + "valid_from = 2026-12-01\nvalid_to = 2026-11-01\n", "content.dates"),
        (ONE + f'fee = "{"x" * 301}"\n', "content.text"),
        (ONE + 'fee = "a\\u0000b"\n', "content.text"),
        (ONE + f"words = {['a'] * 81}\n", "content.words"),
        (ONE + 'words = [""]\n', "content.words"),
        (ONE + 'names = { "english!" = "x" }\n', "content.language"),
        (ONE + '[abbreviations]\n"KS" = "khai sinh"\n', "content.abbreviation"),
        (ONE + '[[entry]]\nid="a"\nname="A"\naddress="http://a.vn"\n', "content.link"),
        (ONE + '[[entry]]\nid="a"\nname="A"\nkind="phone"\naddress="abc"\n', "content.phone"),
        (ONE + '[[entry]]\nid="a"\nname="A"\nfile="../passwd"\n', "content.file"),
    ],
)
def test_a_mistake_is_named(text: str, key: str) -> None:
    assert key in mistakes(text)


def test_all_mistakes_are_told_together() -> None:
    assert len(mistakes(ONE.replace("1.001193", "x") + "fees = 1\nother = 2\n")) == 3


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\xff\xfe", "content.not_toml"),
        (b"= 3", "content.not_toml"),
        (b"format = 2", "content.format"),
        (b"", "content.format"),
        (b"#" * (2 * 1024 * 1024 + 1), "content.too_big"),
        (b"a = " + b"[" * 5_000, "content.not_toml"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_catalogue(content, "f")

    assert caught.value.key == key


@pytest.mark.parametrize(
    "address",
    [
        "http://dichvucong.gov.vn",
        "javascript:alert(1)",
        "https://",
        "https://localhost",
        "https://dichvucong.gov.vn@evil.example",
        "https://a b.vn",
        "https://dichvucông.vn",
        "https://[::1",
        "https://a.vn:99999",
        "https://a.vn/" + "x" * 500,
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(address: str) -> None:
    assert not is_link(address)


def test_the_shipped_file_is_what_a_commune_can_import() -> None:
    assert read_catalogue(starter_document(), "f") == starter_catalogue()
