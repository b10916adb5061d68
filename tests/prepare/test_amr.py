"""What only has AMR's mark is refused: every bit pattern would be a sound."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.errors import MediaError
from hub.prepare.amr import is_amr
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.transcode import Wish, prepare
from tests.prepare import making

RUBBISH = {
    "dice": random.Random(3).randbytes(60_000),
    "words": b"Kinh thua ba con. " * 3000,
    "mp3": (b"\xff\xfb\x90\x64" + random.Random(4).randbytes(413)) * 100,
}


def judged(path: Path) -> bool:
    with path.open("rb") as file:
        return is_amr(file.fileno())


@pytest.mark.parametrize("kind", list(RUBBISH))
@pytest.mark.parametrize("codec", list(making.AMR))
def test_rubbish_behind_the_mark_is_refused(tmp_path: Path, codec: str, kind: str) -> None:
    path = tmp_path / "rubbish.amr"
    path.write_bytes(making.AMR[codec][0] + RUBBISH[kind])

    wish, around = Wish(Preparing(), 48_000), Surroundings(SystemClock())
    with pytest.raises(MediaError) as caught:
        prepare(path, tmp_path / "out", wish, around)

    assert caught.value.key == "prepare.not_media"
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("codec", list(making.AMR))
def test_recordings_are_accepted_with_a_fault_here_and_there(tmp_path: Path, codec: str) -> None:
    path = making.amr(tmp_path, codec, seconds=20.0)
    whole = bytearray(path.read_bytes())

    assert judged(path)
    for at in range(500, len(whole), 4000):
        whole[at : at + 8] = b"\xff" * 8
    path.write_bytes(whole)
    assert judged(path)
    path.write_bytes(whole[: len(whole) // 2 + 7])
    assert judged(path)


@pytest.mark.parametrize("mark", [mark for mark, _, _ in making.AMR.values()])
def test_pauses_of_a_phone_are_frames_too(tmp_path: Path, mark: bytes) -> None:
    """A phone that hears nothing writes frames of comfort noise, and ones that hold nothing."""
    comfort = 8 if mark == b"#!AMR\n" else 9
    path = tmp_path / "pause.amr"
    path.write_bytes(mark + (bytes([comfort << 3 | 4, 1, 2, 3, 4, 5]) + b"\x7c" * 7) * 50)

    assert judged(path)


def test_nothing_behind_the_mark_is_no_recording_and_other_files_are_not_judged(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.amr"
    path.write_bytes(b"#!AMR\n")
    assert not judged(path)
    path.write_bytes(b"RIFF")
    assert judged(path)
