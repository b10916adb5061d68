"""The lexicon, what was said, and the usual voice are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.lexicon import Scope, respelling
from hub.domain.programme import Programme, Source
from hub.domain.spoken import Spoken
from hub.errors import RefusedError, StoreError
from hub.store.calendar import programmes, put_programme, remove_programme
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import migrate
from hub.store.opening import open_file
from hub.store.permits import Service
from hub.store.speech import (
    lexicon,
    lexicon_revision,
    put_respelling,
    put_spoken,
    put_usual_voice,
    remove_respelling,
    spoken_in,
    usual_voice,
)
from hub.store.steps import HUB_DB, shipped


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate(tmp_path / HUB_DB, shipped(HUB_DB))
    with open_hub(tmp_path, Service.CLI) as database:
        yield database


def programme(name: str, *renditions: str, language: str = "vi") -> Programme:
    return Programme(
        id=ProgrammeId(name),
        title=name,
        kind=Kind.ROUTINE,
        level=Level.COMMUNE,
        source=Source.FILE,
        media=f"{name}.wav",
        frames=1,
        rate=48_000,
        sha256="0" * 64,
        author="Bình",
        approver="Hoa",
        language=language,
        renditions=tuple(map(ProgrammeId, renditions)),
    )


def test_entries_come_back_as_they_were_stored(store: Database) -> None:
    own = respelling("Krông Pa", "cờ rông pa")
    of_commune = respelling("ĐT", "điện thoại", scope=Scope.COMMUNE, after=("số",))

    put_respelling(store, own)
    put_respelling(store, of_commune)

    assert lexicon(store) == (of_commune, own)
    assert lexicon_revision(store) == 2


def test_an_entry_takes_the_place_of_the_one_it_corrects(store: Database) -> None:
    put_respelling(store, respelling("OCOP", "ô cốp"))
    put_respelling(store, respelling("OCOP", "ô cóp"))

    assert [one.reading for one in lexicon(store)] == ["ô cóp"]


def test_an_entry_is_removed_from_its_own_scope_only(store: Database) -> None:
    put_respelling(store, respelling("OCOP", "ô cốp"))
    put_respelling(store, respelling("OCOP", "ô cóp", scope=Scope.COMMUNE))

    assert remove_respelling(store, Scope.VILLAGE, ["OCOP"]) == 1
    assert remove_respelling(store, Scope.VILLAGE, ["OCOP"]) == 0

    assert [one.scope for one in lexicon(store)] == [Scope.COMMUNE]
    assert lexicon_revision(store) == 3


def test_what_a_file_says_is_kept_by_its_hash(store: Database) -> None:
    said = Spoken("7h30", "bảy giờ ba mươi", "bac", 0.9, 4)

    put_spoken(store, "a" * 64, said)

    assert spoken_in(store, ["a" * 64, "b" * 64]) == {"a" * 64: said}


def test_the_usual_voice_is_the_one_chosen_last(store: Database) -> None:
    assert usual_voice(store) is None

    put_usual_voice(store, "nam")
    put_usual_voice(store, "trung")

    assert usual_voice(store) == "trung"


def test_the_playout_cannot_change_how_words_are_read(store: Database, tmp_path: Path) -> None:
    with open_hub(tmp_path, Service.BROADCAST) as other, pytest.raises(StoreError):
        put_respelling(other, respelling("OCOP", "ô cốp"))


def test_a_programme_keeps_its_language_and_its_renditions_in_order(store: Database) -> None:
    put_programme(store, programme("bao", "bao-tyz", "bao"))
    put_programme(store, programme("bao-tyz", language="tyz"))

    found = programmes(store)

    assert found[ProgrammeId("bao")].renditions == ("bao-tyz", "bao")
    assert found[ProgrammeId("bao-tyz")].language == "tyz"


def test_a_recording_that_a_bulletin_plays_is_not_removed(store: Database) -> None:
    put_programme(store, programme("bao", "bao-tyz", "bao"))
    put_programme(store, programme("bao-tyz"))

    with pytest.raises(RefusedError, match=r"programme\.rendition"):
        remove_programme(store, ProgrammeId("bao-tyz"))

    assert remove_programme(store, ProgrammeId("bao"))
    assert remove_programme(store, ProgrammeId("bao-tyz"))


def test_programmes_of_the_schema_before_speak_vietnamese(tmp_path: Path) -> None:
    before = migrate(tmp_path / HUB_DB, shipped(HUB_DB)[:3])
    with Database(before.path, lambda: open_file(before.path, is_full_sync=True)) as old:
        old.run(
            "INSERT INTO programme VALUES ('a', 'A', 'routine', 'commune', 'file', 'a.wav', 1, 1,"
            " ?, 'B', 'C')",
            ("0" * 64,),
        )

    migrate(tmp_path / HUB_DB, shipped(HUB_DB))

    with open_hub(tmp_path, Service.CLI) as store:
        found = programmes(store)[ProgrammeId("a")]
    assert (found.language, found.renditions) == ("vi", ())
