"""The web service as a process: starts, says where it is, ends, and does without the others."""

import re
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.domain.person import Person, PersonId, Role
from hub.store.connect import open_people
from hub.store.migrate import back_up
from hub.store.people import add_person, person_named
from hub.store.permits import Service
from hub.store.steps import PEOPLE_DB
from tests.service.pages import get, is_up, with_pages
from tests.service.village import START_S, SmallHub, ended, wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]


@pytest.fixture
def hub(tmp_path: Path) -> SmallHub:
    return with_pages(SmallHub(tmp_path))


def log(hub: SmallHub) -> str:
    return (hub.folder / "log").read_text("utf-8")


def test_it_says_where_it_is_and_the_first_code_and_ends_when_told(hub: SmallHub) -> None:
    process = hub.start("web")
    wait_for(lambda: is_up(hub), START_S)

    assert ended(process) == 0
    assert f":{hub.config.web.port}/" in log(hub)
    assert re.search(r": [A-Z0-9]{4}-[A-Z0-9]{4}$", log(hub), re.MULTILINE)


def test_the_door_opens_although_no_other_service_runs(hub: SmallHub) -> None:
    process = hub.start("web")
    wait_for(lambda: is_up(hub), START_S)

    assert get(hub, "/door")[0] == 401
    assert ended(process) == 0


def test_a_port_that_is_taken_is_said_and_not_tried_again(hub: SmallHub) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", hub.config.web.port))
        taken.listen()
        process = hub.start("web")

        assert process.wait(30) == 78
    assert "cannot be opened" in log(hub)


def test_half_a_request_keeps_nobody_out(hub: SmallHub) -> None:
    process = hub.start("web")
    wait_for(lambda: is_up(hub), START_S)
    slow = [socket.create_connection(("127.0.0.1", hub.config.web.port)) for _ in range(40)]
    for one in slow:
        one.sendall(b"POST /door HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nx")

    assert get(hub, "/alive")[0] == 200
    for one in slow:
        one.close()
    assert ended(process) == 0


def test_damaged_people_come_back_at_the_third_start_and_everybody_works_on(hub: SmallHub) -> None:
    path = hub.config.data_dir / PEOPLE_DB
    with open_people(hub.config.data_dir, Service.CLI) as people:
        add_person(people, Person(PersonId("a"), "Lan", Role.HEAD), datetime.now(UTC))
    back_up(path)
    path.write_bytes(b"\xa5" * 40_000)

    codes = [hub.start("web").wait(60) for _ in range(2)]
    process = hub.start("web")
    wait_for(lambda: is_up(hub), START_S)

    assert codes == [74, 74]
    with open_people(hub.config.data_dir, Service.CLI) as people:
        assert person_named(people, "Lan") is not None
    assert ended(process) == 0
