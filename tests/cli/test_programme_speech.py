"""Bulletins that are typed and read aloud, and recordings of them in other languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.cli import programme
from hub.errors import HubError, RefusedError
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.cli.village import Call, caller, make_village
from tests.media.sounds import save, tone

pytestmark = pytest.mark.service

PEOPLE = ("--title", "Họp thôn", "--author", "Bình", "--approver", "Hoa")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return make_village(tmp_path)


@pytest.fixture
def adding(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(programme, config, capsys)


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return save(tmp_path / "ban-ghi.wav", tone(440, 8000, 0.5), 8000)


def test_a_typed_bulletin_becomes_a_programme_with_its_words(adding: Call, tmp_path: Path) -> None:
    adding("add", "--id", "hop", "--text", "UBND xã họp lúc 7h30.", *PEOPLE)

    (found,) = json.loads(adding("list", "--json"))
    assert found["approver"] == "Hoa"
    assert (tmp_path / "data/media" / found["media"]).exists()
    assert found["spoken"]["written"] == "UBND xã họp lúc 7h30."
    assert found["spoken"]["said"].startswith("Ủy ban nhân dân xã họp lúc bảy giờ")
    assert (found["spoken"]["voice"], found["spoken"]["lexicon"]) == ("bac", 0)
    assert "Ủy ban nhân dân" in adding("list")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("a.wav", "--text", "chào", "--id", "a"), "programme.text_or_file"),
        (("--text", "chào"), "programme.text_id"),
        (("--text", " ", "--id", "a"), "speech.empty"),
        (("--text", "chào", "--id", "a", "--for", "none"), "programme.unknown"),
    ],
)
def test_a_typed_bulletin_that_cannot_be_made_is_refused(
    adding: Call, words: tuple[str, ...], key: str
) -> None:
    with pytest.raises(HubError) as caught:
        adding("add", *words, *PEOPLE)

    assert caught.value.key == key


def test_recordings_are_played_behind_the_bulletin_until_the_order_is_set(
    adding: Call, config: Path, wav: Path
) -> None:
    adding("add", wav, "--id", "bao", *PEOPLE)
    adding("add", wav, "--id", "bao-tyz", "--in", "tyz", "--for", "bao", *PEOPLE)
    assert renditions(adding, "bao") == ["bao", "bao-tyz"]

    told = adding("languages", "bao", "bao-tyz", "bao")

    assert renditions(adding, "bao") == ["bao-tyz", "bao"]
    assert told.splitlines()[-1].endswith("bao-tyz (tyz), bao (vi)")
    with pytest.raises(RefusedError, match=r"programme\.rendition"):
        adding("remove", "bao-tyz")
    adding("languages", "bao", "bao")
    assert renditions(adding, "bao") == []
    with open_hub(config.parent / "data", Service.BROADCAST) as store:
        assert store.user_version() >= 4


def test_a_bulletin_that_is_made_anew_keeps_its_recordings(adding: Call, wav: Path) -> None:
    adding("add", wav, "--id", "bao", *PEOPLE)
    adding("add", wav, "--id", "bao-hmn", "--in", "hmn", *PEOPLE)
    adding("languages", "bao", "bao-hmn", "bao")

    adding("add", wav, "--id", "bao", *PEOPLE)

    assert renditions(adding, "bao") == ["bao-hmn", "bao"]


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("none",), "programme.unknown"),
        (("bao", "none"), "programme.unknown"),
        (("bao", "bao", "bao"), "programme.recording_twice"),
    ],
)
def test_an_order_of_recordings_that_makes_no_sense_is_refused(
    adding: Call, wav: Path, names: tuple[str, ...], key: str
) -> None:
    adding("add", wav, "--id", "bao", *PEOPLE)

    with pytest.raises(RefusedError) as caught:
        adding("languages", *names)

    assert caught.value.key == key


def renditions(adding: Call, name: str) -> list[str]:
    found = {one["id"]: one for one in json.loads(adding("list", "--json"))}
    value: list[str] = found[name]["renditions"]
    return value
