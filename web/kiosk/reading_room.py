"""Who has given the party cell's code and may read its documents, for some minutes.

In memory only: a restart of the service, like the end of somebody's turn at the screen, asks for
the code again.
"""

from __future__ import annotations

import threading
from typing import Final, cast

from flask import Flask, Response, current_app

from hub.clock import Clock
from hub.errors import RefusedError
from hub.store.reading_code import reading_code
from hub.store.tickets import guesses, set_guesses
from hub.tokens import digest, new_token
from web.entry import safety
from web.entry.backoff import locked_until, wait_s
from web.parts import content, parts, people

NAME: Final = "village-hub-reading-room"
COOKIE: Final = "hub_reading"
WHAT: Final = "reading"
"""Under which wrong codes are counted, apart from those that pair phones."""
OPEN_S: Final = 600.0
"""After the last page: enough to read a long one, short on a screen where others stand."""
MOST: Final = 200


class ReadingRoom:
    """The readers of this moment; several threads use it.

    Args:
        clock: Tells how long somebody has been away.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}

    def let_in(self) -> str:
        """A reader's secret; only its hash is remembered."""
        token, now = new_token(), self._clock.monotonic()
        with self._lock:
            self._until = {one: until for one, until in self._until.items() if until > now}
            if len(self._until) >= MOST:
                self._until.pop(min(self._until, key=self._until.__getitem__))
            self._until[digest(token)] = now + OPEN_S
        return token

    def has(self, token: str) -> bool:
        """Whether this reader is in; each page gives as long again."""
        key, now = digest(token), self._clock.monotonic()
        with self._lock:
            if self._until.get(key, 0.0) <= now:
                return False
            self._until[key] = now + OPEN_S
            return True

    def leave(self, token: str) -> None:
        """This reader is done."""
        with self._lock:
            self._until.pop(digest(token), None)

    def empty(self) -> None:
        """Everybody is out."""
        with self._lock:
            self._until.clear()


def set_up(app: Flask, clock: Clock) -> None:
    """Give the application its reading room."""
    app.extensions[NAME] = ReadingRoom(clock)


def reading_room() -> ReadingRoom:
    """The reading room of this application."""
    return cast("ReadingRoom", current_app.extensions[NAME])


def is_reader() -> bool:
    """Whether this request comes from somebody who gave the code."""
    token = safety.cookie(COOKIE)
    return bool(token) and reading_room().has(token)


def enter(code: str) -> str:
    """A reader's secret for the right code.

    Args:
        code: What was typed.

    Raises:
        RefusedError: ``enter.locked``, or ``reading.wrong`` with how many tries are left.
    """
    now = parts().clock.now()
    with people().transaction():
        wrong, until = guesses(people(), WHAT)
        waits_s = wait_s(until, now)
        if waits_s:
            raise RefusedError("enter.locked", seconds=waits_s)
        set_guesses(people(), wrong + 1, locked_until(wrong + 1, now), WHAT)
    kept = reading_code(content())
    if not kept or not parts().pins.is_right(code, kept):
        raise RefusedError("reading.wrong")
    set_guesses(people(), 0, None, WHAT)
    return reading_room().let_in()


def leave(answer: Response) -> None:
    """Whoever asks has read enough."""
    reading_room().leave(safety.cookie(COOKIE))
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax")
