"""Headers: what is played, what is refused, and with which words."""

import struct
from pathlib import Path

import pytest

from broadcast.audio.wav import WavInfo, check_wav
from broadcast.audio.wavfile import begin_wav, settle_wav, wav_header
from hub.errors import MediaError
from hub.words import LANGUAGES, say
from tests.audio.sounds import RATE, pcm, ramp, write_wav


def test_a_prepared_file_is_taken(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(100))

    assert check_wav(path, RATE) == WavInfo(offset=44, frames=100)


def test_chunks_before_the_samples_are_stepped_over(tmp_path: Path) -> None:
    header, data = wav_header(20, RATE, 1), pcm(ramp(10))
    path = tmp_path / "a.wav"
    path.write_bytes(header[:36] + b"LIST\x05\x00\x00\x00abcde\x00" + header[36:] + data)

    info = check_wav(path, RATE)

    assert info.frames == 10
    assert path.read_bytes()[info.offset :] == data


def test_a_file_cut_off_by_a_power_failure_has_what_is_there(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(100))
    path.write_bytes(path.read_bytes()[:-60])

    assert check_wav(path, RATE).frames == 70


def test_a_recording_nobody_finished_has_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with begin_wav(path, RATE, 1) as file:
        file.write(pcm(ramp(30)))

    assert check_wav(path, RATE).frames == 30


def test_a_recording_is_settled_to_its_true_length(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.wav"
    with begin_wav(path, RATE, 2) as file:
        file.write(pcm(ramp(30)))

    settle_wav(path, RATE, 2)

    assert path.read_bytes() == wav_header(60, RATE, 2) + pcm(ramp(30))


def test_a_length_past_four_gigabytes_is_cut_to_what_the_format_can_say() -> None:
    header = wav_header(1 << 40, RATE, 1)

    assert len(header) == 44
    assert struct.unpack("<I", header[40:])[0] == 0xFFFFFFFF - 44


REFUSED = {
    "audio.not_wav": b"this is no sound at all, and long enough to be read as a header" * 3,
    "audio.empty": wav_header(0, RATE, 1),
    "audio.wrong_format": wav_header(400, RATE, 2) + bytes(400),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_cannot_be_played_is_refused_with_a_sentence(tmp_path: Path, key: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(REFUSED[key])

    with pytest.raises(MediaError) as caught:
        check_wav(path, RATE)

    assert caught.value.key == key
    for language in LANGUAGES:
        assert "{" not in say(caught.value.key, language, **caught.value.values)


@pytest.mark.parametrize("cut", [0, 3, 11, 13, 20, 43])
def test_a_header_that_breaks_off_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes((wav_header(4, RATE, 1) + bytes(4))[:cut])

    with pytest.raises(MediaError):
        check_wav(path, RATE)


def test_another_rate_is_refused(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(100), rate=44_100)

    with pytest.raises(MediaError) as caught:
        check_wav(path, RATE)

    assert caught.value.values["rate"] == 44_100


@pytest.mark.parametrize(("name", "key"), [("none", "audio.no_file"), (".", "audio.unreadable")])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str, key: str) -> None:
    with pytest.raises(MediaError) as caught:
        check_wav(tmp_path / name, RATE)

    assert caught.value.key == key
