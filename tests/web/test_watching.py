"""Who may watch the hub's events, and until when."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hub.domain.person import PhoneId
from hub.store.phones import phone_of_token, revoke
from hub.tokens import digest
from tests.web.site import HOST, Site, Visitor
from web.entry.limits import WALL
from web.watching import MOST_AN_ADDRESS, MOST_STRANGERS, MOST_WATCHERS

KIOSK = "/kiosk/events"


def opened(site: Site, address: str = "10.0.0.9", *, is_wall: bool = False) -> TestResponse:
    """The wall's events, from an address of nobody."""
    around: dict[str, Any] = {"REMOTE_ADDR": address, **({WALL: True} if is_wall else {})}
    client = site.app.test_client()
    answer: TestResponse = client.get(KIOSK, base_url=HOST, environ_overrides=around)
    return answer


def open_ones(answers: Iterable[TestResponse]) -> list[TestResponse]:
    return [answer for answer in answers if answer.status_code == 200]


def test_strangers_do_not_switch_off_the_wall_nor_the_phones(site: Site) -> None:
    head = site.phone()

    strangers = [opened(site, f"10.0.0.{number % 20}") for number in range(60)]
    one = [opened(site, "10.0.1.1") for _ in range(9)]

    assert len(open_ones(strangers)) == MOST_STRANGERS
    assert open_ones(one) == []
    assert opened(site, is_wall=True).status_code == 200
    assert head.get("/events").status_code == 200


def test_one_address_has_four_places_and_they_are_free_again(site: Site) -> None:
    answers = open_ones(opened(site) for _ in range(9))
    for answer in answers:
        answer.close()

    assert len(answers) == MOST_AN_ADDRESS
    assert opened(site).status_code == 200


@pytest.mark.parametrize("path", ["/events", KIOSK])
def test_asking_only_for_the_head_of_the_answer_takes_no_place(site: Site, path: str) -> None:
    head = site.phone()

    for _ in range(MOST_WATCHERS + 1):
        head.client.head(path, **head._around({})).close()

    assert site.parts.board.watchers == 0


def test_a_paired_phone_that_reads_the_walls_pages_is_no_stranger(site: Site) -> None:
    head = site.phone()

    answers = [head.get(KIOSK) for _ in range(MOST_AN_ADDRESS + 1)]

    assert {answer.status_code for answer in answers} == {200}


def test_a_phone_that_is_shut_out_is_told_nothing_more(site: Site) -> None:
    head = site.phone()
    stream = iter(head.get("/events").response)
    told = list(itertools.islice(stream, 2))

    shut_out(site, head)
    site.playout.state["waiting"] = 1
    site.parts.board.refresh()

    assert len(told) == 2
    assert list(stream) == []


def shut_out(site: Site, phone: Visitor) -> None:
    with site.people() as people:
        kept = phone_of_token(people, digest(phone.cookie("hub_phone")))
        assert kept is not None
        revoke(people, PhoneId(kept.phone.id), site.clock.now())
