"""A slot is seen and changed: once, from now on, for good; and never over somebody's head."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from hub.domain.person import Role
from hub.domain.recurrence import Override, Recurrence
from hub.domain.rrule import Rule
from hub.domain.slot import Slot
from hub.store.calendar import put_slots, remove_slots
from hub.store.people import newest_deeds
from hub.store.slot_versions import past_of
from tests.web.planned import NEWS, ON, kept, with_calendar
from tests.web.site import Site, Visitor

HERE = {"id": str(NEWS.id), "on": ON}
FORM = {"title": "Bản tin xã", "way": "daily", "day": "2026-11-02", "time": "17:00"}
TODAY = datetime.fromisoformat("2026-12-01T17:00")


def save(phone: Visitor, act: str, seen: str = "1", **fields: str) -> int:
    return phone.post("/slot/save", **HERE, act=act, seen=seen, zone="xom-1", **fields).status_code


def news(site: Site) -> Slot:
    return kept(site)[NEWS.id]


def test_the_page_says_what_a_slot_is_and_what_can_be_done(site: Site) -> None:
    text = with_calendar(site, NEWS).phone().get("/slot", query_string=HERE).text

    assert "Hằng ngày lúc 17:00, từ 2/11/2026" in text
    assert "Thứ Ba 1/12/2026 lúc 17:00" in text
    assert "act=skip" in text


def test_what_a_command_changed_was_changed_by_the_technician(site: Site) -> None:
    with site.parts.open_store() as store:
        put_slots(store, [NEWS], "village-hub calendar import", site.clock.now())

    text = site.phone().get("/slot", query_string=HERE).text

    assert "Cán bộ kỹ thuật sửa lúc" in text
    assert "village-hub" not in text


def test_who_may_not_approve_may_look_and_not_change(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone(Role.SPEAKER)

    assert "act=skip" not in phone.get("/slot", query_string=HERE).text
    assert save(phone, "skip") == 403
    assert news(site) == NEWS


def test_one_occurrence_is_left_out_and_put_back(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone(name="Hoa")

    assert (
        "Loa sẽ không phát" in phone.get("/slot/change", query_string=HERE | {"act": "skip"}).text
    )
    assert save(phone, "skip") == 303
    (override,) = news(site).recurrence.overrides
    assert override.cancelled
    assert "đã được cho nghỉ" in phone.get("/slot", query_string=HERE).text
    assert save(phone, "back", "2") == 303
    assert news(site).recurrence == NEWS.recurrence


def test_one_occurrence_is_moved(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    assert save(phone, "move", day="2026-12-01", time="18:30") == 303

    start = datetime.fromisoformat("2026-12-01T18:30")
    assert news(site).recurrence.overrides == (Override(TODAY, start, "", NEWS.length_s),)


def test_the_whole_series_is_changed_and_approved_by_whoever_did_it(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone(name="Bà Mai")

    assert save(phone, "all", **{**FORM, "time": "18:00", "title": "Tin chiều"}) == 303

    slot = news(site)
    assert (slot.title, slot.approver) == ("Tin chiều", "Bà Mai")
    assert slot.zones == {"xom-1"}
    assert slot.recurrence.start == datetime.fromisoformat("2026-11-02T18:00")


def test_what_follows_is_changed_and_what_was_before_stays(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    fields = {**FORM, "day": "2026-12-01", "time": "18:00"}

    assert save(phone, "following", **fields) == 303

    assert len(kept(site)) == 2
    ended = Rule.parse(news(site).recurrence.rrules[0]).until
    assert ended is not None
    assert ended.at < TODAY
    (new,) = (slot for key, slot in kept(site).items() if key != NEWS.id)
    assert new.recurrence == Recurrence(
        datetime.fromisoformat("2026-12-01T18:00"), rrules=("FREQ=DAILY",)
    )


def test_what_follows_never_begins_before_what_it_follows(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    assert save(phone, "following", **{**FORM, "time": "18:00"}) == 303

    (new,) = (slot for key, slot in kept(site).items() if key != NEWS.id)
    assert new.recurrence.start == datetime.fromisoformat("2026-12-01T18:00")


def test_a_rule_that_no_form_holds_is_kept_at_another_time(site: Site) -> None:
    rule = replace(NEWS.recurrence, rrules=("FREQ=MONTHLY;BYDAY=-1FR",))
    phone = with_calendar(site, replace(NEWS, recurrence=rule)).phone()
    page = phone.get("/slot/change", query_string=HERE | {"act": "all"}).text

    assert 'value="kept" selected' in page
    assert save(phone, "all", **{**FORM, "way": "kept", "time": "18:00"}) == 303
    assert news(site).recurrence.rrules == rule.rrules
    assert news(site).recurrence.start == datetime.fromisoformat("2026-11-02T18:00")


def test_a_counted_series_is_said_with_its_last_day(site: Site) -> None:
    counted = replace(NEWS.recurrence, rrules=("FREQ=DAILY;COUNT=60",))
    text = with_calendar(site, replace(NEWS, recurrence=counted)).phone().get("/slot/list").text

    told = "Hằng ngày lúc 17:00, từ 2/11/2026, 60 lần, lần cuối thứ Năm 31/12/2026"
    assert told in text


COUNTED = replace(NEWS, recurrence=replace(NEWS.recurrence, rrules=("FREQ=DAILY;COUNT=60",)))
"""From 2 November on; today, 1 December, is the thirtieth time."""


def field(page: str, name: str) -> str:
    """What stands in an input of a form."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_from_here_on_offers_the_times_that_are_left(site: Site) -> None:
    phone = with_calendar(site, COUNTED).phone()

    page = phone.get("/slot/change", query_string=HERE | {"act": "following"}).text

    assert (field(page, "times"), field(page, "last")) == ("31", "")


