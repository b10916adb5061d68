"""What a slot plays and how loud: changed once or for good, with versions and the real preview."""

from dataclasses import replace
from datetime import datetime

import pytest

from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId
from hub.domain.recurrence import Recurrence
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot
from hub.store.calendar import programmes, put_programme, put_rule_book
from hub.store.slot_versions import past_of
from tests.web.planned import NEWS, ON, RATE, kept, programme, with_calendar
from tests.web.site import Site, Visitor

HERE = {"id": str(NEWS.id), "on": ON}
FORM = {"title": "Bản tin xã", "way": "daily", "day": "2026-11-02", "time": "17:00"}
ONCE = {"day": "2026-12-01", "time": "17:00"}
MUSIC = replace(programme("nhac"), frames=180 * RATE)


def calendar(site: Site, *slots: Slot) -> Visitor:
    """A village with the news, music and a recording that waits."""
    with_calendar(site, *(slots or (NEWS,)))
    with site.parts.open_store() as store:
        put_programme(store, MUSIC)
        put_programme(store, programme("moi", approver=""))
    return site.phone(name="Bà Mai")


def save(phone: Visitor, act: str, seen: str = "1", **fields: str) -> int:
    return phone.post("/slot/save", **HERE, act=act, seen=seen, zone="xom-1", **fields).status_code


def news(site: Site) -> Slot:
    return kept(site)[NEWS.id]


def test_the_form_offers_other_programmes_and_new_recordings_apart(site: Site) -> None:
    page = calendar(site).get("/slot/change", query_string=HERE | {"act": "all"}).text

    approved, new = page.index("Chương trình đã duyệt"), page.index("Bản mới, chưa duyệt")
    assert approved < page.index('value="nhac"') < new < page.index('value="moi"')
    assert "Như hiện nay: Chương trình tin" in page
    assert 'value="tin"' not in page


def test_the_series_plays_something_else(site: Site) -> None:
    phone = calendar(site)

    assert save(phone, "all", **FORM, content="nhac", level="-6") == 303

    slot = news(site)
    assert (slot.content, slot.volume_db, slot.length_s) == (("nhac",), -6.0, 180.0)
    assert slot.recurrence == NEWS.recurrence
    page = phone.get("/slot", query_string=HERE).text
    assert "Chương trình nhac" in page
    assert "Vừa" in page


def test_fields_that_are_left_empty_leave_what_there_is(site: Site) -> None:
    soft = replace(NEWS, volume_db=-7.0)
    phone = calendar(site, soft)

    assert (
        '<option value="-7" selected>'
        in phone.get("/slot/change", query_string=HERE | {"act": "all"}).text
    )
    assert save(phone, "all", **FORM, content="", level="") == 303
    assert (news(site).content, news(site).volume_db) == (soft.content, -7.0)


def test_one_occurrence_plays_something_else_and_the_others_do_not(site: Site) -> None:
    phone = calendar(site)

    assert save(phone, "move", **ONCE, content="nhac", level="-3") == 303

    slot = news(site)
    (override,) = slot.recurrence.overrides
    assert dict(override.changes) == {"content": ("nhac",), "volume_db": -3.0}
    assert (override.start, override.length_s) == (override.recurrence_id, 180.0)
    assert (slot.content, slot.volume_db) == (NEWS.content, 0.0)
    page = phone.get("/slot", query_string=HERE).text
    assert "thứ Ba 1/12/2026 phát Chương trình nhac" in page
    assert "Lần này phát khác thường lệ" in page


def test_one_occurrence_is_put_back_whole(site: Site) -> None:
    phone = calendar(site)
    save(phone, "move", **ONCE, content="nhac", level="-3")

    assert save(phone, "back", "2") == 303

    assert news(site).recurrence == NEWS.recurrence


