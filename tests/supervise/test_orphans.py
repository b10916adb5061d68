"""What nothing refers to any more goes after a day, and what something refers to stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.domain.document import Document, DocumentId
from hub.domain.entry import Audience, EntryKind
from hub.domain.notice import Attachment, Notice, NoticeId, NoticeKind
from hub.store.calendar import put_programme
from hub.store.cards import put_card, remove_card
from hub.store.connect import open_content, open_hub
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.notices import put_notice, remove_notice
from hub.store.papers import Paper, add_paper, end_paper, papers_known
from hub.store.permits import Service
from hub.store.preparation import SAMPLE, Job, Sort, add_job, end_job, job_of
from hub.supervise.orphans import Orphans
from tests.fakes.clock import FakeClock
from tests.web.planned import programme

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
DAY_S = 24 * 3600.0
SHOWN, GONE, WAITS = (letter * 64 for letter in "abc")


class Home:
    """A data folder with its stores, and the job on a clock moved by hand."""

    def __init__(self, folder: Path, hub: Database) -> None:
        self.folder, self.hub = folder, hub
        self.clock = FakeClock(NOW)
        self.is_trusted = True
        self.uploads, self.papers, self.media = (
            folder / name for name in ("uploads", "papers", "media")
        )
        for one in (self.uploads, self.papers, self.media):
            one.mkdir(exist_ok=True)
        self.job = Orphans(
            uploads=self.uploads,
            papers=self.papers,
            media=self.media,
            store=hub,
            open_content=lambda: open_content(folder, Service.HUB),
            clock=self.clock,
            is_trusted=lambda: self.is_trusted,
        )

    def content(self) -> Database:
        return open_content(self.folder, Service.CLI)

    def put(self, path: Path) -> Path:
        """A file, or a folder when it has no suffix and lies among the papers."""
        if path.parent == self.papers:
            path.mkdir()
            (path / "1.jpg").write_bytes(b"\xff\xd8\xff")
        else:
            path.write_bytes(b"RIFF")
        os.utime(path, (self.clock.wall_s(), self.clock.wall_s()))
        return path

    def paper(self, identity: str, *, is_done: bool = True) -> Path:
        """A paper that somebody brought on a page; its folder."""
        paper = Paper(identity, f"paper-{identity[:32]}", f"{identity[:3]}.pdf")
        with self.content() as content:
            add_paper(content, paper, self.clock.now())
            if is_done:
                end_paper(content, identity, "application/pdf", 1)
        return self.put(self.papers / identity)

    def sample(self, identity: str, media: str) -> Path:
        """A sound that somebody wanted to hear."""
        job = Job(identity, "", "Nghe thử", "Hoa", self.clock.now(), sort=Sort.SPEECH)
        add_job(self.hub, replace(job, about={SAMPLE: "hoa"}))
        end_job(self.hub, identity, "done", {"taken": {"media": media}})
        return self.put(self.media / media)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    migrate_all(tmp_path)
    with open_hub(tmp_path, Service.HUB) as hub:
        yield Home(tmp_path, hub)


def notice(*papers: str) -> Notice:
    attachments = tuple(Attachment(one, f"{one[:3]}.pdf", "") for one in papers)
    return Notice(
        NoticeId("n1"), NoticeKind.BUDGET, "Họp thôn", "Mời bà con", NOW, None, "Lan", "Hoa", NOW,
        attachments=attachments,
    )  # fmt: skip


def test_a_paper_that_no_notice_shows_goes_a_day_later(home: Home) -> None:
    shown, gone = home.paper(SHOWN), home.paper(GONE)
    with home.content() as content:
        put_notice(content, notice(SHOWN))

    home.job.sweep()
    assert gone.exists()  # somebody may be filling in the form
    home.clock.pass_time(DAY_S + 1)
    home.job.sweep()

    assert (shown.exists(), gone.exists()) == (True, False)
    with home.content() as content:
        assert papers_known(content) == {SHOWN}


def test_the_paper_of_a_notice_that_was_taken_away_goes(home: Home) -> None:
    folder = home.paper(SHOWN)
    with home.content() as content:
        put_notice(content, notice(SHOWN))
        remove_notice(content, NoticeId("n1"), NOW)
    home.clock.pass_time(DAY_S + 1)

    home.job.sweep()

    assert not folder.exists()


def test_the_paper_of_a_document_stays_as_long_as_the_document(home: Home) -> None:
    folder = home.paper(SHOWN)
    card = Document(DocumentId("d1"), "Quy ước", EntryKind.DOCUMENT, Audience.PUBLIC, SHOWN)
    with home.content() as content:
        put_card(content, card, NOW)
    home.clock.pass_time(DAY_S + 1)

    home.job.sweep()
    assert folder.exists()
    with home.content() as content:
        remove_card(content, Document, "d1")
    home.job.sweep()
    assert not folder.exists()


def test_papers_of_the_command_line_and_those_that_wait_stay(home: Home) -> None:
    waits = home.paper(WAITS, is_done=False)
    with home.content() as content:
        add_paper(content, Paper(GONE, "", "so-tay.pdf", "done"), NOW)
    brought = home.put(home.papers / GONE)
    home.clock.pass_time(9 * DAY_S)

    home.job.sweep()

    assert waits.exists()
    assert brought.exists()


def test_a_folder_that_no_paper_knows_goes(home: Home) -> None:
    folder = home.put(home.papers / GONE)
    home.clock.pass_time(DAY_S + 1)

    home.job.sweep()

    assert not folder.exists()


def test_a_sample_goes_with_its_sound(home: Home) -> None:
    sound = home.sample("nghe-1", "1.wav")

    home.job.sweep()
    assert sound.exists()
    home.clock.pass_time(DAY_S + 1)
    home.job.sweep()

    assert not sound.exists()
    assert job_of(home.hub, "nghe-1") is None


def test_a_sample_that_sounds_like_a_bulletin_leaves_the_bulletin_its_sound(home: Home) -> None:
    kept, also = home.sample("nghe-1", "tin.wav"), home.sample("nghe-2", "viec.wav")
    with open_hub(home.folder, Service.CLI) as store:
        put_programme(store, programme("tin"))
    add_job(home.hub, Job("abc", "", "Tin", "Hoa", NOW, sort=Sort.SPEECH))
    end_job(home.hub, "abc", "done", {"taken": {"media": "viec.wav"}})
    home.clock.pass_time(DAY_S + 1)

    home.job.sweep()

    assert (kept.exists(), also.exists()) == (True, True)


def test_an_upload_that_nobody_wants_goes_when_it_cannot_go_on(home: Home) -> None:
    paper = home.put(home.uploads / f"paper-{'d' * 32}")
    upload = home.put(home.uploads / f"{'e' * 32}.part")
    home.paper(WAITS, is_done=False)
    wanted = home.put(home.uploads / f"paper-{WAITS[:32]}")
    home.clock.pass_time(DAY_S + 1)

    home.job.sweep()
    assert (paper.exists(), upload.exists(), wanted.exists()) == (False, True, True)
    home.clock.pass_time(DAY_S)
    home.job.sweep()
    assert (upload.exists(), wanted.exists()) == (False, True)


def test_a_clock_that_nobody_set_removes_nothing(home: Home) -> None:
    home.is_trusted = False
    paper, sound = home.paper(GONE), home.sample("nghe-1", "1.wav")
    home.clock.pass_time(timedelta(days=400).total_seconds())

    home.job.sweep()

    assert paper.exists()
    assert sound.exists()
