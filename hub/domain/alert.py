"""A warning in CAP form, as the screen shows it, and which warnings hold now (pure).

Names and references are those of CAP 1.2 (OASIS 2010); levels and colours are those of Decision
18/2021/QĐ-TTg: 1 light blue, 2 light yellow, 3 orange, 4 red, 5 violet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

LEVELS: Final = range(1, 6)


class AlertStatus(StrEnum):
    """CAP ``status``: only what is meant for people is shown to people."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class AlertType(StrEnum):
    """CAP ``msgType``."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class AlertRef(NamedTuple):
    """What CAP calls a message by: ``sender,identifier,sent``."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """One message.

    Attributes:
        ref: Its name.
        status: Whether it is meant.
        type: New, another edition, taken back.
        event: What threatens: "Lũ quét".
        headline: One line.
        description: What happens.
        instruction: What to do.
        areas: Where, in words.
        effective: From when it holds, aware UTC.
        expires: Until when, aware UTC.
        level: 1 to 5 as published with it; 0 = none was published.
        references: Messages whose place it takes, or that it takes back.
        source: Who gave it out, as people know them.
        language: BCP-47 tag.
    """

    ref: AlertRef
    status: AlertStatus
    type: AlertType
    event: str
    headline: str
    effective: datetime
    expires: datetime
    description: str = ""
    instruction: str = ""
    areas: tuple[str, ...] = ()
    level: int = 0
    references: tuple[AlertRef, ...] = ()
    source: str = ""
    language: str = "vi"

    @property
    def is_exercise(self) -> bool:
        """It is a drill and must say so."""
        return self.status is AlertStatus.EXERCISE


def in_force(alerts: Iterable[Alert], now: datetime) -> tuple[Alert, ...]:
    """What is to be shown now, the gravest first and then the newest.

    A message is over when it expires, or when a later one of the same sender names it: nobody
    takes back what another said.

    Args:
        alerts: Every message that is kept.
        now: Aware UTC.
    """
    known = [one for one in alerts if one.status in _MEANT]
    over = {
        ref
        for one in known
        if one.type in _ENDING and one.effective <= now
        for ref in one.references
        if ref.sender == one.ref.sender
    }
    shown = [
        one
        for one in known
        if one.type in _SHOWN and one.effective <= now < one.expires and one.ref not in over
    ]
    return tuple(sorted(shown, key=lambda one: (one.level, one.ref.sent), reverse=True))


_MEANT: Final = frozenset({AlertStatus.ACTUAL, AlertStatus.EXERCISE})
_SHOWN: Final = frozenset({AlertType.ALERT, AlertType.UPDATE})
_ENDING: Final = frozenset({AlertType.UPDATE, AlertType.CANCEL})