def test_from_here_on_splits_the_count(site: Site) -> None:
    phone = with_calendar(site, COUNTED).phone()
    fields = {**FORM, "day": "2026-12-01", "time": "18:00", "times": "31"}

    assert save(phone, "following", **fields) == 303

    (new,) = (slot for key, slot in kept(site).items() if key != NEWS.id)
    assert news(site).recurrence.rrules == ("FREQ=DAILY;COUNT=29",)
    assert new.recurrence.rrules == ("FREQ=DAILY;COUNT=31",)
    assert new.recurrence.start == datetime.fromisoformat("2026-12-01T18:00")


def test_one_occurrence_of_a_counted_series_is_changed_and_the_count_stays(site: Site) -> None:
    phone = with_calendar(site, COUNTED).phone()

    assert save(phone, "move", day="2026-12-01", time="18:30") == 303

    assert news(site).recurrence.rrules == COUNTED.recurrence.rrules


def test_all_times_of_a_counted_series_may_be_more_or_fewer(site: Site) -> None:
    phone = with_calendar(site, COUNTED).phone()
    page = phone.get("/slot/change", query_string=HERE | {"act": "all"}).text

    assert field(page, "times") == "60"
    assert save(phone, "all", **FORM, times="40") == 303
    assert news(site).recurrence.rrules == ("FREQ=DAILY;COUNT=40",)


def test_a_series_whose_times_would_all_be_over_is_refused(site: Site) -> None:
    assert save(with_calendar(site, COUNTED).phone(), "all", **FORM, times="5") == 422
    assert news(site) == COUNTED


def test_a_counted_series_is_ended_by_its_count(site: Site) -> None:
    assert save(with_calendar(site, COUNTED).phone(), "end") == 303
    assert news(site).recurrence.rrules == ("FREQ=DAILY;COUNT=29",)


def test_every_programme_of_the_calendar_can_be_found(site: Site) -> None:
    yearly = replace(NEWS.recurrence, rrules=("FREQ=YEARLY",))
    text = with_calendar(site, replace(NEWS, recurrence=yearly)).phone().get("/slot/list").text

    assert "Bản tin xã" in text
    assert "/slot?id=tin@xa" in text


