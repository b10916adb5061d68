"""The script that makes the example village's programmes."""

import runpy
import wave
from pathlib import Path
from typing import Any

import pytest

from hub.config import load

pytestmark = pytest.mark.image

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = "Kính chào bà con. Đây là chương trình truyền thanh của thôn, hôm nay trời nắng nhẹ."


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLES / "thon-yen-minh/make_media.py"))


@pytest.fixture
def wanted(tmp_path: Path) -> Path:
    path = tmp_path / "programmes.toml"
    path.write_text(
        f'[[programmes]]\nid = "ban-tin"\ntext = "{TEXT}"\n'
        '[[programmes]]\nid = "nhac-hieu"\ntone = "chime"\n',
        "utf-8",
    )
    return path


def samples(path: Path) -> memoryview:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
        return memoryview(file.readframes(file.getnframes())).cast("h")


def test_a_text_is_spoken_at_the_level_of_the_others_without_a_clipped_peak(
    script: dict[str, Any], wanted: Path, tmp_path: Path
) -> None:
    script["make_all"](tmp_path / "media", wanted)

    spoken = samples(tmp_path / "media/ban-tin.wav")
    assert max(map(abs, spoken)) <= 32_768 * 10 ** (-1.5 / 20)
    assert max(map(abs, spoken)) > 32_768 * 10 ** (-4.0 / 20)
    assert len(spoken) > 3 * 48_000


def test_what_was_made_from_the_same_text_is_left_alone(
    script: dict[str, Any], wanted: Path, tmp_path: Path
) -> None:
    first = script["make_all"](tmp_path / "media", wanted)
    wanted.write_text(wanted.read_text("utf-8").replace("nắng nhẹ", "mưa rào"), "utf-8")

    second = script["make_all"](tmp_path / "media", wanted)

    assert [path.name for path in first] == ["ban-tin.wav", "nhac-hieu.wav"]
    assert [path.name for path in second] == ["ban-tin.wav"]


def test_without_a_voice_tones_stand_in_and_it_is_said(
    script: dict[str, Any],
    wanted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    made = script["make_all"](tmp_path / "media", wanted)

    assert not script["has_voice"]()
    assert len(samples(made[0])) > 3 * 48_000
    assert "espeak-ng" in script["NO_VOICE"]


@pytest.mark.parametrize("name", ["hub.toml", "thon-yen-minh/village.toml"])
def test_the_configurations_that_people_copy_have_no_mistake(name: str) -> None:
    config = load(EXAMPLES / name)

    assert config.zones
