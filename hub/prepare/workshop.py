"""Makes the sound of one job: of a file that was brought, or of a text that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from hub.clock import Clock
from hub.domain.preparing import Preparing
from hub.domain.spoken import Spoken
from hub.media.draft import sweep
from hub.media.intake import Taken
from hub.prepare.cut import Cut
from hub.prepare.ffmpeg import Stage, Surroundings
from hub.prepare.layout import paragraphs, with_pauses
from hub.prepare.originals import keep_original
from hub.prepare.readings import with_lexicon
from hub.prepare.report import Report
from hub.prepare.speech import Booth, check_text
from hub.prepare.text import Table, default_table, read_out
from hub.prepare.transcode import Wish, prepare
from hub.prepare.upload import MIB
from hub.prepare.voices import piper
from hub.prepare.voices.region import DEFAULT_VOICE, region_of
from hub.prepare.voices.shelf import find
from hub.prepare.voices.voice import Manner, manner_of
from hub.store.database import Database
from hub.store.preparation import Job, Sort, files_wanted, forget_jobs
from hub.store.speech import lexicon, lexicon_revision, usual_manner, usual_voice
from hub.words import LANGUAGES, say

KEPT: Final = timedelta(days=30)
"""Jobs that are over are remembered so long."""
UNCLAIMED_S: Final = 48 * 3600.0
"""An upload that no job wants is removed after this long."""

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things lie.

    Attributes:
        uploads: What people brought.
        originals: What is kept of it.
        media: Prepared media.
        voices: Voices besides espeak-ng's own.
    """

    uploads: Path
    originals: Path
    media: Path
    voices: Path


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where the sound of jobs is made.

    Attributes:
        folders: Where things lie.
        preparing: Limits and targets.
        rate: Samples a second of prepared media.
        piper: Path of the program `piper`; "" = looked for.
    """

    folders: Folders
    preparing: Preparing
    rate: int
    piper: str = ""

    def make(self, store: Database, job: Job, around: Surroundings) -> Document:
        """The sound of a job, durable in the media folder, and what to tell of it.

        Raises:
            MediaError: It cannot be made.
            RefusedError: What was wished for cannot be.
        """
        if job.sort is Sort.SPEECH:
            return self._speak(store, job, around)
        path, most_mib = self.folders.uploads / job.file, self.preparing.originals_mib
        wish = Wish(self.preparing, self.rate, job.horn, follow=False, cut=Cut.wished(job.wish))
        taken, report = prepare(path, self.folders.media, wish, around)
        if path.stat().st_size <= most_mib * MIB:
            keep_original(path, self.folders.originals, most_mib, follow=False)
        return _told(taken, report, job.name)

    def forget(self, job: Job) -> None:
        """The job is over: what was brought for it is not needed any more."""
        if job.sort is Sort.FILE:
            with suppress(OSError):
                (self.folders.uploads / job.file).unlink()

    def _speak(self, store: Database, job: Job, around: Surroundings) -> Document:
        """A text, read aloud."""
        around.told(Stage.SPEAKING, 0.0)
        spoken = self._words(store, job)
        voice = find(spoken.voice, self.folders.voices)
        manner = replace(self._manner(store, job), repeats=int(job.wish.get("repeats", 1)))
        booth = Booth(around.clock, piper.find(self.piper), is_held=around.is_held)
        with booth.spoken(spoken.said, voice, manner) as raw:
            wish = Wish(self.preparing, self.rate, shorten=False)  # its pauses were set
            taken, report = prepare(raw, self.folders.media, wish, around)
        return {**_told(taken, report, job.name), "spoken": asdict(spoken)}

    def _words(self, store: Database, job: Job) -> Spoken:
        """What will be said for what was typed, and by whom."""
        written = check_text(str(job.wish.get("text", "")))
        table, words = with_lexicon(lexicon(store), default_table())
        voice = job.wish.get("voice") or usual_voice(store) or DEFAULT_VOICE
        said = _said(paragraphs(written), table.in_region(region_of(voice)), words)
        speed = self._manner(store, job).speed
        return Spoken(written, said, voice, speed, lexicon_revision(store))

    def _manner(self, store: Database, job: Job) -> Manner:
        """How it is spoken: as the job wishes, else as the village has chosen."""
        return manner_of(job.wish.get("manner") or usual_manner(store))


def tidy(store: Database, folders: Folders, clock: Clock) -> None:
    """What a power failure left behind, and jobs that nobody asks for any more.

    Raises:
        StoreBusyError: The store cannot be written now.
    """
    now_s = clock.wall_s()
    sweep(folders.media, now_s)
    sweep(folders.originals, now_s)
    forget_jobs(store, clock.now() - KEPT)
    wanted = files_wanted(store)
    if not folders.uploads.is_dir():
        return
    for path in folders.uploads.iterdir():
        with suppress(OSError):
            is_ours = not path.name.startswith("paper-")  # those have a runner of their own
            if is_ours and path.name not in wanted and now_s - path.lstat().st_mtime > UNCLAIMED_S:
                path.unlink()


def _said(parts: Sequence[str], table: Table, words: Mapping[str, str]) -> str:
    found = (with_pauses(read_out(part, table, words).spoken, part) for part in parts)
    return "\n\n".join(filter(None, found))


def _told(taken: Taken, report: Report, name: str) -> Document:
    reports = {language: report.document(_speaker(language)) for language in LANGUAGES}
    for each in reports.values():
        each["name"] = name
    return {"taken": asdict(taken), "report": reports}


def _speaker(language: str) -> Callable[..., str]:
    def speak(key: str, /, **values: object) -> str:
        return say(key, language, **values)

    return speak
