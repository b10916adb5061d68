"""What the API answers about a change that is only thought of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Coming(StrEnum):
    """What becomes of one time of a change."""

    FITS = "fits"
    CHANGED = "changed"
    """Moved, shortened, or with fewer zones."""
    DROPPED = "dropped"
    UNSEEN = "unseen"
    """Too far away to be planned now, or as it is without the change."""


class ComingDate(Struct, frozen=True):
    """One of the next times of what is changed; `because` says why it is not as planned."""

    at: datetime
    lunar: str
    outcome: Coming
    because: str


class Outlook(Struct, frozen=True):
    """What a change would do in its next days; `others` tells of what it displaces."""

    is_fine: bool
    dates: list[ComingDate]
    others: list[str]
