"""What comes in as a programme is prepared, once and not twice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.errors import MediaError
from hub.prepare.accept import accept, is_prepared, look
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.transcode import Wish

pytestmark = pytest.mark.service

WISH = Wish(Preparing(), 48_000)
AROUND = Surroundings(SystemClock())


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    path = tmp_path / "brought.mp3"
    tone = "sine=f=440:d=4:r=16000,tremolo=f=4:d=0.9"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def test_what_is_prepared_is_taken_as_it_is_the_second_time(tmp_path: Path, brought: Path) -> None:
    media = tmp_path / "media"
    first, report = accept(brought, tmp_path, media, WISH, AROUND)
    assert report is not None

    second, nothing = accept(media / first.media, tmp_path, media, WISH, AROUND)

    assert second == first
    assert nothing is None


def test_a_wav_of_the_right_form_and_the_wrong_loudness_is_prepared(
    tmp_path: Path, brought: Path
) -> None:
    path = tmp_path / "quiet.wav"
    form = ["-af", "volume=-20dB", "-ar", "48000", "-ac", "1", str(path)]
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(brought), *form], check=True)

    assert not is_prepared(path, WISH, AROUND)


def test_the_original_is_kept_by_its_hash(tmp_path: Path, brought: Path) -> None:
    _, report = accept(brought, tmp_path, tmp_path / "media", WISH, AROUND)

    assert report is not None
    assert (tmp_path / "originals" / report.original).read_bytes() == brought.read_bytes()


def test_a_hub_without_room_for_originals_keeps_none(tmp_path: Path, brought: Path) -> None:
    wish = Wish(Preparing(originals_mib=0), 48_000)

    accept(brought, tmp_path, tmp_path / "media", wish, AROUND)

    assert not (tmp_path / "originals").exists()


def test_a_look_refuses_what_cannot_be_prepared(tmp_path: Path, brought: Path) -> None:
    look(brought, WISH, SystemClock())
    (tmp_path / "no.mp3").write_text("words")

    with pytest.raises(MediaError) as caught:
        look(tmp_path / "no.mp3", WISH, SystemClock())

    assert caught.value.key == "prepare.not_media"
