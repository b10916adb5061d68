"""`village-hub speak`, `voice` and `lexicon`: as a person uses them."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import wave
from pathlib import Path

import pytest

from hub.cli import lexicon, speak, voice
from hub.errors import HubError, MediaError, RefusedError
from hub.words import say
from tests.cli.village import Call, caller, make_village
from tests.prepare.voices.listening import make_voice, piper_environment

pytestmark = pytest.mark.service


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return make_village(tmp_path)


@pytest.fixture
def speaking(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(speak, config, capsys)


@pytest.fixture
def spelling(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(lexicon, config, capsys)


@pytest.fixture
def voices(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(voice, config, capsys)


def use_piper(config: Path, program: Path) -> None:
    """As the guide says: one key of the configuration."""
    config.write_text(f'{config.read_text("utf-8")}[speech]\npiper = "{program}"\n', "utf-8")


def test_the_words_are_printed_as_they_will_be_said(speaking: Call) -> None:
    assert speaking("--text-only", "UBND xã họp.") == "Ủy ban nhân dân xã họp.\n"


def test_the_sound_has_the_playout_s_format(speaking: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"

    speaking("Kính thưa bà con.", "-o", path)

    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
        assert 0.8 < file.getnframes() / 48_000 < 3.0
    assert {one.name for one in tmp_path.iterdir()} == {"a.wav", "data", "village.toml"}


def test_speech_is_as_loud_as_everything_else_by_an_independent_meter(
    speaking: Call, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    speaking("Kính thưa bà con nhân dân. Ngày mai trời rét đậm, rét hại.", "-o", path)

    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-f", "null"]
    meter = ["-af", "ebur128=peak=true:framelog=verbose", "-"]
    told = subprocess.run([*command, *meter], capture_output=True, text=True, check=True).stderr

    assert float(re.findall(r"I:\s+(-[\d.]+) LUFS", told)[-1]) == pytest.approx(-16.0, abs=0.5)
    assert float(re.findall(r"Peak:\s+(-[\d.]+) dBFS", told)[-1]) <= -1.5


def test_a_text_comes_in_by_standard_input(speaking: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO("\ufeffKính thưa bà con.\n".encode()))
    monkeypatch.setattr("sys.stdin", text)

    assert speaking("--text-only", "-").strip() == "Kính thưa bà con."


def test_a_machine_without_a_store_reads_aloud_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "village.toml"
    path.write_text('[hub]\ndata_dir = "none"\nrun_dir = "run"\n', "utf-8")

    assert caller(speak, path, capsys)("--text-only", "UBND") == "Ủy ban nhân dân\n"
    assert capsys.readouterr().err == ""


def test_what_had_to_be_guessed_is_told_with_the_guess(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--json", "--text-only", "Họp QWXZ và QWXZ.")
    told = json.loads(caller(speak, config, capsys)(*arguments))

    (first, second) = told["unknown"]
    assert (first["written"], first["start"], second["start"]) == ("QWXZ", 4, 12)
    assert first["guess"] in told["spoken"]


def test_an_unknown_abbreviation_is_told_once_on_the_error_output(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    speak.add_to(parser, "vi")
    arguments = parser.parse_args(["--text-only", "Họp QWXZ và QWXZ."])
    arguments.config, arguments.language = str(config), "vi"

    speak.run(arguments)

    (told,) = capsys.readouterr().err.splitlines()
    assert "“QWXZ”" in told
    assert "village-hub lexicon set QWXZ" in told


def test_a_reading_of_the_village_is_used_from_then_on(speaking: Call, spelling: Call) -> None:
    spelling("set", "QWXZ", "quê", "xinh")

    told = json.loads(speaking("--json", "--text-only", "Họp QWXZ."))

    assert told["spoken"] == "Họp quê xinh."
    assert (told["unknown"], told["lexicon"]) == ([], 1)


def test_readings_are_listed_and_removed(spelling: Call) -> None:
    assert spelling("list").strip() == say("lexicon.none", "vi")
    spelling("set", "Krông", "cờ rông", "--scope", "commune")

    (entry,) = json.loads(spelling("list", "--json"))["entries"]
    spelling("remove", "KRÔNG", "--scope", "commune")

    assert (entry["written"], entry["reading"]) == ("krông", "cờ rông")
    assert (entry["scope"], entry["sort"]) == ("commune", "word")
    assert spelling("list").strip() == say("lexicon.none", "vi")


def test_a_reading_that_is_not_there_cannot_be_removed(spelling: Call) -> None:
    with pytest.raises(RefusedError, match=r"lexicon\.unknown"):
        spelling("remove", "OCOP")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("",), "speech.empty"),
        (("a" * 30_001,), "speech.too_long"),
        (("a", "-o", "a.mp3"), "speech.no_wav"),
        (("a", "--voice", "x"), "voice.unknown"),
        (("a", "--speed", "9", "-o", "a.wav"), "speech.speed"),
        (("...", "-o", "a.wav"), "speech.empty"),
    ],
)
def test_what_cannot_be_spoken_is_refused(speaking: Call, words: tuple[str, ...], key: str) -> None:
    with pytest.raises(HubError) as caught:
        speaking(*words)

    assert caught.value.key == key


def test_a_folder_that_cannot_be_written_is_told(speaking: Call) -> None:
    with pytest.raises(MediaError):
        speaking("Xin chào.", "-o", "/proc/a.wav")


def test_the_usual_voice_can_be_changed(voices: Call, speaking: Call) -> None:
    voices("default", "nam")

    assert json.loads(speaking("--json", "--text-only", "Chào."))["voice"] == "nam"
    usual = [one["id"] for one in json.loads(voices("list", "--json")) if one["usual"]]
    assert usual == ["nam"]


def test_a_piper_voice_is_added_speaks_and_is_removed(
    voices: Call, speaking: Call, tmp_path: Path, config: Path
) -> None:
    use_piper(config, piper_environment() / "bin/piper")
    added = json.loads(voices("add", make_voice(tmp_path), "--json"))

    speaking("Xin chào.", "--voice", "hum", "-o", tmp_path / "a.wav")
    voices("remove", "hum")

    assert added["id"] == "hum"
    assert 1.0 < added["length_s"] < 20.0
    assert (tmp_path / "a.wav").stat().st_size > 48_000
    assert [one["id"] for one in json.loads(voices("list", "--json"))] == ["bac", "trung", "nam"]


def test_a_damaged_voice_file_is_refused_and_leaves_nothing_behind(
    voices: Call, tmp_path: Path, config: Path
) -> None:
    use_piper(config, piper_environment() / "bin/piper")
    file = make_voice(tmp_path)
    os.truncate(file, 500)

    with pytest.raises(RefusedError, match=r"voice\.broken"):
        voices("add", file)

    assert list((tmp_path / "data/voices").iterdir()) == []


def test_a_voice_that_is_in_use_is_not_removed(voices: Call, tmp_path: Path, config: Path) -> None:
    use_piper(config, piper_environment() / "bin/piper")
    voices("add", make_voice(tmp_path))
    voices("default", "hum")

    with pytest.raises(RefusedError, match=r"voice\.in_use"):
        voices("remove", "hum")


def test_without_piper_a_voice_file_cannot_be_tried_and_is_not_added(
    voices: Call, tmp_path: Path, config: Path
) -> None:
    file = make_voice(tmp_path)
    use_piper(config, tmp_path / "no-piper")

    with pytest.raises(MediaError, match=r"speech\.no_piper"):
        voices("add", file)

    assert len(json.loads(voices("list", "--json"))) == 3
