"""Takes jobs of preparation over the control socket, and tells how far they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from hub.clock import Clock
from hub.errors import RefusedError
from hub.prepare.cut import Cut
from hub.prepare.runner import Runner
from hub.prepare.speech import check_text
from hub.prepare.voices.voice import KEPT, Manner, checked, manner_of
from hub.store.database import Database
from hub.store.preparation import REFUSED, Job, Lane, Sort, add_job, drop_job, job_of, jobs, waiting
from hub.words import say

METHODS: Final = """
# Prepare a file of the upload folder, or a piece of it.  The same id twice is the same job.
# What is urgent, for an emergency, is made before all else, and even while a cue is near.
method Prepare(
    id: string, file: string, name: string, by: string, horn: ?bool,
    start_s: ?float, end_s: ?float, about: ?object, urgent: ?bool
) -> (job: object)

# Read a text aloud and prepare that.  The same id twice is the same job.
method Speak(
    id: string, text: string, repeats: int, voice: ?string, manner: ?object,
    name: string, by: string, about: ?object, urgent: ?bool
) -> (job: object)

# One job: how far it is, and what came of it.
method Job(id: string, language: ?string) -> (job: object)

# Forget a job that is over.
method Drop(id: string) -> (is_dropped: bool)

# The newest jobs, newest first, without their reports.
method Jobs() -> (jobs: []object)
"""
MOST_JOBS: Final = 50
MOST_WAITING: Final = 50
"""Somebody who asks for more is a program that went wrong."""
LONGEST: Final = 200
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Names of jobs and of files in the upload folder: made by programs, never by people."""

Document = dict[str, Any]


class Desk:
    """The methods.

    Args:
        store: The store, in the service's own thread.
        runners: Carry jobs out, by their line.
        clock: When a job was asked for.
    """

    def __init__(self, store: Database, runners: Mapping[Lane, Runner], clock: Clock) -> None:
        self._store = store
        self._runners = runners
        self._clock = clock

    def methods(self) -> Mapping[str, Callable[[Mapping[str, Any]], Document]]:
        """The methods by name."""
        return {
            "Prepare": self.prepare,
            "Speak": self.speak,
            "Job": self.job,
            "Drop": self.drop,
            "Jobs": self.jobs,
        }

    def prepare(self, asked: Mapping[str, Any]) -> Document:
        """Take a job for a file.

        Raises:
            RefusedError: A name is none that a program makes, or there are too many jobs.
            StoreBusyError: The disk cannot take it now.
        """
        _check_name(asked["file"])
        wish = {key: asked.get(key) for key in ("start_s", "end_s")}
        Cut.wished(wish)
        return self._take(asked, Sort.FILE, asked["file"], wish)

    def speak(self, asked: Mapping[str, Any]) -> Document:
        """Take a job for a text.

        Raises:
            RefusedError: There is nothing to say, or too much; or as `prepare`.
            StoreBusyError: The disk cannot take it now.
        """
        check_text(asked["text"])
        manner = checked(Manner(repeats=asked["repeats"]))
        wish = {"text": asked["text"], "repeats": manner.repeats, "voice": asked.get("voice")}
        if asked.get("manner"):
            wish["manner"] = _manner(asked["manner"])
        return self._take(asked, Sort.SPEECH, "", wish)

    def drop(self, asked: Mapping[str, Any]) -> Document:
        """Forget a job that is over."""
        return {"is_dropped": drop_job(self._store, asked["id"])}

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

    def _take(
        self, asked: Mapping[str, Any], sort: Sort, file: str, wish: Mapping[str, Any]
    ) -> Document:
        _check_name(asked["id"])
        if asked.get("urgent"):
            wish = {**wish, "urgent": True}
        job = Job(
            id=asked["id"],
            file=file,
            name=_line(asked["name"]),
            by=_line(asked["by"]),
            at=self._clock.now(),
            horn=asked.get("horn"),
            sort=sort,
            wish=wish,
            about=asked.get("about") or {},
        )
        if job_of(self._store, job.id) is None:
            if waiting(self._store) >= MOST_WAITING:
                raise RefusedError("prepare.too_many", most=MOST_WAITING)
            add_job(self._store, job)
        self._runners[job.lane].wake()
        return self.job({"id": job.id})

    def _document(self, job: Job, language: str, *, whole: bool) -> Document:
        state, progress, is_held = self._runners[job.lane].progress(job)
        told: Document = {
            "id": job.id,
            "name": job.name,
            "by": job.by,
            "sort": job.sort,
            "about": job.about,
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
            told["spoken"] = result.get("spoken")
            if whole:
                told["report"] = result.get("report", {}).get(language)
        return told


def _manner(told: Mapping[str, Any]) -> dict[str, float]:
    """A manner that a job may wish for.

    Raises:
        RefusedError: It has no such speed or pause.
    """
    try:
        found = manner_of(told)
    except RefusedError:
        raise
    except (TypeError, ValueError) as error:
        raise RefusedError("control.bad_value", name="manner", value=str(told)[:40]) from error
    return {name: getattr(found, name) for name in KEPT}


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise RefusedError("prepare.bad_name", name=name[:40])


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:LONGEST]
