"""A southern voice says ngàn and lẻ, whoever lets it speak: the command, a job, a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.cli.reading import known, read
from hub.domain.preparing import Preparing
from hub.prepare.voices.region import DEFAULT_VOICE
from hub.prepare.voices.shelf import find
from hub.prepare.workshop import Folders, Workshop
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import migrate
from hub.store.permits import Service
from hub.store.preparation import Job, Sort
from hub.store.speech import put_usual_voice
from hub.store.steps import HUB_DB, shipped
from web.sound.reading import read as read_on_page

WRITTEN = "1.105 hộ"
SOUTHERN, NORTHERN = "một ngàn một trăm lẻ năm hộ", "một nghìn một trăm linh năm hộ"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate(tmp_path / HUB_DB, shipped(HUB_DB))
    with open_hub(tmp_path, Service.CLI) as database:
        yield database


def by_command(store: Database, folder: Path) -> str:
    knowledge = known(store)
    return read(WRITTEN, find(knowledge.voice, folder), knowledge).spoken


def by_job(store: Database, folder: Path, voice: str | None = None) -> str:
    workshop = Workshop(Folders(folder, folder, folder, folder), Preparing(), 48_000)
    wish = {"text": WRITTEN, **({"voice": voice} if voice else {})}
    at = datetime(2026, 11, 22, tzinfo=UTC)
    job = Job("a", "", "a", "an", at, sort=Sort.SPEECH, wish=wish)
    return workshop._words(store, job).said


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        ("nam", SOUTHERN),
        ("vi-vn-x-south", SOUTHERN),
        ("bac", NORTHERN),
        ("trung", NORTHERN),
        (None, NORTHERN),
    ],
)
def test_the_usual_voice_says_numbers_alike_wherever_it_speaks(
    store: Database, tmp_path: Path, voice: str | None, said: str
) -> None:
    if voice:
        put_usual_voice(store, voice)

    ways = (by_command(store, tmp_path), by_job(store, tmp_path))
    assert {*ways, read_on_page(store, WRITTEN).spoken} == {said}


def test_a_job_speaks_as_the_voice_that_it_wishes_for(store: Database, tmp_path: Path) -> None:
    put_usual_voice(store, "nam")

    assert by_job(store, tmp_path, DEFAULT_VOICE).strip() == NORTHERN
