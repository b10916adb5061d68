"""Which media files and backups are due, decided from lists and dates alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

KEPT_UNUSED: Final = timedelta(days=30)
"""How long a media file that no programme names is kept: a programme can be put back."""

BACKUP_AGE: Final = timedelta(hours=20)
"""A backup younger than this is tonight's."""
BACKUP_LATEST: Final = timedelta(hours=36)
"""A backup older than this is made by day: a village may have no power at night."""
NIGHT: Final = range(1, 4)
"""Local hours in which backups are made: nothing plays, and people sleep."""


def unused(
    files: Collection[str], used: Collection[str], before: Mapping[str, datetime], now: datetime
) -> tuple[list[str], dict[str, datetime]]:
    """Files to remove, and since when each of the others has been unused.

    Args:
        files: What lies in the media folder.
        used: What programmes name.
        before: Since when each was unused, as this function answered last time.
        now: The wall clock.
    """
    since = {name: min(before.get(name, now), now) for name in files if name not in used}
    due = sorted(name for name, first in since.items() if now - first >= KEPT_UNUSED)
    return due, {name: first for name, first in since.items() if name not in due}


def is_backup_due(newest: datetime | None, now: datetime, local_hour: int) -> bool:
    """True when a backup shall be made now.

    Args:
        newest: When the newest was made; None = there is none.
        now: The wall clock.
        local_hour: Hour of the hub's local time.
    """
    if newest is None or newest > now + BACKUP_AGE:  # none, or made by a clock that was wrong
        return True
    age = now - newest
    return age >= BACKUP_LATEST or (age >= BACKUP_AGE and local_hour in NIGHT)
