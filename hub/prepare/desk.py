"""Takes jobs of preparation over the control socket, and tells how far they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from hub.clock import Clock
from hub.errors import RefusedError
from hub.prepare.runner import Runner
from hub.store.database import Database
from hub.store.preparation import REFUSED, Job, add_job, job_of, jobs
from hub.words import say

METHODS: Final = """
# Prepare a file of the upload folder.  The same id twice is the same job.
method Prepare(id: string, file: string, name: string, by: string, horn: ?bool) -> (job: object)

# One job: how far it is, and what came of it.
method Job(id: string, language: ?string) -> (job: object)

# The newest jobs, newest first, without their reports.
method Jobs() -> (jobs: []object)
"""
MOST_JOBS: Final = 50
LONGEST: Final = 200
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Names of jobs and of files in the upload folder: made by programs, never by people."""

Document = dict[str, Any]


class Desk:
    """The methods.

    Args:
        store: The store, in the service's own thread.
        runner: Carries jobs out.
        clock: When a job was asked for.
    """

    def __init__(self, store: Database, runner: Runner, clock: Clock) -> None:
        self._store = store
        self._runner = runner
        self._clock = clock

    def methods(self) -> Mapping[str, Callable[[Mapping[str, Any]], Document]]:
        """The methods by name."""
        return {"Prepare": self.prepare, "Job": self.job, "Jobs": self.jobs}

    def prepare(self, asked: Mapping[str, Any]) -> Document:
        """Take a job.

        Raises:
            RefusedError: A name is none that a program makes.
            StoreBusyError: The disk cannot take it now.
        """
        for key in ("id", "file"):
            if not _NAME.fullmatch(asked[key]):
                raise RefusedError("prepare.bad_name", name=asked[key][:40])
        job = Job(
            id=asked["id"],
            file=asked["file"],
            name=_line(asked["name"]),
            by=_line(asked["by"]),
            at=self._clock.now(),
            horn=asked.get("horn"),
        )
        add_job(self._store, job)
        self._runner.wake()
        return self.job({"id": job.id})

    def job(self, asked: Mapping[str, Any]) -> Document:
        """Tell of one job.

        Raises:
            RefusedError: There is none of this id.
        """
        found = job_of(self._store, asked["id"])
        if found is None:
            raise RefusedError("prepare.no_job", name=asked["id"][:40])
        return {"job": self._document(found, asked.get("language") or "vi", whole=True)}

    def jobs(self, _asked: Mapping[str, Any]) -> Document:
        """Tell of the newest jobs."""
        found = jobs(self._store, MOST_JOBS)
        return {"jobs": [self._document(job, "vi", whole=False) for job in found]}

    def _document(self, job: Job, language: str, *, whole: bool) -> Document:
        state, progress, is_held = self._runner.progress(job)
        told: Document = {
            "id": job.id,
            "name": job.name,
            "by": job.by,
            "at": job.at.isoformat(timespec="seconds"),
            "state": state,
            "progress": round(progress, 3),
            "waits_for_cue": is_held,
        }
        result = job.result or {}
        if job.state == REFUSED:
            told["error"] = result.get("key")
            told["sentence"] = say(str(result.get("key")), language, **result.get("values", {}))
        elif job.is_over:
            told["taken"] = result.get("taken")
            if whole:
                told["report"] = result.get("report", {}).get(language)
        return told


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:LONGEST]