def test_a_slot_is_ended_and_an_earlier_version_restored(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    assert save(phone, "end") == 303
    assert "UNTIL" in news(site).recurrence.rrules[0]
    assert save(phone, "restore", "2", past="1") == 303
    assert news(site).recurrence == NEWS.recurrence


def test_a_preview_tells_what_a_change_does_and_changes_nothing(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()

    text = phone.post(
        "/slot/preview", **HERE, act="all", zone="xom-1", **{**FORM, "time": "21:30"}
    ).text

    assert "giờ yên tĩnh" in text
    assert news(site) == NEWS


def test_the_audit_log_says_what_it_was(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone(name="Hoa")
    save(phone, "all", **{**FORM, "time": "18:00"})

    with site.people() as people:
        deed = newest_deeds(people, 1)[0]
    assert (deed.who, deed.key) == ("Hoa", "audit.slot.all")
    assert deed.values["before"].startswith("Hằng ngày lúc 17:00")
    assert deed.values["after"].startswith("Hằng ngày lúc 18:00")
    assert "Trước: Hằng ngày lúc 17:00" in phone.get("/people/deeds").text


def test_two_who_change_the_same_slot_see_both_versions(site: Site) -> None:
    hoa, nam = with_calendar(site, NEWS).phone(name="Hoa"), site.phone(name="Nam")
    for phone in (hoa, nam):
        phone.get("/slot/change", query_string=HERE | {"act": "all"})
    fields = {**HERE, "act": "all", "seen": "1", "zone": "xom-1"}

    assert hoa.post("/slot/save", **fields, **{**FORM, "time": "18:00"}).status_code == 303
    refused = nam.post("/slot/save", **fields, **{**FORM, "time": "19:00"})

    assert refused.status_code == 409
    assert "Hoa vừa sửa" in refused.text
    assert "lúc 18:00" in refused.text
    assert "lúc 19:00" in refused.text
    assert news(site).recurrence.start.hour == 18

    again = nam.post("/slot/save", **{**fields, "seen": "2"}, **{**FORM, "time": "19:00"})
    assert again.status_code == 303
    assert news(site).recurrence.start.hour == 19
    with site.parts.open_store() as store:
        assert [one.slot.recurrence.start.hour for one in past_of(store, NEWS.id)] == [18, 17]


def test_a_change_by_an_import_is_no_less_of_a_conflict(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    with site.parts.open_store() as store:
        put_slots(store, [replace(NEWS, title="Từ tệp")], "village-hub calendar import", None)

    answer = phone.post("/slot/save", **HERE, act="skip", seen="1")

    assert answer.status_code == 409
    assert "Cán bộ kỹ thuật vừa sửa" in answer.text
    assert news(site).title == "Từ tệp"
    assert save(phone, "skip", "2") == 303
    assert (news(site).title, len(news(site).recurrence.overrides)) == ("Từ tệp", 1)


def test_a_slot_that_somebody_took_away_comes_back_only_when_asked(site: Site) -> None:
    phone = with_calendar(site, NEWS).phone()
    with site.parts.open_store() as store:
        remove_slots(store, [NEWS.id])

    answer = phone.post("/slot/save", **HERE, act="skip", seen="1")

    assert answer.status_code == 409
    assert kept(site) == {}
    assert 'name="seen" value="gone-1"' in answer.text
    assert save(phone, "skip", "gone-1") == 303
    assert NEWS.id in kept(site)


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "explode"},
        {"on": "yesterday"},
        {"id": "no-such"},
        {"act": "move", "day": "2026-11-01", "time": "05:00"},
        {"act": "all", "title": ""},
        {"act": "all", "title": "Tin", "way": "weekly"},
        {"act": "restore", "past": "7"},
    ],
)
def test_what_no_form_of_ours_says_is_refused(site: Site, wrong: dict[str, str]) -> None:
    phone = with_calendar(site, NEWS).phone()
    fields = {**HERE, "seen": "1", "act": "skip", "zone": "xom-1", "day": "2026-12-01", **wrong}

    assert phone.post("/slot/save", **fields).status_code == 422
    assert news(site) == NEWS
