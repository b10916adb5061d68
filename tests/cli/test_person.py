"""`village-hub person`: who may work the hub from a phone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.cli import person
from hub.domain.person import Person, PersonId, Phone, PhoneId, Role
from hub.store.connect import open_people
from hub.store.people import add_person
from hub.store.permits import Service
from hub.store.phones import Kept, add_phone
from tests.cli.village import caller, make_village

LATE = datetime(2026, 12, 1, 18, tzinfo=UTC)
"""One o'clock at night of the second of December in the village."""


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that nobody told in which country it stands."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_a_phone_was_seen_on_the_day_that_it_was_in_the_village(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, lan = make_village(tmp_path), Person(PersonId("lan"), "Bà Lan", Role.HEAD)
    phone = Phone(PhoneId("p"), lan, "Android", LATE, LATE)
    with open_people(tmp_path / "data", Service.WEB) as people:
        add_person(people, lan, LATE)
        add_phone(people, Kept(phone, "t", "p", 0, None, "k", is_confirmed=True))

    told = caller(person, config, capsys)("list")

    assert "02/12/2026" in told
