"""Draws papers one at a time on a thread of its own, and takes them over the control socket."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from hub.clock import Clock
from hub.config import Config
from hub.control import ControlClient
from hub.errors import HubError, MediaError, RefusedError
from hub.prepare.airtime import Airtime
from hub.prepare.papers import FOLDER, Drawn, draw
from hub.prepare.turns import Rank, Turns
from hub.prepare.worker import MOST_TRIES, EndingError, Worker
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.papers import (
    Paper,
    add_paper,
    begin_paper,
    end_paper,
    next_paper,
    refuse_paper,
)
from hub.store.permits import Service

METHODS: Final = """
# Look at a picture or PDF of the upload folder and draw it anew for the screen.
method Paper(id: string, file: string, name: string) -> ()
"""
LONGEST_NAME: Final = 120
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class PaperRunner(Worker):
    """One paper after the other.

    Args:
        open_store: Opens ``content.db``; each thread has its own.
        uploads: What people brought.
        folder: Where papers are kept.
        is_near: Whether a cue is so near that nothing heavy may be done.
        turns: Shared by everybody who does heavy work.
        clock: The clock.
    """

    def __init__(
        self,
        open_store: Callable[[], Database],
        uploads: Path,
        folder: Path,
        *,
        is_near: Callable[[], bool],
        turns: Turns,
        clock: Clock,
    ) -> None:
        super().__init__("papers", open_store)
        self._uploads = uploads
        self._folder = folder
        self._is_near = is_near
        self._turns = turns
        self._clock = clock

    def methods(self) -> Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]]:
        """The methods by name."""
        return {"Paper": self.take}

    def take(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Take a paper.

        Raises:
            RefusedError: A name is none that a program makes.
            StoreBusyError: The disk cannot take it now.
        """
        if not _SHA256.fullmatch(asked["id"]) or not _FILE.fullmatch(asked["file"]):
            raise RefusedError("prepare.bad_name", name=asked["file"][:40])
        name = "".join(c if c.isprintable() else "?" for c in asked["name"])[:LONGEST_NAME]
        with self._open_store() as store:
            add_paper(store, Paper(asked["id"], asked["file"], name), self._clock.now())
        self.wake()
        return {}

    def _turn(self, store: Database) -> bool:
        paper = next_paper(store)
        if paper is not None and self._hold():
            self._rest()
        elif paper is not None:
            with self._turns.at_work(Rank.PAPER):
                self._carry_out(store, paper)
        return paper is not None

    def _hold(self) -> bool:
        """Asked before, and by the program that is running; ends it when the service ends."""
        if self._is_ending:
            raise EndingError
        return self._is_near() or self._turns.must_wait(Rank.PAPER)

    def _carry_out(self, store: Database, paper: Paper) -> None:
        begin_paper(store, paper.id)
        path = self._uploads / paper.file
        try:
            drawn = self._drawn(path, paper)
        except MediaError as error:
            refuse_paper(store, paper.id, error.key, _told(error, paper))
        else:
            end_paper(store, paper.id, drawn.kind, drawn.pages)
        with suppress(OSError):
            path.unlink()

    def _drawn(self, path: Path, paper: Paper) -> Drawn:
        if paper.tries >= MOST_TRIES:
            raise MediaError("prepare.keeps_failing", path=paper.name)
        drawn = draw(path, self._folder, self._clock, self._hold)
        if drawn.id != paper.id:  # somebody wrote into it
            raise MediaError("papers.broken", path=paper.name)
        return drawn


def paper_runner(config: Config, clock: Clock, turns: Turns) -> PaperRunner:
    """The runner of a hub."""
    link = ControlClient(config.run_dir / "broadcast.sock", clock=clock)
    return PaperRunner(
        lambda: open_content(config.data_dir, Service.HUB, config.run_dir),
        config.upload_dir,
        config.data_dir / FOLDER,
        is_near=Airtime(link.call, clock.monotonic).is_near,
        turns=turns,
        clock=clock,
    )


def _told(error: HubError, paper: Paper) -> dict[str, str]:
    values = {name: str(value) for name, value in error.values.items()}
    return {**values, "path": paper.name}
