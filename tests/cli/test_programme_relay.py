"""`village-hub programme add --relay`: stations and tuners become programmes, or are refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hub.domain.programme import Programme, Source
from hub.store.calendar import programmes
from hub.store.connect import open_hub
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from tests.media.sounds import save, tone

CONFIG = """
[hub]
data_dir = "data"
language = "en"
[relay]
hosts = ["stream.vov.vn"]
[[relay.devices]]
name = "fm"
device = "hw:1"
"""
WORDS = ("--id", "vov", "--title", "VOV1", "--author", "VOV", "--approver", "Hoa")


@pytest.fixture
def village(tmp_path: Path) -> Path:
    path = tmp_path / "village.toml"
    path.write_text(CONFIG, "utf-8")
    migrate_all(tmp_path / "data")
    return path


def add(village: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hub", "--config", str(village), "programme", "add"]
    return subprocess.run(
        [*command, *words, *WORDS], capture_output=True, text=True, check=False, timeout=50
    )


def stored(village: Path) -> list[Programme]:
    with open_hub(village.parent / "data", Service.CLI) as store:
        return list(programmes(store).values())


def test_a_station_and_its_alternates_become_a_programme_without_a_file(village: Path) -> None:
    streams = ("http://stream.vov.vn/vov1", "https://stream.vov.vn:8443/vov1.m3u8")

    answer = add(village, "--relay", streams[0], "--relay", streams[1])

    (found,) = stored(village)
    assert answer.returncode == 0
    assert (found.source, found.streams, found.media) == (Source.RELAY, streams, "")


def test_a_tuner_of_the_configuration_becomes_a_programme(village: Path) -> None:
    add(village, "--relay", "device:fm")

    assert stored(village)[0].streams == ("device:fm",)


def test_a_file_stands_by_for_a_station(village: Path, tmp_path: Path) -> None:
    save(tmp_path / "cho.wav", tone(440.0, 48_000, 0.5), 48_000)

    add(village, str(tmp_path / "cho.wav"), "--relay", "http://stream.vov.vn/vov1")

    (found,) = stored(village)
    assert found.frames > 0
    assert found.streams == ("http://stream.vov.vn/vov1",)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://evil.example/", 'hosts = ["evil.example"]'),
        ("file:///etc/passwd", "http and https"),
        ("http://u:secret@stream.vov.vn/", "password"),
        ("device:mic", "relay.devices"),
    ],
)
def test_what_may_not_be_relayed_is_refused_and_what_to_do_is_said(
    village: Path, address: str, says: str
) -> None:
    answer = add(village, "--relay", address)

    assert answer.returncode == 65
    assert says in answer.stderr
    assert "secret" not in answer.stderr
    assert stored(village) == []


def test_more_addresses_than_anybody_tries_are_refused(village: Path) -> None:
    words = [word for _ in range(9) for word in ("--relay", "http://stream.vov.vn/")]

    answer = add(village, *words)

    assert answer.returncode != 0
    assert "at most 8" in answer.stderr
