"""A bulletin that is heard three times says so, with its whole length, wherever it is met."""

import csv
import io
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.domain.ids import ProgrammeId
from hub.domain.sequence import REPEAT_PAUSE_S
from hub.domain.slot import Slot
from hub.store.asrun import append_many
from hub.store.calendar import programmes, put_programme
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.store.preparation import jobs
from tests.store.samples import make_cue
from tests.web.planned import NEWS, ON, RATE, draft, kept, programme, with_calendar
from tests.web.site import NOW, Site, Visitor, quiet_state

WHEN = {"day": "2026-12-01", "time": "17:00", "zone": "xom-1"}
HERE = {"id": str(NEWS.id), "on": ON}
FORM = {"title": "Bản tin xã", "way": "daily", "day": "2026-11-02", "time": "17:00"}
THRICE = replace(NEWS, content=NEWS.content * 3, length_s=184.0)
SAID = "Đọc 3 lần, dài 3 phút 4 giây"


def calendar(site: Site, *slots: Slot) -> Visitor:
    """A village with this calendar, and a recording of two minutes that waits."""
    with_calendar(site, *slots)
    with site.parts.open_store() as store:
        put_programme(store, replace(programme("moi", approver=""), frames=120 * RATE))
        put_programme(store, replace(programme("nhac"), frames=180 * RATE))
    return site.phone(name="Bà Mai")


def save(phone: Visitor, act: str, seen: str = "1", **fields: str) -> int:
    return phone.post("/slot/save", **HERE, act=act, seen=seen, zone="xom-1", **fields).status_code


def news(site: Site) -> Slot:
    return kept(site)[NEWS.id]


def test_before_it_is_saved(site: Site) -> None:
    phone, address = with_calendar(site).phone(), draft(site)

    page = phone.get(address).text
    told = phone.post(f"{address}/preview", **WHEN, repeats="3").text

    assert re.findall(r">· ([^<]*giây|[^<]*phút)<", page) == [
        "1 phút", "2 phút 2 giây", "3 phút 4 giây",
    ]  # fmt: skip
    assert SAID in told
    assert "Dài 1 phút" in phone.post(f"{address}/preview", **WHEN, repeats="1").text


def test_in_the_calendar_by_day_and_by_week(site: Site) -> None:
    phone = calendar(site, THRICE)

    day, week = phone.get("/calendar").text, phone.get("/calendar?days=7").text

    assert SAID in day
    assert "17:00–17:03" in day
    assert week.count(SAID) == 7
    assert "Đọc" not in calendar_text(phone, site)


def calendar_text(phone: Visitor, site: Site) -> str:
    """The day once one occurrence plays something else, once."""
    assert save(phone, "move", day="2026-12-01", time="17:00", content="nhac", repeats="1") == 303
    assert dict(news(site).recurrence.overrides[0].changes)["content"] == ("nhac",)
    return phone.get("/calendar").text.partition("<main")[2].partition("</ol>")[2]


def test_what_will_not_be_heard_is_not_told_to_be_heard_often(site: Site) -> None:
    late = replace(THRICE, recurrence=replace(NEWS.recurrence, start=datetime(2026, 11, 2, 23)))

    page = calendar(site, late).get("/calendar").text

    assert "không phát" in page
    assert SAID not in page


def test_on_the_first_page(site: Site) -> None:
    start, end = "2026-12-01T17:00:00+07:00", "2026-12-01T17:03:04+07:00"
    cue = {"id": "x", "title": "Tin", "kind": "routine", "zones": ["xom-1"], "start": start,
           "planned_start": start, "end": end, "slot": "tin@xa"}  # fmt: skip
    site.playout.state = quiet_state(next={**cue, "content": ["nhac", "tin", "tin", "tin"]})
    phone = site.phone()

    assert SAID in phone.get("/").text
    running = {**cue, "content": ["tin"] * 3, "started": start}
    site.playout.state = quiet_state(on_air=[running])
    site.clock.pass_time(5)
    assert SAID in phone.get("/").text
    site.playout.state = quiet_state(next={**cue, "content": ["nhac", "tin"]})
    site.clock.pass_time(5)
    assert "Đọc" not in phone.get("/").text


