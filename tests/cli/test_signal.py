"""`village-hub signal`: lists what there is, writes files, fills the store."""

from __future__ import annotations

import argparse
import json
import wave
from pathlib import Path

import pytest

from broadcast.audio.signals import SIGNALS
from broadcast.cli import signal
from hub.errors import RefusedError
from hub.store.calendar import programmes
from hub.store.connect import open_hub
from hub.store.migrate import migrate_all
from hub.store.permits import Service


@pytest.fixture
def village(tmp_path: Path) -> Path:
    path = tmp_path / "village.toml"
    path.write_text('[hub]\ndata_dir = "data"\n[audio]\nrate = 16000\n', "utf-8")
    migrate_all(tmp_path / "data")
    return path


def run(village: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", default=str(village))
    parser.add_argument("--language", default="en")
    signal.add_to(parser, "en")
    return signal.run(parser.parse_args(words))


def test_every_signal_is_listed_with_its_loudness(
    village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(village, "list", "--json")

    told = json.loads(capsys.readouterr().out)
    assert {one["name"]: one["lufs"] for one in told} == {n: s.lufs for n, s in SIGNALS.items()}


def test_a_siren_is_written_as_long_as_asked(village: Path, tmp_path: Path) -> None:
    run(village, "render", "siren-yelp", "--seconds", "2", "-o", str(tmp_path / "s.wav"))

    with wave.open(str(tmp_path / "s.wav"), "rb") as file:
        assert (file.getnframes(), file.getframerate(), file.getnchannels()) == (32_000, 16_000, 1)


def test_a_signal_becomes_a_programme_that_can_be_broadcast(village: Path) -> None:
    run(village, "add", "ding-dong", "--id", "chuong", "--approver", "Hoa")

    with open_hub(village.parent / "data", Service.CLI) as store:
        (found,) = programmes(store).values()
    assert (found.id, found.title, found.approver) == ("chuong", "Two-note bell", "Hoa")
    assert found.length_s == SIGNALS["ding-dong"].length_s
    assert (village.parent / "data/media" / found.media).is_file()


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("render", "trumpet", "-o", "x.wav"), "signal.unknown"),
        (("render", "gong"), "signal.no_output"),
        (("add", "siren-wail", "--seconds", "0"), "signal.wrong_length"),
        (("add", "siren-wail", "--seconds", "9999"), "signal.wrong_length"),
        (("add", "siren-wail", "--seconds", "nan"), "signal.wrong_length"),
    ],
)
def test_what_cannot_be_made_is_refused(village: Path, words: tuple[str, ...], key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        run(village, *words)

    assert caught.value.key == key
