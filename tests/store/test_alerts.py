"""Warnings are kept as they came, and only those that hold are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType, in_force
from hub.errors import RefusedError, StoreError
from hub.store.alerts import alerts, commune_heard, hear_commune, put_alert
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.migrate import migrate
from hub.store.permits import Service
from hub.store.steps import CONTENT_DB, shipped

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def alert(identifier: str = "1", level: int = 2, sender: str = "tinh", **more: object) -> Alert:
    made = Alert(
        AlertRef(sender, identifier, NOW - HOUR),
        AlertStatus.ACTUAL,
        AlertType.ALERT,
        "Mưa lớn",
        "Mưa lớn ở vùng núi",
        NOW - HOUR,
        NOW + HOUR,
        areas=("Xã Hòa An",),
        level=level,
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate(tmp_path / CONTENT_DB, shipped(CONTENT_DB))
    with open_content(tmp_path, Service.HUB) as database:
        yield database


def names(found: tuple[Alert, ...]) -> list[str]:
    return [one.ref.identifier for one in found]


def test_an_alert_comes_back_as_it_came(store: Database) -> None:
    told = alert(references=(AlertRef("tinh", "0", NOW),), instruction="Rời khỏi bờ suối.")
    put_alert(store, told, NOW)
    put_alert(store, replace(told, headline="khác"), NOW)

    assert alerts(store, NOW) == (told,)


def test_what_has_expired_is_not_answered(store: Database) -> None:
    put_alert(store, alert(), NOW)

    assert alerts(store, NOW + HOUR) == ()


def test_a_level_that_does_not_exist_is_refused(store: Database) -> None:
    with pytest.raises(RefusedError, match=r"alert\.level"):
        put_alert(store, alert(level=6), NOW)


def test_an_endless_alert_is_refused(store: Database) -> None:
    with pytest.raises(RefusedError, match=r"alert\.too_long"):
        put_alert(store, alert(description="x" * 65_000), NOW)


def test_the_web_may_warn_but_not_say_that_the_commune_was_heard(
    store: Database, tmp_path: Path
) -> None:
    with open_content(tmp_path, Service.WEB) as web:
        put_alert(web, alert(), NOW)
        with pytest.raises(StoreError):
            hear_commune(web, NOW)

    assert len(alerts(store, NOW)) == 1


def test_when_the_commune_was_heard_is_remembered(store: Database) -> None:
    assert commune_heard(store) is None

    hear_commune(store, NOW)
    hear_commune(store, NOW + HOUR)

    assert commune_heard(store) == NOW + HOUR


def test_the_gravest_stands_first() -> None:
    assert names(in_force([alert("a", 1), alert("b", 4), alert("c", 2)], NOW)) == ["b", "c", "a"]


def test_what_is_not_yet_or_no_more_is_not_shown() -> None:
    coming = alert(effective=NOW + timedelta(minutes=1))
    over = alert(expires=NOW)

    assert in_force([coming, over], NOW) == ()


def test_an_update_takes_the_place_and_a_cancel_ends() -> None:
    first = alert("1")
    update = alert("2", type=AlertType.UPDATE, references=(first.ref,))
    cancel = alert("3", type=AlertType.CANCEL, references=(update.ref,))

    assert names(in_force([first, update], NOW)) == ["2"]
    assert in_force([first, update, cancel], NOW) == ()


def test_nobody_takes_back_what_another_said() -> None:
    first = alert("1", sender="tinh")
    cancel = alert("9", sender="ai-do", type=AlertType.CANCEL, references=(first.ref,))

    assert names(in_force([first, cancel], NOW)) == ["1"]


@pytest.mark.parametrize("status", [AlertStatus.TEST, AlertStatus.DRAFT, AlertStatus.SYSTEM])
def test_what_is_not_meant_for_people_is_not_shown(status: AlertStatus) -> None:
    assert in_force([alert(status=status)], NOW) == ()


def test_an_exercise_is_shown_and_says_so() -> None:
    assert in_force([alert(status=AlertStatus.EXERCISE)], NOW)[0].is_exercise