def test_the_form_of_one_occurrence_begins_with_what_it_plays(site: Site) -> None:
    phone = calendar(site)
    save(phone, "move", **ONCE, content="nhac", level="-3")

    page = phone.get("/slot/change", query_string=HERE | {"act": "move"}).text

    assert "Như hiện nay: Chương trình nhac" in page
    assert '<option value="-3" selected>' in page
    assert save(phone, "move", "2", **{**ONCE, "time": "18:00"}, content="tin", level="0") == 303
    (override,) = news(site).recurrence.overrides
    assert override.changes == ()


def test_from_here_on_another_programme_plays(site: Site) -> None:
    phone = calendar(site)
    fields = {**FORM, "day": "2026-12-01", "content": "nhac"}

    assert save(phone, "following", **fields) == 303

    (new,) = (slot for key, slot in kept(site).items() if key != NEWS.id)
    assert new.content == ("nhac",)
    assert news(site).content == NEWS.content


def test_a_new_recording_is_approved_by_whoever_puts_it_in(site: Site) -> None:
    phone = calendar(site)

    assert save(phone, "move", **ONCE, content="moi") == 303

    with site.parts.open_store() as store:
        assert programmes(store)[ProgrammeId("moi")].approver == "Bà Mai"


def test_the_preview_plays_the_new_recording_before_it_is_approved(site: Site) -> None:
    phone = calendar(site)

    told = {**HERE, **ONCE, "act": "move", "content": "moi", "level": "-3", "seen": "1"}
    text = phone.post("/slot/preview", **told).text

    assert "Không vướng gì" in text
    with site.parts.open_store() as store:
        assert programmes(store)[ProgrammeId("moi")].approver == ""


def test_a_louder_programme_does_not_lift_the_kind_of_a_slot(site: Site) -> None:
    phone = calendar(site)
    with site.parts.open_store() as store:
        put_programme(store, programme("lu", Kind.EMERGENCY))

    assert save(phone, "all", **FORM, content="lu") == 303

    assert news(site).kind is Kind.ROUTINE


@pytest.mark.parametrize(
    "wrong", [{"content": "no-such"}, {"level": "3"}, {"level": "-31"}, {"level": "to"}]
)
def test_what_cannot_be_is_refused(site: Site, wrong: dict[str, str]) -> None:
    phone = calendar(site)

    assert save(phone, "all", **FORM, **wrong) == 422
    assert news(site) == NEWS


ALARM = replace(
    NEWS, kind=Kind.EMERGENCY, recurrence=Recurrence(datetime.fromisoformat("2026-12-01T17:00"))
)
ALARM_FORM = {**FORM, "way": "once", "day": "2026-12-01"}


def test_an_emergency_is_not_made_softer(site: Site) -> None:
    phone = calendar(site, ALARM)

    page = phone.get("/slot/change", query_string=HERE | {"act": "all"}).text

    assert 'name="level"' not in page
    assert save(phone, "all", **ALARM_FORM, level="-3") == 422


def test_an_emergency_is_made_softer_as_far_as_the_commune_allows(site: Site) -> None:
    phone = calendar(site, ALARM)
    with site.parts.open_store() as store:
        put_rule_book(store, RuleBook(emergency_floor_db=-3.0))

    assert save(phone, "all", **ALARM_FORM, level="-6") == 422
    assert save(phone, "all", **ALARM_FORM, level="-3") == 303
    assert news(site).volume_db == -3.0


def test_whoever_was_slower_sees_both_contents(site: Site) -> None:
    phone = calendar(site)
    save(phone, "all", **FORM, level="-3")

    answer = phone.post(
        "/slot/save", **HERE, act="all", seen="1", zone="xom-1", **FORM, content="nhac"
    )

    assert answer.status_code == 409
    assert "Chương trình nhac" in answer.text
    assert "Chương trình tin" in answer.text
    assert 'name="content" value="nhac"' in answer.text
    with site.parts.open_store() as store:
        assert [one.revision for one in past_of(store, NEWS.id)] == [1]
