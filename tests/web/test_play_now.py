"""Play now and approve: nothing is lost or done twice, and what is told is what is known."""

import re

import pytest

from hub.domain.ids import OrderId, ProgrammeId
from hub.domain.order import Order, Verb
from hub.domain.person import Role
from hub.domain.proposal import ProposalState
from hub.errors import ControlError, HubError, RefusedError
from hub.store.calendar import programmes, remove_slots
from hub.store.orders import add
from hub.store.people import newest_deeds
from hub.store.proposals import proposal_of
from tests.web.planned import draft, kept
from tests.web.site import PIN, Site, quiet_state

ORDER = "web-0123456789abcdef"
WHEN = {"day": "2026-12-01", "time": "17:00", "zone": "xom-1", "order": ORDER}
AWAY = (
    ControlError("control.not_running", path="/run/hub/broadcast.sock"),
    ControlError("control.no_answer", path="/run/hub/broadcast.sock", seconds=0.5),
)
UNSURE = "Đã yêu cầu phát, chưa rõ loa đã phát chưa"


def orders(site: Site) -> list[str]:
    return [asked["id"] for method, asked in site.playout.asked if method.endswith("Give")]


def deeds(site: Site) -> list[str]:
    with site.people() as people:
        return [deed.key for deed in newest_deeds(people, 50)]


@pytest.mark.parametrize("error", AWAY)
def test_a_playout_that_does_not_answer_loses_nothing(site: Site, error: HubError) -> None:
    phone, address = site.phone(), draft(site)
    site.playout.error = error

    answer = phone.post(f"{address}/play", **WHEN, pin=PIN)

    assert answer.status_code == 502
    assert UNSURE in answer.text
    assert "systemctl" not in answer.text
    assert "broadcast.sock" not in answer.text
    assert ORDER in answer.text
    assert "audit.order_unconfirmed" in deeds(site)
    assert phone.get(address).status_code == 200
    assert address in phone.get("/compose").text


