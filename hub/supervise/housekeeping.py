"""What a hub does for itself: forgets old samples, backs up, removes media nobody uses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from hub.clock import Clock
from hub.errors import StoreBusyError
from hub.supervise.sweep import is_backup_due, unused
from hub.timers import Timers
from hub.trusted_clock import BUILT

SAMPLES_KEPT: Final = timedelta(days=30)
TALKS_KEPT: Final = timedelta(days=30)
"""The record of what was said live; the playout itself keeps no more than ten minutes."""
KEPT_S: Final = TALKS_KEPT.total_seconds()
TALKS: Final = "live"
"""Its folder, beside the store."""
UNUSED_FILE: Final = "unused-media.json"
"""Beside the store: since when each media file has been unused."""

HOUR_S: Final = 3600.0
FIRST_S: Final = 300.0
"""Nothing of this in the first minutes: a start after a power cut has better things to do."""


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """The jobs.

    Attributes:
        data_dir: Folder of the store.
        media_dir: Prepared media.
        tz: The hub's local time.
        clock: The clock.
        is_trusted: Whether the wall clock can be believed; nothing is removed by one that cannot.
        prune: Forgets samples older than an instant.
        back_up: Copies the store; keeps three.
        used_media: The files that programmes name, relative to `media_dir`.
    """

    data_dir: Path
    media_dir: Path
    tz: ZoneInfo
    clock: Clock
    is_trusted: Callable[[], bool]
    prune: Callable[[datetime], object]
    back_up: Callable[[], object]
    used_media: Callable[[], frozenset[str]]

    def add_to(self, timers: Timers) -> None:
        """Have the jobs run; each decides by itself whether there is something to do."""
        timers.every("samples", 6 * HOUR_S, self.forget_samples, first_s=FIRST_S)
        timers.every("backup", HOUR_S, self.keep_backup, first_s=FIRST_S)
        timers.every("talks", 24 * HOUR_S, self.forget_talks, first_s=HOUR_S)
        timers.every("media", 24 * HOUR_S, self.sweep_media, first_s=HOUR_S)

    def forget_samples(self) -> None:
        """Forget samples older than 30 days.

        Raises:
            StoreBusyError: The store cannot be written now.
        """
        if self.is_trusted():
            self.prune(self.clock.now() - SAMPLES_KEPT)

    def keep_backup(self) -> None:
        """Make a backup when one is due.

        Raises:
            StoreBusyError: The disk cannot take it.
        """
        now = self.clock.now()
        if is_backup_due(self._newest_backup(), now, now.astimezone(self.tz).hour):
            self.back_up()

    def sweep_media(self) -> None:
        """Remove media files that no programme has named for 30 days.

        Raises:
            StoreBusyError: A file cannot be removed, or the list cannot be written.
        """
        if not self.is_trusted() or not self.media_dir.is_dir():
            return
        files = {
            str(path.relative_to(self.media_dir))
            for path in self.media_dir.rglob("*.wav")
            if path.is_file()
        }
        before = self._unused_before()
        due, since = unused(files, self.used_media(), before, self.clock.now())
        try:
            for name in due:
                (self.media_dir / name).unlink(missing_ok=True)
            if since != before:
                self._write_unused(since)
        except OSError as error:
            raise StoreBusyError("store.device", path=self.media_dir, detail=error) from error

    def forget_talks(self) -> None:
        """Remove the record of talks older than 30 days.

        Raises:
            StoreBusyError: A file cannot be removed.
        """
        folder = self.data_dir / TALKS
        if not self.is_trusted() or not folder.is_dir():
            return
        before_s = (self.clock.now() - TALKS_KEPT).timestamp()
        try:
            for path in folder.iterdir():
                made_s = path.stat().st_mtime
                if made_s < BUILT.timestamp():  # by a lost clock: its thirty days begin now
                    os.utime(path, (before_s + KEPT_S, before_s + KEPT_S))
                elif made_s < before_s:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreBusyError("store.device", path=folder, detail=error) from error

    def _newest_backup(self) -> datetime | None:
        made = [path.stat().st_mtime for path in (self.data_dir / "backup").glob("hub-*.db")]
        return datetime.fromtimestamp(max(made), tz=UTC) if made else None

    def _unused_before(self) -> dict[str, datetime]:
        try:
            found = json.loads((self.data_dir / UNUSED_FILE).read_text("utf-8"))
            return {str(n): datetime.fromisoformat(at).astimezone(UTC) for n, at in found.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}  # they are unused from now on

    def _write_unused(self, since: dict[str, datetime]) -> None:
        path = self.data_dir / UNUSED_FILE
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps({name: at.isoformat() for name, at in since.items()}), "utf-8")
        draft.replace(path)
