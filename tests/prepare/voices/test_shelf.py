"""Voice files are taken over whole and tried, or refused with the reason."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.errors import HubError, MediaError, RefusedError
from hub.prepare.voices.shelf import MOST_BYTES, add, find, installed, remove, voices
from hub.prepare.voices.voice import Engine, Voice

CARD: dict[str, Any] = {
    "audio": {"sample_rate": 22_050},
    "espeak": {"voice": "vi"},
    "phoneme_type": "espeak",
    "num_symbols": 3,
    "num_speakers": 1,
    "phoneme_id_map": {"_": [0], "a": [1, 2]},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "voices"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "vi_VN-thu-medium.onnx"
    path.write_bytes(b"model" * 100)
    write_card(path, CARD)
    return path


def write_card(file: Path, card: object) -> None:
    file.with_name(f"{file.name}.json").write_text(json.dumps(card), "utf-8")


def good(voice: Voice) -> None:
    assert voice.file.read_bytes() == b"model" * 100


def mute(voice: Voice) -> None:
    raise MediaError("voice.silent", voice=voice.id, level=-90)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def changed(**changes: object) -> dict[str, Any]:
    return {key: value for key, value in {**CARD, **changes}.items() if value is not None}


def test_a_voice_is_there_after_it_was_tried(folder: Path, file: Path) -> None:
    made = add(file, folder, good)

    assert (made.id, made.engine, made.language) == ("vi_VN-thu-medium", Engine.PIPER, "vi")
    assert made.rate == 22_050
    assert installed(folder) == (made,)
    assert find("vi_VN-thu-medium", folder) == made
    assert made.file.read_bytes() == file.read_bytes()


def test_a_voice_that_does_not_speak_leaves_nothing_behind(folder: Path, file: Path) -> None:
    with pytest.raises(MediaError, match=r"voice\.silent"):
        add(file, folder, mute)

    assert names(folder) == set()


def test_a_voice_of_the_same_name_takes_the_place_of_the_old(folder: Path, file: Path) -> None:
    add(file, folder, good)
    write_card(file, changed(audio={"sample_rate": 16_000}))

    add(file, folder, good)

    assert [voice.rate for voice in installed(folder)] == [16_000]
    assert names(folder) == {"vi_VN-thu-medium"}


def test_the_old_voice_stays_when_the_new_one_fails(folder: Path, file: Path) -> None:
    add(file, folder, good)

    with pytest.raises(MediaError):
        add(file, folder, mute)

    assert len(installed(folder)) == 1


def test_what_a_power_failure_left_is_no_voice_and_is_cleared(folder: Path, file: Path) -> None:
    (folder / ".adding-x").mkdir(parents=True)
    (folder / ".adding-x/model.onnx").write_bytes(b"half")
    (folder / "odd").mkdir()

    assert installed(folder) == ()
    add(file, folder, good)

    assert names(folder) == {"vi_VN-thu-medium", "odd"}


@pytest.mark.parametrize(
    ("card", "key"),
    [
        (changed(audio={"sample_rate": 96_000}), "voice.rate"),
        (changed(audio={"sample_rate": "22050"}), "voice.rate"),
        (changed(audio=None), "voice.bad_card"),
        (changed(phoneme_type="text"), "voice.phonemes"),
        (changed(phoneme_type="pinyin"), "voice.phonemes"),
        (changed(espeak={"voice": "en-us"}), "voice.language"),
        (changed(espeak={"voice": "vie"}), "voice.language"),
        (changed(num_symbols=2), "voice.bad_card"),
        (changed(num_symbols=10**9), "voice.bad_card"),
        (changed(phoneme_id_map={"a": [-1]}), "voice.bad_card"),
        (changed(phoneme_id_map={"a": "1"}), "voice.bad_card"),
        (changed(phoneme_id_map={}), "voice.bad_card"),
        ([], "voice.bad_card"),
        ("a voice", "voice.bad_card"),
    ],
)
def test_a_card_of_something_else_is_refused(
    folder: Path, file: Path, card: object, key: str
) -> None:
    write_card(file, card)

    assert refusal(lambda: add(file, folder, good)) == key
    assert names(folder) == set()


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\x00"])
def test_a_card_that_is_no_json_is_refused(folder: Path, file: Path, text: str) -> None:
    file.with_name(f"{file.name}.json").write_text(text, "utf-8")

    assert refusal(lambda: add(file, folder, good)) in {"voice.bad_card", "voice.size"}


def test_a_voice_without_its_card_is_refused(folder: Path, file: Path) -> None:
    file.with_name(f"{file.name}.json").unlink()

    assert refusal(lambda: add(file, folder, good)) == "voice.no_card"


def test_a_file_too_big_for_a_voice_is_refused_before_it_is_read(folder: Path, file: Path) -> None:
    os.truncate(file, MOST_BYTES + 1)

    assert refusal(lambda: add(file, folder, good)) == "voice.size"


def test_a_pipe_is_no_voice_and_is_not_waited_for(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "pipe.onnx"
    os.mkfifo(path)

    assert refusal(lambda: add(path, folder, good)) == "voice.no_file"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("giọng.onnx", "voice.bad_name"),
        ("a b.onnx", "voice.bad_name"),
        (f"{'a' * 65}.onnx", "voice.bad_name"),
        (".onnx", "voice.not_onnx"),
        ("voice.pt", "voice.not_onnx"),
        ("bac.onnx", "voice.built_in"),
        ("vi.onnx", "voice.built_in"),
        ("missing.onnx", "voice.unreadable"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(
    tmp_path: Path, folder: Path, name: str, key: str
) -> None:
    assert refusal(lambda: add(tmp_path / name, folder, good)) == key


def test_a_voice_can_be_removed(folder: Path, file: Path) -> None:
    add(file, folder, good)

    remove("vi_VN-thu-medium", folder)

    assert names(folder) == set()


def test_the_voices_of_espeak_are_always_there_by_both_names(folder: Path) -> None:
    assert [voice.id for voice in voices(folder)] == ["bac", "trung", "nam"]
    assert find("vi-vn-x-south", folder).id == "nam"
    assert refusal(lambda: remove("nam", folder)) == "voice.built_in"


@pytest.mark.parametrize("name", ["../bac", "", "x" * 1000])
def test_a_voice_that_is_not_there_is_told_with_those_that_are(folder: Path, name: str) -> None:
    with pytest.raises(RefusedError) as caught:
        find(name, folder)

    assert caught.value.key == "voice.unknown"
    assert caught.value.values["known"] == "bac, trung, nam"


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(HubError) as caught:
        act()
    return caught.value.key