def test_what_nobody_confirmed_is_tried_again_as_the_same_order(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    site.playout.error = AWAY[1]
    phone.post(f"{address}/play", **WHEN, pin=PIN)
    site.playout.error = None

    page = phone.get(address).text
    found = re.search(r'name="order" value="([^"]*)"', page)

    assert UNSURE in page
    assert found is not None
    assert found[1] == ORDER
    assert phone.post(f"{address}/play", **WHEN, pin=PIN).status_code == 200
    assert orders(site) == [ORDER, ORDER]
    assert UNSURE not in phone.get(address).text


def test_an_order_that_nobody_confirmed_is_not_repeated_hours_later(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    site.playout.error = AWAY[1]
    phone.post(f"{address}/play", **WHEN, pin=PIN)
    site.playout.error = None
    site.clock.pass_time(3700)

    assert ORDER not in phone.get(address).text


def test_an_order_that_was_carried_out_without_an_answer_is_known_to_be(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    site.playout.error = AWAY[1]
    phone.post(f"{address}/play", **WHEN, pin=PIN)
    site.playout.error = None
    stored(site, address)

    again = phone.post(f"{address}/play", **WHEN, pin="000000")

    assert again.status_code == 200
    assert "đã nhận lệnh" in again.text
    assert orders(site) == [ORDER]
    assert UNSURE not in phone.get(address).text


def stored(site: Site, address: str) -> None:
    """The playout has the order in its book."""
    order = Order(
        OrderId(ORDER), Verb.PLAY, frozenset(), site.clock.now(), "Hoa",
        ProgrammeId(address.rpartition("/")[2]),
    )  # fmt: skip
    with site.parts.open_store() as store:
        add(store, order)


def test_the_order_of_another_bulletin_is_not_this_one(site: Site) -> None:
    phone, address, other = site.phone(), draft(site), draft(site, key="khac")
    stored(site, other)

    assert phone.post(f"{address}/play", **WHEN, pin=PIN).status_code == 422
    assert orders(site) == []


def test_sent_twice_it_is_one_order_and_not_gone(site: Site) -> None:
    phone, address = site.phone(), draft(site)

    first, second = (phone.post(f"{address}/play", **WHEN, pin=PIN) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert "Bắt đầu phát lúc 10:42:03" in second.text
    assert set(orders(site)) == {ORDER}


def test_lines_that_nobody_can_say_to_be_on_are_told(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    site.playout.unconfirmed = ["xom-2"]

    answer = phone.post(f"{address}/play", **WHEN, pin=PIN)

    assert answer.status_code == 502
    assert UNSURE in answer.text
    assert "Xóm 2" in answer.text
    assert "audit.order_unconfirmed" in deeds(site)


def test_what_the_playout_refuses_stays_a_draft(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    site.playout.error = RefusedError("because.stopped_by", by="Bà Hoa")

    answer = phone.post(f"{address}/play", **WHEN, pin=PIN)

    assert answer.status_code == 409
    assert "Bà Hoa" in answer.text
    assert 'name="zone" value="xom-1" checked' in answer.text
    with site.parts.open_store() as store:
        assert programmes(store)[ProgrammeId("nhap")].approver == ""


def test_the_speaker_is_not_told_of_a_play_that_was_refused(site: Site) -> None:
    speaker, address = site.phone(Role.SPEAKER), draft(site)
    speaker.post(f"{address}/propose", **WHEN)
    site.playout.error = RefusedError("because.stopped_by", by="Bà Hoa")

    site.phone().post(f"{address}/play", **WHEN, pin=PIN)

    with site.parts.open_store() as store:
        found = proposal_of(store, ProgrammeId("nhap"))
    assert found is not None
    assert found.state is ProposalState.WAITS


def test_approved_twice_it_stands_in_the_calendar_once(site: Site) -> None:
    phone, address = site.phone(), draft(site)

    first, second = (phone.post(f"{address}/approve", **WHEN) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(kept(site)) == 1


def test_approved_again_when_the_time_is_over_it_still_says_where_it_is(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    phone.post(f"{address}/approve", **WHEN)
    site.clock.pass_time(8 * 3600)
    phone.post("/pin", pin=PIN)

    assert phone.post(f"{address}/approve", **WHEN).status_code == 303
    assert len(kept(site)) == 1


def test_a_reload_does_not_bring_back_what_was_taken_out_of_the_calendar(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    phone.post(f"{address}/approve", **WHEN)
    with site.parts.open_store() as store:
        remove_slots(store, list(kept(site)))

    assert phone.post(f"{address}/approve", **WHEN).status_code == 303
    assert kept(site) == {}


def test_the_second_of_two_approvers_is_told_and_may_still_choose(site: Site) -> None:
    first, second, address = site.phone(name="Bà Hoa"), site.phone(name="Ông Tư"), draft(site)
    first.post(f"{address}/approve", **WHEN)
    other = {**WHEN, "time": "18:30", "order": "web-fedcba9876543210"}

    told = second.post(f"{address}/approve", **other)

    assert told.status_code == 409
    assert "Bà Hoa" in told.text
    assert 'value="18:30"' in told.text
    assert len(kept(site)) == 1
    seen = re.search(r'name="seen" value="([^"]*)"', told.text)
    assert seen is not None
    assert second.post(f"{address}/approve", **{**other, "seen": seen[1]}).status_code == 303
    assert len(kept(site)) == 2


def test_a_bulletin_says_where_it_is(site: Site) -> None:
    phone, address = site.phone(name="Bà Hoa"), draft(site)
    phone.post(f"{address}/approve", **WHEN)
    (slot,) = kept(site)
    since = "2026-12-01T10:00:05+07:00"
    run = {"content": ["nhap"], "zones": ["xom-1"], "started": since, "end": since, "title": "x",
           "kind": "routine", "cue": "c"}  # fmt: skip
    site.playout.state = quiet_state(on_air=[run])
    site.clock.pass_time(5)

    page = phone.get(address).text

    assert "Bà Hoa đã duyệt" in page
    assert f"/slot?id={slot}" in page
    assert "Đang phát từ 10:00:05" in page
