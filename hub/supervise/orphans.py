"""Removes what people brought or tried out and nothing refers to any more: a day later."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.store.database import Database
from hub.store.papers import forget_paper, papers_known, papers_waiting, unneeded_papers
from hub.store.preparation import drop_job, files_wanted, media_of_jobs, samples_before
from hub.store.programme_rows import media_named
from hub.timers import Timers

KEPT: Final = timedelta(days=1)
"""A form that is open may still name it; longer nobody waits."""
UPLOAD_KEPT: Final = timedelta(days=2)
"""An upload may go on for so long (`web.sound.uploads`)."""
PAPER: Final = "paper-"
"""How files for the screen begin in the upload folder; they cannot go on."""
DAY_S: Final = 24 * 3600.0
FIRST_S: Final = 5400.0


@dataclass(frozen=True, slots=True)
class Orphans:
    """The job.

    Attributes:
        uploads: What people brought, until it is prepared.
        papers: Papers that were drawn, a folder for each.
        media: Prepared sound.
        store: ``hub.db``.
        open_content: Opens ``content.db``.
        clock: The clock.
        is_trusted: Whether the wall clock can be believed; nothing is removed by one that cannot.
    """

    uploads: Path
    papers: Path
    media: Path
    store: Database
    open_content: Callable[[], Database]
    clock: Clock
    is_trusted: Callable[[], bool]

    def add_to(self, timers: Timers) -> None:
        """Have it run once a day."""
        timers.every("orphans", DAY_S, self.sweep, first_s=FIRST_S)

    def sweep(self) -> None:
        """Remove it.

        Raises:
            StoreError: A store cannot be read or written now.
        """
        if not self.is_trusted():
            return
        before = self.clock.now() - KEPT
        self._sweep_samples(before)
        with self.open_content() as content:
            self._sweep_papers(content, before)
            wanted = files_wanted(self.store) | papers_waiting(content)
        self._sweep_uploads(wanted)

    def _sweep_samples(self, before: datetime) -> None:
        """Sounds that somebody only wanted to hear, unless a bulletin sounds just the same."""
        for job in samples_before(self.store, before):
            drop_job(self.store, job.id)
            media = (job.result or {}).get("taken", {}).get("media", "")
            if media and media not in self._used_media():
                (self.media / media).unlink(missing_ok=True)

    def _used_media(self) -> frozenset[str]:
        return media_named(self.store) | media_of_jobs(self.store)

    def _sweep_papers(self, content: Database, before: datetime) -> None:
        """Papers of notices and documents that are gone, and folders of none that is known."""
        for identity in unneeded_papers(content, before):
            if forget_paper(content, identity, before):
                shutil.rmtree(self.papers / identity, ignore_errors=True)
        known = papers_known(content)
        for folder in self._old(self.papers, KEPT):
            if folder.name not in known:
                shutil.rmtree(folder, ignore_errors=True)

    def _sweep_uploads(self, wanted: frozenset[str]) -> None:
        for kept, is_paper in ((KEPT, True), (UPLOAD_KEPT, False)):
            for path in self._old(self.uploads, kept):
                if path.name.startswith(PAPER) is is_paper and path.name not in wanted:
                    with suppress(OSError):
                        path.unlink()

    def _old(self, folder: Path, kept: timedelta) -> Iterator[Path]:
        """What lies in a folder for longer than that."""
        before_s = self.clock.wall_s() - kept.total_seconds()
        for path in folder.iterdir() if folder.is_dir() else ():
            with suppress(OSError):
                if path.lstat().st_mtime < before_s:
                    yield path
