"""Emergencies get a second look: on the pages, by every role, in the log book."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from hub.domain.bulletin import Kind
from hub.domain.ids import CueId, OrderId, ProgrammeId
from hub.domain.order import Verb
from hub.domain.person import Right, Role
from hub.domain.program_key import KeyId, ProgramKey
from hub.store.asrun import append
from hub.store.connect import open_hub
from hub.store.orders import add
from hub.store.people import newest_deeds, person_named
from hub.store.permits import Service
from hub.store.program_keys import add_key, revoke_key
from hub.store.reviews import count_unreviewed
from hub.tokens import digest, new_id, new_token
from tests.store.samples import make_cue, make_order
from tests.web.site import NOW, Site

CUE = "order:cli-1"
REFUSED = {403, 409, 422}
NOTE = "tin khẩn cấp chưa được xem lại"


def given(site: Site, by: str = "root", *, has_row: bool = True) -> None:
    """Somebody gave an emergency, at the terminal or by the API."""
    order = make_order(
        1, Verb.PLAY, "xom-1", at=NOW, by=by, programme=ProgrammeId("lu"), kind=Kind.EMERGENCY
    )
    with open_hub(site.folder, Service.BROADCAST) as store:
        add(store, replace(order, id=OrderId("cli-1")))
        if has_row:
            row = make_cue(
                1, NOW, cue=CueId(CUE), slot=None, order=OrderId("cli-1"), author=by,
                title="Lũ về <b>", kind=Kind.EMERGENCY, approver="Lan",
            )  # fmt: skip
            append(store, row, NOW)


def waits(site: Site) -> int:
    with site.parts.open_store() as store:
        return count_unreviewed(store)


@pytest.mark.parametrize("has_row", [True, False])
@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.OFFICER])
def test_an_emergency_of_the_terminal_is_noted_on_home_until_somebody_signs_it(
    site: Site, role: Role, *, has_row: bool
) -> None:
    given(site, has_row=has_row)
    phone = site.phone(role, "Bà Hoa")
    assert f"Có 1 {NOTE}" in phone.get("/").text

    assert f'value="{CUE}"' in phone.get("/emergencies").text
    assert phone.post("/emergencies/review", cue=CUE, remark="Đúng  lúc").status_code == 303

    assert waits(site) == 0
    assert NOTE not in phone.get("/").text
    page = phone.get("/emergencies").text
    assert "Bà Hoa đã xem lại" in page
    assert "“Đúng lúc”" in page
    with site.people() as people:
        deed = newest_deeds(people, 1)[0]
    assert (deed.key, deed.values["by"]) == ("audit.reviewed", "root")


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.IT])
def test_who_may_not_approve_does_not_review(site: Site, role: Role) -> None:
    given(site)
    phone = site.phone(role)

    assert NOTE not in phone.get("/").text
    assert phone.get("/emergencies").status_code == 403
    assert phone.post("/emergencies/review", cue=CUE).status_code == 403
    assert waits(site) == 1


def test_whoever_gave_it_is_told_that_another_reviews_it(site: Site) -> None:
    given(site, by="Bà Hoa")
    hoa = site.phone(name="Bà Hoa")
    site.person("Ông Sáu", Role.DEPUTY)

    page = hoa.get("/emergencies").text
    assert "nên người khác xem lại" in page
    assert "Ông Sáu" in page
    assert 'name="cue"' not in page
    assert hoa.post("/emergencies/review", cue=CUE).status_code in REFUSED
    assert waits(site) == 1


def test_whoever_is_alone_is_not_named_as_the_other_one(site: Site) -> None:
    head = site.phone(name="Hoa")
    given(site, "Hoa")

    assert "Chưa ai khác được xem lại" in head.get("/emergencies").text
    site.phone(Role.OFFICER, "Nam")
    assert "Người được xem lại: Nam." in head.get("/emergencies").text


@pytest.mark.parametrize("is_revoked", [False, True])
def test_what_a_program_gave_is_reviewed_by_another_than_who_made_its_key(
    site: Site, *, is_revoked: bool
) -> None:
    given(site, by="Máy đo mưa (API)")
    hoa = site.phone(name="Bà Hoa")
    with site.people() as people:
        maker = person_named(people, "Bà Hoa")
        assert maker is not None
        made = ProgramKey(KeyId(new_id()), "Máy đo mưa", frozenset(Right), maker, NOW)
        add_key(people, made, digest(new_token()))
        if is_revoked:
            revoke_key(people, made.id, NOW)

    assert hoa.post("/emergencies/review", cue=CUE).status_code in REFUSED
    assert site.phone(Role.DEPUTY).post("/emergencies/review", cue=CUE).status_code == 303


def test_the_second_signature_is_told_that_somebody_was_faster(site: Site) -> None:
    given(site)
    first, second = site.phone(name="Bà Hoa"), site.phone(name="Ông Sáu")
    first.post("/emergencies/review", cue=CUE)

    late = second.post("/emergencies/review", cue=CUE, remark="Không")

    assert late.status_code in REFUSED
    assert "vừa xem lại" in late.text
    assert "Ông Sáu đã xem lại" not in second.get("/emergencies").text


@pytest.mark.parametrize(
    "cue", ["", "order:không-có", "order:", "tin@1", '"order:cli-1"', "x" * 999]
)
def test_what_is_no_emergency_is_not_signed(site: Site, cue: str) -> None:
    given(site)

    assert site.phone().post("/emergencies/review", cue=cue).status_code in REFUSED
    assert waits(site) == 1


@pytest.mark.parametrize("remark", ["x" * 301, "a\x00b", "a\u202eb"])
def test_a_remark_is_one_short_line(site: Site, remark: str) -> None:
    given(site)

    assert site.phone().post("/emergencies/review", cue=CUE, remark=remark).status_code in REFUSED
    assert waits(site) == 1


def test_a_routine_order_is_no_emergency(site: Site) -> None:
    order = make_order(1, Verb.PLAY, at=NOW, programme=ProgrammeId("tin"))
    with open_hub(site.folder, Service.BROADCAST) as store:
        add(store, order)

    assert waits(site) == 0
    assert site.phone().post("/emergencies/review", cue=f"order:{order.id}").status_code in REFUSED


def test_the_log_book_has_a_column_for_it_on_every_paper(site: Site) -> None:
    given(site)
    phone = site.phone(name="Bà Hoa")
    week = "?week=2026-W49"
    before = [phone.get(f"/log{page}{week}").text for page in ("", "/print", "/week.csv")]

    phone.post("/emergencies/review", cue=CUE, remark="=Đúng <i>")

    page, paper, table = (
        phone.get(f"/log{page}{week}").text for page in ("", "/print", "/week.csv")
    )
    assert [
        "Chưa có ai khác xem lại" in before[0],
        "Chưa được xem lại" in before[1],
        "Chưa được xem lại" in before[2],
    ] == [True] * 3
    assert "Bà Hoa đã xem lại lúc" in page
    assert "Người khác xem lại" in paper
    cell = re.search(r"Bà Hoa, [0-9:]+ 01/12/2026: [^<]*", html.unescape(paper))
    assert cell is not None
    assert "<i>" not in re.sub(r"&lt;i&gt;", "", paper)
    assert "Người xem lại" in table.splitlines()[0]
    assert "Bà Hoa,2026-12-01" in table
    assert "'=Đúng <i>" in table