def test_in_the_log_book(site: Site) -> None:
    frames = (3 * 60 + 2 * 2) * RATE
    begun = NOW - timedelta(hours=1)
    cue = make_cue(
        1, begun, title="Cắt điện", frames_planned=frames, frames_played=frames,
        started=begun, ended=begun + timedelta(seconds=184),
        media=((ProgrammeId("tin"), "0" * 64),) * 3,
    )  # fmt: skip
    phone = calendar(site, THRICE)
    with open_hub(site.folder, Service.BROADCAST) as store:
        append_many(store, [(cue, NOW)])

    page, printed = phone.get("/log").text, phone.get("/log/print").text
    (row,) = csv.DictReader(io.StringIO(phone.get("/log/week.csv").text.removeprefix("\ufeff")))

    assert "09:00–09:03 · Cắt điện" in page
    assert "Đọc 3 lần, 3 phút 4 giây" in page
    assert "Đã phát đủ; đọc 3 lần" in printed
    assert "(3 phút 4 giây)" in printed.replace("\u00a0", " ")
    assert (row["Đã đọc trọn mấy lần"], row["Đã phát trong (giây)"]) == ("3", "184.0")


def test_another_recording_is_heard_as_often_as_the_one_before(site: Site) -> None:
    phone = calendar(site, THRICE)

    assert save(phone, "all", **FORM, content="moi") == 303

    assert news(site).content == ("moi",) * 3
    assert news(site).length_s == 3 * 120 + 2 * REPEAT_PAUSE_S
    assert "Chương trình moi (3 lần)" in phone.get("/slot", query_string=HERE).text


def test_another_recording_of_one_time_is_too(site: Site) -> None:
    phone = calendar(site, THRICE)

    assert save(phone, "move", day="2026-12-01", time="17:00", content="moi") == 303

    (override,) = news(site).recurrence.overrides
    assert dict(override.changes)["content"] == ("moi",) * 3
    assert override.length_s == 3 * 120 + 2 * REPEAT_PAUSE_S
    assert news(site).content == THRICE.content


@pytest.mark.parametrize(("sent", "times"), [("2", 2), ("1", 1), ("9", 3), ("x", 3), ("", 3)])
def test_how_often_can_be_changed_alone(site: Site, sent: str, times: int) -> None:
    phone = calendar(site, THRICE)

    form = phone.get("/slot/change", query_string=HERE | {"act": "all"}).text
    assert 'name="repeats" value="3" checked' in form
    assert save(phone, "all", **FORM, content="", repeats=sent) == 303

    assert news(site).content == NEWS.content * times
    assert news(site).length_s == 60 * times + (times - 1) * REPEAT_PAUSE_S


def test_what_plays_several_things_offers_no_such_choice(site: Site) -> None:
    mixed = replace(NEWS, content=(ProgrammeId("nhac"), ProgrammeId("tin")))
    phone = calendar(site, mixed)

    assert (
        'name="repeats"' not in phone.get("/slot/change", query_string=HERE | {"act": "all"}).text
    )
    assert save(phone, "all", **FORM, content="", repeats="3") == 303
    assert news(site).content == mixed.content


@pytest.mark.service
def test_what_is_typed_is_made_once_and_heard_as_often_as_was_wished(site: Site) -> None:
    phone = with_calendar(site).phone()
    typed = {"title": "Cắt điện", "text": "Cắt điện sáng mai.", "repeats": "3"}

    address = phone.finished(phone.post("/compose", **typed).location or "")
    page = phone.get(address).text
    again = phone.get(f"/compose?fix={address.rpartition('/')[2]}").text
    phone.post(f"{address}/approve", **WHEN, repeats="3")

    assert 'name="repeats" value="3" checked' in page
    assert 'name="repeats" value="3" checked' in again
    with site.parts.open_store() as store:
        (job,) = jobs(store, 9)
        found = programmes(store)
    (slot,) = kept(site).values()
    once = found[slot.content[0]].length_s
    assert job.wish["repeats"] == 1
    assert len(slot.content) == 3
    assert slot.length_s == pytest.approx(3 * once + 2 * REPEAT_PAUSE_S)


def test_a_series_of_several_days_is_told_for_each(site: Site) -> None:
    phone, address = with_calendar(site).phone(), draft(site)

    told = phone.post(f"{address}/preview", **WHEN, way="daily", repeats="3", times="3").text

    assert told.count(SAID) == 3
