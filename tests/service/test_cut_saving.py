"""The link breaks while something is saved, and the phone sends it again: it is there once.

Over real sockets, against real processes.  What the phone was told is there after the service
was killed, too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.facts import AsRun
from hub.domain.ids import ProgrammeId
from hub.domain.order import Order, Verb
from hub.domain.person import Role
from hub.domain.programme import Programme
from hub.store.alerts import alerts
from hub.store.asrun import rows
from hub.store.calendar import programmes, put_programme, slots
from hub.store.connect import open_content, open_hub
from hub.store.notices import notices
from hub.store.permits import Service
from hub.store.preparation import jobs
from hub.store.slot_versions import past_of, version_of
from hub.tokens import new_id
from tests.service.cutting import CUTS, FORM, HALF, body_of, cut, standing
from tests.service.test_kills import AGES
from tests.service.test_uploads import PIN, Phone, Village
from tests.service.village import wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(240)]

A_WHILE_S = 0.5
"""Longer than anything that is done takes."""
FAR = timedelta(days=3)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    with standing(tmp_path_factory.mktemp("village"), "broadcast", "hub.service") as found:
        yield found


@pytest.fixture
def phone(village: Village) -> Phone:
    return Phone(village.hub.config, f"Bà {new_id()}", role=Role.HEAD)


def sent_again(phone: Phone, path: str, body: bytes, when: str) -> str:
    """Send it, lose the link, send it again; where the answer leads, or the page it is."""
    cut(phone, path, body, when)
    answer, page = phone.ask("POST", path, body, FORM)
    assert answer.status in {200, 303}, page
    return answer.headers["Location"] or page


def known(village: Village) -> dict[ProgrammeId, Programme]:
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        return dict(programmes(store))


def facts(village: Village) -> list[object]:
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        return [row.fact for row in rows(store, *AGES)]


def orders(village: Village, verb: Verb, programme: ProgrammeId | None = None) -> int:
    given = [one for one in facts(village) if isinstance(one, Order)]
    return sum((one.verb, one.programme) == (verb, programme) for one in given)


def draft(village: Village, name: str, seconds: float = 2.0) -> ProgrammeId:
    """A recording that nobody has approved."""
    key = village.hub.tone(name, seconds)
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        put_programme(store, replace(programmes(store)[key], approver=""))
    return key


@pytest.mark.parametrize("when", CUTS)
def test_a_bulletin_that_is_typed_is_made_once(village: Village, phone: Phone, when: str) -> None:
    title = f"Cắt điện {CUTS.index(when)}"
    page = phone.ask("GET", "/compose")[1]
    body = body_of(
        page, "/compose", title=title, text="Sáng mai cắt điện.", kind="routine", repeats="1"
    )

    address = sent_again(phone, "/compose", body, when)
    village.kill_web()

    wait_for(lambda: phone.ask("GET", address)[0].status == 303, 60)
    village.kill_web()
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        made = [job for job in jobs(store, 100) if job.about.get("title") == title]
    assert len(made) == 1
    assert [one.title for one in known(village).values()].count(title) == 1


@pytest.mark.parametrize("when", CUTS)
def test_a_recording_is_saved_once(village: Village, phone: Phone, when: str) -> None:
    title = f"Tin thu {CUTS.index(when)}"
    key = village.hub.tone(f"thu-{CUTS.index(when)}", 2.0)
    content = (village.hub.config.media_dir / known(village)[key].media).read_bytes()
    path = phone.begin(len(content))
    phone.rest(path, content)
    address = f"/sounds/{path.rpartition('/')[2]}"
    wait_for(lambda: f'action="{address}/save"' in phone.ask("GET", address)[1], 60)
    page = phone.ask("GET", address)[1]
    body = body_of(page, f"{address}/save", title=title, kind="routine", repeats="1")

    draft_of = sent_again(phone, f"{address}/save", body, when)
    village.kill_web()

    assert phone.ask("GET", draft_of)[0].status == 200
    assert [one.title for one in known(village).values()].count(title) == 1


@pytest.mark.parametrize("when", CUTS)
def test_a_notice_and_a_warning_are_kept_once(village: Village, phone: Phone, when: str) -> None:
    title, path = f"Họp thôn {CUTS.index(when)}", "/content/notices/new"
    body = body_of(
        phone.ask("GET", path)[1], path,
        title=title, kind="other", text="", starts=today(village), language="vi", show="on",
    )  # fmt: skip

    sent_again(phone, path, body, when)
    village.kill_web()

    with open_content(village.hub.config.data_dir, Service.CLI) as store:
        assert [one.title for one in notices(store)].count(title) == 1

    path, tomorrow = "/content/warnings/new", datetime.now(UTC) + timedelta(days=1)
    body = body_of(
        phone.ask("GET", path)[1], path,
        headline=title, source="Xã", hazard="flood", level="2", areas="", day=today(village),
        time="00:00", last_day=f"{tomorrow:%Y-%m-%d}", last_time="23:00",
    )  # fmt: skip
    sent_again(phone, path, body, when)
    village.kill_web()
    with open_content(village.hub.config.data_dir, Service.CLI) as store:
        assert [one.headline for one in alerts(store, datetime.now(UTC))].count(title) == 1


def today(village: Village) -> str:
    return f"{datetime.now(village.hub.config.timezone):%Y-%m-%d}"


@pytest.mark.parametrize("when", CUTS)
@pytest.mark.parametrize("act", ["all", "end"])
def test_a_slot_is_changed_once(village: Village, phone: Phone, act: str, when: str) -> None:
    number = 2 * CUTS.index(when) + (act == "end")
    (slot,) = village.hub.slots(village.hub.tone(f"tin-{number}", 1.0), 1, 1.0, FAR.total_seconds())
    page = phone.ask("GET", f"/slot/change?id={slot.id}&act={act}")[1]
    day = f"{slot.recurrence.start + timedelta(days=1):%Y-%m-%d}"
    more = {"title": f"Tin {number} mới", "way": "once", "day": day, "time": "18:00"}
    body = body_of(page, "/slot/save", **(more | {"zone": "xom-1"} if act == "all" else {}))
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        before = len(past_of(store, slot.id))

    sent_again(phone, "/slot/save", body, when)
    village.kill_web()

    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        now, past = version_of(store, slot.id), past_of(store, slot.id)
    assert len(past) == before + 1
    assert (now is None) == (act == "end")
    assert now is None or now.slot.title == f"Tin {number} mới"


@pytest.mark.parametrize("when", CUTS)
def test_a_bulletin_is_approved_once(village: Village, phone: Phone, when: str) -> None:
    key = draft(village, f"duyet-{CUTS.index(when)}")
    path = f"/compose/{key}/approve"
    day = f"{datetime.now(village.hub.config.timezone) + FAR:%Y-%m-%d}"
    body = body_of(
        phone.ask("GET", f"/compose/{key}")[1], path,
        way="once", day=day, time="17:00", zone="xom-1", repeats="1",
    )  # fmt: skip

    cut(phone, path, body, when)
    if when == HALF:
        time.sleep(A_WHILE_S)
        assert known(village)[key].approver == ""
    answer, page = phone.ask("POST", path, body, FORM)
    assert answer.status == 303, page
    village.kill_web()

    assert known(village)[key].approver != ""
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        assert len([one for one in slots(store) if one.content == (key,)]) == 1


@pytest.mark.parametrize("when", CUTS)
def test_a_bulletin_is_played_once(village: Village, phone: Phone, when: str) -> None:
    key = draft(village, f"phat-{CUTS.index(when)}", 1.0)
    page = phone.ask("GET", f"/compose/{key}")[1]
    body = body_of(page, f"/compose/{key}/approve", zone="xom-1", repeats="1", pin=PIN)
    path = f"/compose/{key}/play"

    cut(phone, path, body, when)
    if when == HALF:
        time.sleep(A_WHILE_S)
        assert orders(village, Verb.PLAY, key) == 0
        assert known(village)[key].approver == ""
    answer, page = phone.ask("POST", path, body, FORM)
    assert answer.status == 200, page
    village.kill_web()

    wait_for(lambda: played(village, key) == 1)
    answer, page = phone.ask("POST", path, body, FORM)  # and long after it was heard
    assert answer.status == 200, page
    time.sleep(A_WHILE_S)
    assert (orders(village, Verb.PLAY, key), played(village, key)) == (1, 1)
    assert village.hub.state()["on_air"] == []


def played(village: Village, key: ProgrammeId) -> int:
    """How often it was heard."""
    told = [one for one in facts(village) if isinstance(one, AsRun)]
    return sum(one.title == str(key) and one.started is not None for one in told)


@pytest.mark.parametrize("when", CUTS)
def test_a_stop_holds_and_what_lifts_it_lifts_it_once(
    village: Village, phone: Phone, when: str
) -> None:
    home = phone.ask("GET", "/")[1]
    body = body_of(home, "/orders/stop")

    cut(phone, "/orders/stop", body, when)
    if when == HALF:
        time.sleep(A_WHILE_S)
        assert halt(village) is None
    answer, _ = phone.ask("POST", "/orders/stop", body, FORM)
    village.kill_web()

    assert answer.status == 200
    assert halt(village) == "stop"
    assert not village.hub.is_line_on()

    before = orders(village, Verb.RESUME)
    body = body_of(phone.ask("GET", "/")[1], "/orders/resume")
    sent_again(phone, "/orders/resume", body, when)
    village.kill_web()
    assert halt(village) is None
    wait_for(lambda: orders(village, Verb.RESUME) == before + 1)
    phone.ask("POST", "/orders/stop", body_of(home, "/orders/stop"), FORM)
    phone.ask("POST", "/orders/resume", body, FORM)  # an old one lifts no newer stop
    assert halt(village) == "stop"
    other = body_of(phone.ask("GET", "/")[1], "/orders/resume")
    assert phone.ask("POST", "/orders/resume", other, FORM)[0].status == 200
    assert halt(village) is None


def halt(village: Village) -> str | None:
    found = village.hub.state()["zones"]["xom-1"]["halt"]
    return found["verb"] if found else None
