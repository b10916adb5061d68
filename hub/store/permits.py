"""Who may write which table: one writing service a table, checked inside SQLite itself.

A guard against mistakes, not a border against an enemy: whoever can open the file with
another program can write what they like, and the chain of the as-run log will tell.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Service(StrEnum):
    """Who opens the store."""

    BROADCAST = "broadcast"
    HUB = "hub"
    WIFI = "wifi"
    WEB = "web"
    CLI = "cli"
    RELAY = "relay"


AS_RUN: Final = frozenset({"asrun", "asrun_head", "on_air"})
"""What was really heard: only the playout knows."""

ORDERS: Final = frozenset({"orders", "order_end"})
"""Append-only with an id the giver chose, so several may add."""

CALENDAR: Final = frozenset(
    {
        "programme",
        "programme_stream",
        "slot",
        "slot_past",
        "slot_programme",
        "proposal",
        "calendar_link",
        "rulebook",
        "calendar_revision",
    }
)
"""What people enter: on the pages and on the command line."""

REVIEWS: Final = frozenset({"emergency_review"})
"""Who looked at emergencies afterwards: signed on the pages, never changed."""

SPEECH: Final = frozenset({"lexicon", "lexicon_revision", "spoken", "speech_setting"})
"""How words are read, and what was said: entered by people together with their bulletins."""

SAMPLES: Final = frozenset({"sensor_sample"})

PREPARATION: Final = frozenset({"preparation"})
"""What becomes of files that people brought."""

PEOPLE: Final = frozenset(
    {"person", "phone", "opening", "ticket", "guess", "audit", "program_key", "passkey"}
)
"""Who may get in: in a file of its own."""

CATALOGUE: Final = frozenset({"catalogue"})
"""The commune's procedures: imported by hand, or brought by the commune's server."""

TOLD: Final = frozenset(
    {"notice", "rating", "rating_month", "feedback", "card", "reading_code", "doubt"}
)
"""What people enter on pages and tell the touchscreen."""

COMMUNE: Final = frozenset({"commune_word"})
"""What the commune's server brings besides its catalogue."""

ALERTS: Final = frozenset({"alert"})
"""Append-only with a name the sender chose, so the commune's and the village's own may add."""

PAPERS: Final = frozenset({"paper"})
"""What becomes of pictures and documents that people brought."""

PERMITS: Final[Mapping[Service, frozenset[str]]] = {
    Service.BROADCAST: AS_RUN | ORDERS,
    Service.HUB: SAMPLES | PREPARATION | CATALOGUE | COMMUNE | ALERTS | PAPERS,
    Service.WIFI: frozenset(),
    Service.WEB: ORDERS | CALENDAR | REVIEWS | SPEECH | PEOPLE | TOLD | ALERTS,
    Service.CLI: ORDERS | CALENDAR | SPEECH | PEOPLE | TOLD | CATALOGUE | COMMUNE | ALERTS | PAPERS,
    Service.RELAY: frozenset(),
}
"""The tables each service may write."""

_FREE: Final = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT,
        sqlite3.SQLITE_RECURSIVE,
    }
)
_WRITES: Final = frozenset(
    {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE},
)
_PRAGMAS: Final = frozenset(
    {"data_version", "user_version", "busy_timeout", "quick_check", "integrity_check"}
)
_SETTABLE: Final = frozenset({"busy_timeout"})


class Guard:
    """The authorizer of one connection: remembers what it refused, for the message.

    Args:
        service: Who opens the store.
    """

    def __init__(self, service: Service) -> None:
        self._tables = PERMITS[service]
        self.service = service
        self.refused = ""

    def __call__(self, action: int, first: str | None, second: str | None, *_: object) -> int:
        """SQLite asks while it compiles a statement."""
        if action in _FREE:
            return sqlite3.SQLITE_OK
        if action in _WRITES and first in self._tables:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA and _is_harmless(first or "", second):
            return sqlite3.SQLITE_OK
        self.refused = first or str(action)
        return sqlite3.SQLITE_DENY


def _is_harmless(pragma: str, argument: str | None) -> bool:
    return pragma in (_PRAGMAS if argument is None else _SETTABLE)
