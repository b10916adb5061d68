"""Backups of people.db by its writer, and what comes back when it is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain.person import Person, PersonId, Role
from hub.errors import StoreError
from hub.store.connect import open_people
from hub.store.migrate import backups_of
from hub.store.people import Deed, add_person, newest_deeds, note, persons
from hub.store.permits import Service
from hub.tokens import new_id
from tests.web.site import Site
from web.entry.keeping import PATIENT_STARTS, Keeper, mend


class Home:
    """A site, its keeper, and the file."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.config = site.parts.config
        self.path: Path = site.folder / "people.db"
        self.keeper = Keeper(self.config, site.clock)

    def somebody(self, name: str) -> None:
        with open_people(self.site.folder, Service.WEB) as people:
            person = Person(PersonId(new_id()), name, Role.SPEAKER)
            add_person(people, person, self.site.clock.now())
            note(people, Deed(self.site.clock.now(), "Hoa", "audit.person_added", {"name": name}))

    def names(self) -> set[str]:
        with open_people(self.site.folder, Service.WEB) as people:
            return {one.name for one in persons(people)}

    def damage(self) -> None:
        """As a card does it: pages in the middle are not what was written."""
        with sqlite3.connect(self.path) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        content = bytearray(self.path.read_bytes())
        content[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
        self.path.write_bytes(content)

    def start(self) -> None:
        mend(self.config, self.site.clock)


@pytest.fixture
def home(site: Site) -> Iterator[Home]:
    made = Home(site)
    yield made
    made.keeper.end()
    made.keeper.run()


def test_what_somebody_did_is_copied_when_it_is_quiet(home: Home) -> None:
    home.somebody("Lan")

    home.keeper.keep()
    first = len(backups_of(home.path))
    home.keeper.keep()

    assert (first, len(backups_of(home.path))) == (0, 1)


def test_nothing_is_copied_when_nobody_did_anything(home: Home) -> None:
    home.somebody("Lan")
    for _ in range(5):
        home.keeper.keep()

    assert len(backups_of(home.path)) == 1


def test_three_copies_are_kept(home: Home) -> None:
    for number in range(5):
        home.somebody(f"Lan {number}")
        home.keeper.keep()
        home.keeper.keep()

    assert len(backups_of(home.path)) == 3


def test_what_was_done_last_is_copied_when_the_service_ends(home: Home) -> None:
    home.somebody("Lan")

    home.keeper.end()

    assert len(backups_of(home.path)) == 1


def test_the_copy_comes_back_at_the_third_start_and_not_before(home: Home) -> None:
    home.somebody("Lan")
    home.keeper.keep()
    home.keeper.keep()
    home.damage()

    for _ in range(PATIENT_STARTS - 1):
        with pytest.raises(StoreError, match=r"people\.damaged"):
            home.start()
    home.start()

    assert home.names() == {"Lan"}
    assert list(home.site.folder.glob("people.db.damaged.*"))
    with open_people(home.site.folder, Service.WEB) as people:
        assert newest_deeds(people, 1)[0].key == "audit.restored"


def test_a_start_that_finds_it_whole_begins_to_count_anew(home: Home) -> None:
    home.somebody("Lan")
    home.keeper.keep()
    home.keeper.keep()
    whole = home.path.read_bytes()
    home.damage()
    with pytest.raises(StoreError):
        home.start()
    home.path.write_bytes(whole)
    home.start()
    home.damage()

    for _ in range(PATIENT_STARTS - 1):
        with pytest.raises(StoreError):
            home.start()


def test_a_file_that_is_gone_is_no_new_hub_for_whoever_comes_first(home: Home) -> None:
    home.somebody("Lan")
    home.keeper.keep()
    home.keeper.keep()
    home.path.unlink()
    for suffix in ("-wal", "-shm"):
        home.path.with_name(f"people.db{suffix}").unlink(missing_ok=True)

    for _ in range(PATIENT_STARTS - 1):
        with pytest.raises(StoreError):
            home.start()
    home.start()

    assert home.names() == {"Lan"}


def test_a_damaged_copy_is_passed_over(home: Home) -> None:
    for name in ("Lan", "Mai"):
        home.somebody(name)
        home.keeper.keep()
        home.keeper.keep()
    backups_of(home.path)[-1].write_bytes(b"nothing" * 4000)
    home.damage()
    for _ in range(PATIENT_STARTS - 1):
        with pytest.raises(StoreError):
            home.start()

    home.start()

    assert home.names() == {"Lan"}


def test_the_phones_work_on_after_the_copy_came_back(site: Site) -> None:
    phone = site.phone()
    home = Home(site)
    home.keeper.keep()
    home.keeper.keep()
    home.keeper.end()
    home.keeper.run()
    home.damage()
    for _ in range(PATIENT_STARTS - 1):
        with pytest.raises(StoreError):
            home.start()
    home.start()

    assert phone.is_in()
