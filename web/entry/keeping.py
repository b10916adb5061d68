"""Backups of ``people.db``, made by its writer: no other service reads the hashes of PINs.

A copy is made as soon as somebody did something and it was quiet for a moment: a phone whose
cookie is newer than the copy would have to be paired again, and one that was shut out would come
back.  A damaged file ends the service; at the third start in a row the copy takes its place.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.config import Config
from hub.errors import HubError, RefusedError, StoreError
from hub.store.connect import open_people
from hub.store.migrate import back_up
from hub.store.people import Deed, newest_deed, note
from hub.store.permits import Service
from hub.store.restore import is_damaged, restore
from hub.store.steps import PEOPLE_DB
from hub.timers import Timers
from hub.words import say

LOGGER: Final = logging.getLogger("web")
LOOK_S: Final = 60.0
"""How often it is looked whether anybody did something."""
SOUND_S: Final = 24 * 3600.0
"""How often the whole file is looked through."""
PATIENT_STARTS: Final = 3
"""A card that could not be read once is no damaged file."""
COUNT: Final = "people.damaged"
"""In the run folder: starts in a row that found it damaged; gone when the machine starts anew."""


def mend(config: Config, clock: Clock) -> None:
    """Before anything opens ``people.db``: bring its backup back when it stays damaged.

    Raises:
        StoreError: It is damaged; end, and be started again.
    """
    path, count = config.data_dir / PEOPLE_DB, config.run_dir / COUNT
    if not is_damaged(path):
        count.unlink(missing_ok=True)
        return
    found = _starts(count) + 1
    if found < PATIENT_STARTS:
        config.run_dir.mkdir(parents=True, exist_ok=True)
        count.write_text(str(found), "utf-8")
        raise StoreError("people.damaged", path=path, start=found, most=PATIENT_STARTS)
    back = restore(path)
    count.unlink(missing_ok=True)
    LOGGER.error(say("migrate.restored", "en", path=path, backup=back.backup, damaged=back.damaged))
    with open_people(config.data_dir, Service.WEB, config.run_dir) as people:
        note(people, Deed(clock.now(), "hub", "audit.restored", {"copy": back.backup.name}))


class Keeper:
    """Makes the backups; the work of one thread.

    Args:
        config: Where ``people.db`` is.
        clock: When.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._path = config.data_dir / PEOPLE_DB
        self._clock = clock
        self._timers = Timers(clock, _tell)
        self._timers.every("copy of people", LOOK_S, self.keep)
        self._timers.every("look at people", SOUND_S, self.look)
        self._seen = self._copied = 0
        self._out, self._in = socket.socketpair()
        self._is_over = False

    def run(self) -> None:
        """Turn until `end`."""
        with self._in, self._out, selectors.DefaultSelector() as woken:
            woken.register(self._in, selectors.EVENT_READ)
            while not self._is_over:
                self._clock.wait(self._timers.turn(), woken)

    def end(self) -> None:
        """End; what changed in the last minute is copied first."""
        self._is_over = True
        self._out.send(b"!")
        with suppress(HubError):
            if self._newest() != self._copied:
                self._copy()

    def keep(self) -> None:
        """Copy it when somebody did something, and nobody has for a moment since.

        Raises:
            StoreBusyError: The disk cannot take it; it is tried again.
        """
        newest = self._newest()
        if newest != self._copied and newest == self._seen:
            self._copy()
        self._seen = newest

    def look(self) -> None:
        """End the service when the file is damaged: it mends it when it starts."""
        if is_damaged(self._path):
            _end()

    def _newest(self) -> int:
        try:
            with open_people(self._config.data_dir, Service.WEB, self._config.run_dir) as people:
                return newest_deed(people)
        except StoreError as error:
            if error.key == "store.corrupt":
                _end()
            raise

    def _copy(self) -> None:
        newest = self._newest()
        back_up(self._path)
        self._copied = newest


def _end() -> None:
    LOGGER.error(say("people.ends", "en"))
    os.kill(os.getpid(), signal.SIGTERM)


def _starts(count: Path) -> int:
    try:
        return int(count.read_text("utf-8"))
    except (OSError, ValueError):
        return 0


def _tell(job: str, error: HubError | None) -> None:
    if error is not None and not isinstance(error, RefusedError):
        LOGGER.warning("%s: %s", job, say(error.key, "en", **error.values))
