"""Who approves whose bulletins, as the commune's rules say, on every way to the loudspeakers."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId
from hub.domain.person import Right, Role
from hub.domain.program_key import KeyId, ProgramKey
from hub.domain.programme import Programme
from hub.domain.rules import RuleBook
from hub.store.calendar import programmes, put_programme, put_rule_book, rule_book
from hub.store.connect import open_hub
from hub.store.people import newest_deeds, persons
from hub.store.permits import Service
from hub.store.program_keys import add_key
from hub.tokens import digest, new_id, new_token
from tests.web.planned import NEWS, ON, draft, kept, programme, with_calendar
from tests.web.programs import ask, key
from tests.web.site import PIN, Site, Visitor

WHEN = {"way": "once", "day": "2026-12-02", "time": "17:30", "zone": "xom-1"}
REFUSED = {403, 409, 422}
NOW = {"order": "web-0123456789abcdef", "zone": "xom-1", "pin": PIN}


def ruled(site: Site, *, other: bool = True) -> Site:
    """A village whose rules want another person than the author."""
    with_calendar(site, NEWS)
    with open_hub(site.folder, Service.CLI) as store:
        put_rule_book(store, RuleBook(other_approver=other))
    return site


def approver(site: Site, key: str = "nhap") -> str:
    with site.parts.open_store() as store:
        return programmes(store)[ProgrammeId(key)].approver


def given(site: Site) -> list[dict[str, object]]:
    return [asked for method, asked in site.playout.asked if method.endswith("Give")]


def author(site: Site, role: Role = Role.HEAD) -> Visitor:
    """The phone of whoever wrote the drafts of `tests.web.planned`."""
    return site.phone(role, "Lan")


@pytest.mark.parametrize("kind", [Kind.ROUTINE, Kind.PRIORITY])
@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.OFFICER])
def test_nobody_approves_or_plays_what_they_wrote(site: Site, role: Role, kind: Kind) -> None:
    address = draft(ruled(site), kind)
    lan = author(site, role)
    site.playout.planner = None

    for told in (lan.post(f"{address}/approve", **WHEN), lan.post(f"{address}/play", **NOW)):
        assert told.status_code in REFUSED
        assert "phải do người khác duyệt, không phải Lan" in told.text

    assert approver(site) == ""
    assert set(kept(site)) == {NEWS.id}
    assert given(site) == []


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.OFFICER])
def test_another_person_approves_and_plays(site: Site, role: Role) -> None:
    first, second = draft(ruled(site)), draft(site, key="hai")
    hoa = site.phone(role, "Hoa")

    assert hoa.post(f"{first}/approve", **WHEN).status_code == 303
    site.playout.planner = None
    assert hoa.post(f"{second}/play", **NOW).status_code == 200

    assert (approver(site), approver(site, "hai")) == ("Hoa", "Hoa")


def test_without_the_rule_the_head_approves_what_they_wrote(site: Site) -> None:
    address = draft(ruled(site, other=False))

    assert author(site).post(f"{address}/approve", **WHEN).status_code == 303

    assert approver(site) == "Lan"


def test_an_emergency_needs_one_person(site: Site) -> None:
    address = draft(ruled(site), Kind.EMERGENCY)
    site.playout.planner = None

    assert author(site).post(f"{address}/play", **NOW).status_code == 200

    assert approver(site) == "Lan"
    assert len(given(site)) == 1


def test_the_page_says_who_may_approve_and_offers_its_author_to_send_it(site: Site) -> None:
    address = draft(ruled(site))
    site.person("Ông Sáu", Role.DEPUTY)
    site.person("Anh Kỹ Thuật", Role.IT)

    mine, theirs = author(site).get(address).text, site.phone(name="Bà Hoa").get(address).text

    told = re.search(r"Theo quy định, tin này phải do người khác duyệt[^<]*", mine)
    assert told is not None
    assert "Người được duyệt: Bà Hoa" not in told[0]
    assert told[0].endswith("Người được duyệt: Ông Sáu.")
    assert f'action="{address}/propose"' in mine
    assert f"{address}/play" not in mine
    assert "Người được duyệt: Bà Hoa, Ông Sáu." in theirs
    assert f'action="{address}/approve"' in theirs


def test_an_author_alone_is_told_that_somebody_has_to_be_added(site: Site) -> None:
    address = draft(ruled(site))

    assert "chưa có ai khác được duyệt" in author(site).get(address).text


def test_the_author_of_a_draft_sends_it_to_the_approver(site: Site) -> None:
    address = draft(ruled(site))

    assert author(site).post(f"{address}/propose", **WHEN).status_code == 303

    assert site.phone(name="Bà Hoa").post(f"{address}/approve", **WHEN).status_code == 303
    assert approver(site) == "Bà Hoa"


def test_a_slot_that_is_given_a_draft_does_not_approve_it_for_its_author(site: Site) -> None:
    draft(ruled(site))
    told = {"id": NEWS.id, "on": ON, "act": "all", "seen": "1", "title": "Bản tin xã",
            "way": "daily", "day": "2026-12-02", "time": "17:00", "zone": "xom-1",
            "content": "nhap"}  # fmt: skip

    refused = author(site).post("/slot/save", **told)
    assert refused.status_code in REFUSED
    assert approver(site) == ""
    assert kept(site)[NEWS.id].content == (ProgrammeId("tin"),)

    taken = site.phone(name="Hoa").post("/slot/save", **told)
    assert (taken.status_code, approver(site)) == (303, "Hoa")


def own_emergency(site: Site) -> Programme:
    """What Lan wrote, approved and played as an emergency."""
    found = programme("lu", Kind.EMERGENCY, "Lan")
    with site.parts.open_store() as store:
        put_programme(store, found)
    return found


@pytest.mark.parametrize(("kind", "status"), [("routine", 403), ("emergency", 200)])
def test_an_emergency_of_ones_own_does_not_become_a_routine_bulletin(
    site: Site, kind: str, status: int
) -> None:
    own_emergency(ruled(site))
    site.playout.planner = None
    body = {"id": "a", "programme": "lu", "kind": kind, "pin": PIN}

    answer = author(site).api("POST", "/api/v1/orders/play", body)

    assert answer.status_code == (422 if status == 403 else status), answer.text
    assert len(given(site)) == (status == 200)


def test_programs_play_and_plan_what_two_people_have_seen_and_nothing_of_their_own(
    site: Site,
) -> None:
    own_emergency(ruled(site))
    site.playout.planner = None
    lan = author(site)
    slot = {"title": "Lũ", "start": "2026-12-02T17:30", "content": ["lu"], "kind": "routine"}

    assert lan.api("PUT", "/api/v1/slots/lu@x", slot).status_code == 422
    assert ask(site, key(site), "PUT", "/slots/lu@x", slot).status_code == 201
    assert lan.api("PUT", "/api/v1/slots/t@x", {**slot, "content": ["tin"]}).status_code == 201


def test_what_was_approved_under_earlier_rules_stays_approved(site: Site) -> None:
    with ruled(site).parts.open_store() as store:
        put_programme(store, programme("cu", approver="Lan"))
    site.playout.planner = None
    body = {"id": "a", "programme": "cu", "pin": PIN}

    assert author(site).api("POST", "/api/v1/orders/play", body).status_code == 200


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.IT])
def test_the_rule_is_set_by_whoever_may_set_rules(site: Site, role: Role) -> None:
    phone = site.phone(role, "Hoa")
    found = re.search(r'name="was" value="(\w+)"', phone.get("/settings/approval").text)
    assert found is not None

    assert phone.post("/settings/approval", was=found[1], other="yes").status_code == 303

    with site.parts.open_store() as store:
        assert rule_book(store) == RuleBook(other_approver=True)
    with site.people() as people:
        assert newest_deeds(people, 1)[0].key == "audit.set_approval.other"
    late = phone.post("/settings/approval", was=found[1], other="no")
    assert late.status_code in REFUSED
    with site.parts.open_store() as store:
        assert rule_book(store).other_approver


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SPEAKER])
def test_the_rule_is_nobody_elses_to_set(site: Site, role: Role) -> None:
    assert site.phone(role).post("/settings/approval", other="yes").status_code == 403
    with site.parts.open_store() as store:
        assert not rule_book(store).other_approver


KINDS = (Kind.ROUTINE, Kind.PRIORITY, Kind.EMERGENCY)


@pytest.mark.parametrize("written", KINDS)
@pytest.mark.parametrize("heard", KINDS)
@pytest.mark.parametrize("before", ["", "Lan", "Hoa"])
def test_the_rule_asks_for_two_people_unless_it_is_an_emergency(
    written: Kind, heard: Kind, before: str
) -> None:
    book, found = RuleBook(other_approver=True), programme("x", written, before)

    is_emergency = written is heard is Kind.EMERGENCY
    is_seen_by_two = before == "Hoa" or (before == "Lan" and written is not Kind.EMERGENCY)
    assert book.may_approve(found, heard, "Lan") is (is_emergency or is_seen_by_two)
    assert book.may_approve(found, heard, "Hoa")
    assert RuleBook().may_approve(found, heard, "Lan")


def test_a_program_is_as_whoever_made_its_key(site: Site) -> None:
    own_emergency(ruled(site))
    author(site)
    with site.people() as people:
        maker = next(one for one in persons(people) if one.name == "Lan")
        secret = new_token()
        made = ProgramKey(KeyId(new_id()), "Máy", frozenset(Right), maker, site.clock.now())
        add_key(people, made, digest(secret))
    site.playout.planner = None

    answer = ask(
        site, secret, "POST", "/orders/play", {"id": "a", "programme": "lu", "kind": "routine"}
    )

    assert answer.status_code == 422
    assert given(site) == []


def test_a_calendar_file_does_not_make_ones_own_emergency_routine(site: Site) -> None:
    own_emergency(ruled(site))
    lan = author(site)
    file = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:lu@x\r\n"
        "DTSTART:20261203T173000\r\nDTEND:20261203T173100\r\nSUMMARY:Chương trình lu\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    lan.get("/calendar/import")
    shown = lan.client.post(
        "/calendar/import",
        data={"mark": lan.mark, "file": (BytesIO(file.encode()), "x.ics")},
        **lan._around({}),
    )
    name = re.search(r'name="name" value="(\w+)"', shown.text)
    seen = re.search(r'name="seen" value="(\w+)"', shown.text)
    assert name is not None
    assert seen is not None

    answer = lan.post("/calendar/import/take", name=name[1], seen=seen[1])

    assert answer.status_code in REFUSED
    assert set(kept(site)) == {NEWS.id}
