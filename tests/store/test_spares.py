"""Connections that wait for the next request: the same one again, and never a bad one."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from hub.errors import StoreError
from hub.store.connect import open_people
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from hub.store.spares import MOST, Spares

Opener = Callable[[], Database]


@pytest.fixture
def opener(tmp_path: Path) -> Iterator[Opener]:
    """Opens; what the test leaves open is closed behind it, which Python 3.13 insists upon."""
    migrate_all(tmp_path)
    with ExitStack() as left:

        def opened() -> Database:
            return left.enter_context(closing(open_people(tmp_path, Service.WEB)))

        yield opened


@pytest.fixture
def spares() -> Spares:
    return Spares()


def is_closed(database: Database) -> bool:
    try:
        database.user_version()
    except (StoreError, sqlite3.Error):
        return True
    return False


def test_the_next_request_goes_on_with_it(spares: Spares, opener: Opener) -> None:
    first = spares.take("people", opener)
    spares.give("people", first)

    assert spares.take("people", opener) is first


def test_another_thread_goes_on_with_it(spares: Spares, opener: Opener) -> None:
    spares.give("people", spares.take("people", opener))
    found: list[int] = []

    def ask() -> None:
        found.append(spares.take("people", opener).user_version())

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(10)

    assert len(found) == 1
    assert found[0] > 0


def test_two_at_once_are_never_given_the_same(spares: Spares, opener: Opener) -> None:
    spares.give("people", spares.take("people", opener))

    assert spares.take("people", opener) is not spares.take("people", opener)


def test_each_file_has_its_own(spares: Spares, opener: Opener) -> None:
    first = spares.take("people", opener)
    spares.give("people", first)

    assert spares.take("content", opener) is not first


def test_what_is_left_in_a_transaction_is_closed(spares: Spares, opener: Opener) -> None:
    left = spares.take("people", opener)
    left.run("BEGIN IMMEDIATE")

    spares.give("people", left)

    assert is_closed(left)
    with spares.take("people", opener).transaction():
        pass  # nobody holds the lock


def test_what_failed_once_is_closed(spares: Spares, opener: Opener) -> None:
    failed = spares.take("people", opener)
    with suppress(StoreError):
        failed.rows("SELECT nothing FROM nowhere")

    spares.give("people", failed)

    assert is_closed(failed)


def test_a_file_that_was_put_in_its_place_is_opened(
    spares: Spares, opener: Opener, tmp_path: Path
) -> None:
    before = spares.take("people", opener)
    spares.give("people", before)
    shutil.copy(tmp_path / "people.db", tmp_path / "copy")
    (tmp_path / "copy").replace(tmp_path / "people.db")

    assert spares.take("people", opener) is not before
    assert is_closed(before)


def test_only_a_few_wait(spares: Spares, opener: Opener) -> None:
    found = [spares.take("people", opener) for _ in range(MOST + 1)]

    for one in found:
        spares.give("people", one)

    assert [is_closed(one) for one in found] == [False] * MOST + [True]


def test_none_is_left_when_the_service_ends(spares: Spares, opener: Opener) -> None:
    waiting, used = spares.take("people", opener), spares.take("people", opener)
    spares.give("people", waiting)

    spares.close()
    spares.give("people", used)

    assert is_closed(waiting)
    assert is_closed(used)
