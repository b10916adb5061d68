"""Every kind of file comes out equally loud, or is refused with one clear sentence."""

from __future__ import annotations

import os
import shutil
import time
import wave
from array import array
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.errors import MediaError
from hub.media.intake import Taken
from hub.prepare.ffmpeg import Stage, Surroundings
from hub.prepare.look import Mix
from hub.prepare.report import Report
from hub.prepare.transcode import Wish, prepare
from hub.words import say
from tests.prepare import making
from tests.prepare.meter import meter

pytestmark = [pytest.mark.service, pytest.mark.timeout(120)]

RATE = 48_000
WISH = Wish(Preparing(), RATE)
AROUND = Surroundings(SystemClock())


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sounds")


def ready(path: Path, folder: Path, wish: Wish = WISH) -> tuple[Taken, Report]:
    return prepare(path, folder, wish, AROUND)


def refused(path: Path, folder: Path, wish: Wish = WISH) -> str:
    with pytest.raises(MediaError) as caught:
        prepare(path, folder / "out", wish, AROUND)
    assert not (folder / "out").exists() or list((folder / "out").iterdir()) == []
    key = caught.value.key
    for language in ("vi", "en"):
        sentence = say(key, language, **caught.value.values)
        assert "{" not in sentence
        assert not sentence.startswith(key)
    return key


def assert_right(folder: Path, taken: Taken) -> None:
    with wave.open(str(folder / taken.media), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.getnframes() == taken.frames
    lufs, peak = meter(folder / taken.media)
    assert lufs == pytest.approx(-16.0, abs=0.5)
    assert peak <= -1.5


@pytest.mark.parametrize("form", list(making.FORMS))
def test_every_container_is_prepared(sounds: Path, tmp_path: Path, form: str) -> None:
    taken, report = ready(making.formed(sounds, form), tmp_path)

    assert_right(tmp_path, taken)
    assert report.length_s == pytest.approx(12.5, abs=1.0)
    assert report.seen.is_speech
    assert report.plan.horn


@pytest.mark.parametrize("codec", list(making.AMR))
def test_a_recording_of_an_old_phone_is_prepared(tmp_path: Path, codec: str) -> None:
    taken, report = ready(making.amr(tmp_path, codec), tmp_path)

    assert_right(tmp_path, taken)
    assert report.length_s == pytest.approx(5.0, abs=0.1)


@pytest.mark.parametrize("fault", list(making.FAULTS))
def test_every_fault_comes_out_equally_loud(sounds: Path, tmp_path: Path, fault: str) -> None:
    taken, _ = ready(making.faulty(sounds, fault), tmp_path)

    assert_right(tmp_path, taken)


def test_a_whisper_comes_out_equally_loud_and_is_told_to_be_quiet(
    sounds: Path, tmp_path: Path
) -> None:
    taken, report = ready(making.whisper(sounds), tmp_path)

    assert_right(tmp_path, taken)
    assert "prepare.warn.quiet" in [reason.key for reason in report.warnings()]


def test_music_is_not_taken_for_speech_and_keeps_its_timbre(sounds: Path, tmp_path: Path) -> None:
    taken, report = ready(making.music(sounds), tmp_path)

    assert_right(tmp_path, taken)
    assert not report.seen.is_speech
    assert not report.plan.horn


def test_the_horn_profile_can_be_switched_off_and_forced(sounds: Path, tmp_path: Path) -> None:
    _, without = ready(making.speech(sounds), tmp_path, Wish(Preparing(), RATE, horn=False))
    _, forced = ready(making.music(sounds), tmp_path, Wish(Preparing(), RATE, horn=True))
    _, never = ready(making.speech(sounds), tmp_path, Wish(Preparing(horn=False), RATE))

    assert (without.plan.horn, forced.plan.horn, never.plan.horn) == (False, True, False)


def test_other_targets_and_rates_are_met(sounds: Path, tmp_path: Path) -> None:
    wish = Wish(Preparing(target_lufs=-23.0, peak_dbtp=-3.0), 32_000)

    taken, _ = ready(making.speech(sounds), tmp_path, wish)

    lufs, peak = meter(tmp_path / taken.media)
    assert lufs == pytest.approx(-23.0, abs=0.5)
    assert peak <= -3.0
    with wave.open(str(tmp_path / taken.media), "rb") as file:
        assert file.getframerate() == 32_000


@pytest.mark.parametrize(("fault", "mix"), [("antiphase", Mix.LEFT), ("one side", Mix.RIGHT)])
def test_channels_that_cancel_are_not_mixed(
    sounds: Path, tmp_path: Path, fault: str, mix: Mix
) -> None:
    _, report = ready(making.faulty(sounds, fault), tmp_path)

    assert report.seen.mix is mix
    assert "prepare.warn.one_channel" in [reason.key for reason in report.warnings()]


def test_clipping_is_told_with_its_share(sounds: Path, tmp_path: Path) -> None:
    _, report = ready(making.faulty(sounds, "clipped"), tmp_path)
    _, clean = ready(making.faulty(sounds, "quiet"), tmp_path)

    assert report.seen.clipped > 0.3
    assert clean.seen.clipped == 0.0
    (told,) = [r for r in report.warnings() if r.key == "prepare.warn.clipped"]
    assert f"{round(100 * report.seen.clipped)}%" in say(told.key, "vi", **dict(told.values))


def test_silence_before_and_after_goes_and_soft_speech_stays(sounds: Path, tmp_path: Path) -> None:
    path = tmp_path / "silences.wav"
    graph = (
        "anullsrc=r=48000:d=3[a];[0]aresample=48000,volume=-30dB[soft];"
        "[0]aresample=48000,volume=-3dB[loud];anullsrc=r=48000:d=5[b];"
        "[a][soft][loud][b]concat=n=4:v=0:a=1"
    )
    making.ffmpeg("-i", making.speech(sounds), "-filter_complex", graph, "-c:a", "pcm_s16le", path)

    _, report = ready(path, tmp_path)

    assert 2.5 <= report.plan.start_s <= 3.1
    assert report.seen.length_s - report.plan.end_s == pytest.approx(4.9, abs=0.5)


def test_a_long_pause_that_is_left_is_told(sounds: Path, tmp_path: Path) -> None:
    path = tmp_path / "pause.wav"
    graph = "[0]asplit[x][y];anullsrc=r=22050:d=6[p];[x][p][y]concat=n=3:v=0:a=1"
    making.ffmpeg("-i", making.speech(sounds), "-filter_complex", graph, path)

    _, report = ready(path, tmp_path, Wish(Preparing(), RATE, shorten=False))

    assert "prepare.warn.pause" in [reason.key for reason in report.warnings()]
    assert report.seen.pause_s == pytest.approx(6.0, abs=0.5)


@pytest.mark.parametrize("seconds", [0.25, 0.5, 1.0, 2.0])
def test_a_very_short_sound_is_prepared(tmp_path: Path, seconds: float) -> None:
    path = making.made(tmp_path, f"sine=f=1000:d={seconds}", "pip.wav")

    taken, report = ready(path, tmp_path)

    lufs, peak = meter(tmp_path / taken.media)
    assert report.length_s == pytest.approx(seconds, abs=0.02)
    assert lufs == -70.0 or lufs == pytest.approx(-16.0, abs=0.5)
    assert -14 <= peak <= -1.5


def test_a_wrong_extension_does_not_matter(sounds: Path, tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    shutil.copy(making.formed(sounds, "opus"), path)

    _, report = ready(path, tmp_path)

    assert report.found.codec == "opus"


@pytest.mark.parametrize(
    "name", [b"-i", b"a\nb.mp3", b"\xff\xfe.mp3", b"%d|$(id).mp3", b"concat:a|b", b"http:x"]
)
def test_any_name_is_only_a_name(sounds: Path, tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    shutil.copy(making.formed(sounds, "mp3"), path)

    taken, report = ready(path, tmp_path / "out")

    assert taken.frames
    assert report.name.isprintable()


def test_what_is_there_of_a_cut_file_is_played_with_a_warning(sounds: Path, tmp_path: Path) -> None:
    whole = making.speech(sounds).read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 2])

    _, report = ready(tmp_path / "cut.wav", tmp_path)

    assert "prepare.warn.cut" in [reason.key for reason in report.warnings()]


def test_the_default_one_of_several_streams_is_used(sounds: Path, tmp_path: Path) -> None:
    path = tmp_path / "two.mp4"
    inputs = ("-i", making.speech(sounds), "-i", making.music(sounds))
    making.ffmpeg(
        *inputs,
        "-map",
        "0",
        "-map",
        "1",
        "-c:a",
        "aac",
        "-disposition:a:0",
        "default",
        "-disposition:a:1",
        "0",
        path,
    )

    _, report = ready(path, tmp_path)

    assert report.seen.is_speech
    assert "prepare.warn.streams" in [reason.key for reason in report.warnings()]


HOSTILE = {
    "hls.mp3": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "hls.m4a": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/x.ts\n",
    "concat.mp3": b"ffconcat version 1.0\nfile /etc/hostname\n",
    "words.wav": b"Kinh thua ba con\n" * 500,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "noise.mp3": bytes((n * n * 7 + n // 3) % 251 for n in range(100_000)),
    "riff.wav": b"RIFF\xff\xff\xff\xffWAVE" + bytes(500),
    "sdp.mp3": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_what_is_no_media_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])

    assert refused(tmp_path / name, tmp_path) in {"prepare.not_media", "prepare.cut_off"}


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mp3").touch()
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "folder.mp3").mkdir()
    with (tmp_path / "big.mp3").open("wb") as file:
        file.truncate(2 << 30)

    assert refused(tmp_path / "empty.mp3", tmp_path) == "media.empty"
    assert refused(tmp_path / "pipe.mp3", tmp_path) == "prepare.not_media"
    assert refused(tmp_path / "folder.mp3", tmp_path) == "prepare.folder"
    assert refused(tmp_path / "missing.mp3", tmp_path) == "media.no_file"
    assert refused(Path("/dev/zero"), tmp_path) == "prepare.not_media"
    assert refused(tmp_path / "big.mp3", tmp_path) == "prepare.too_big"


def test_a_link_is_followed_only_where_a_person_named_it(sounds: Path, tmp_path: Path) -> None:
    (tmp_path / "link.mp3").symlink_to(making.formed(sounds, "mp3"))

    assert refused(tmp_path / "link.mp3", tmp_path, Wish(Preparing(), RATE, follow=False)) == (
        "prepare.not_media"
    )
    assert ready(tmp_path / "link.mp3", tmp_path)[0].frames


def test_silence_is_refused(tmp_path: Path) -> None:
    path = making.made(tmp_path, "anullsrc=d=5", "silent.wav")

    assert refused(path, tmp_path) == "prepare.silent"


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    path = making.made(tmp_path, "testsrc=size=160x120:rate=5:d=2", "mute.mp4", "-c:v", "mpeg4")

    assert refused(path, tmp_path) == "prepare.no_sound"


def test_a_video_that_stopped_before_its_end_was_written_is_refused(
    sounds: Path, tmp_path: Path
) -> None:
    (tmp_path / "cut.mp4").write_bytes(making.formed(sounds, "mp4").read_bytes()[:30_000])

    assert refused(tmp_path / "cut.mp4", tmp_path) == "prepare.cut_off"


def test_a_file_that_is_too_long_is_refused_without_decoding_it(tmp_path: Path) -> None:
    path = making.made(tmp_path, "sine=d=90:r=8000", "long.wav")

    assert refused(path, tmp_path, Wish(Preparing(most_minutes=1), RATE)) == "prepare.too_long"


def test_a_small_file_that_unpacks_without_end_is_refused_in_bounded_time(tmp_path: Path) -> None:
    path = making.made(tmp_path, "anullsrc=d=14400:r=8000:cl=mono", "day.flac")
    began = time.monotonic()

    key = refused(path, tmp_path)

    assert path.stat().st_size < 4_000_000
    assert key in {"prepare.endless", "prepare.too_long"}
    assert time.monotonic() - began < 90


def test_an_endless_stream_without_a_length_is_refused(tmp_path: Path) -> None:
    once = making.made(tmp_path, "sine=d=30:r=8000", "once.mp3", "-b:a", "8k")
    path = tmp_path / "day.mp3"
    path.write_bytes(once.read_bytes() * 300)

    assert refused(path, tmp_path) == "prepare.endless"


def test_progress_only_grows_and_ends_at_one(sounds: Path, tmp_path: Path) -> None:
    heard: list[tuple[Stage, float]] = []
    around = Surroundings(SystemClock(), lambda stage, share: heard.append((stage, share)))

    prepare(making.faulty(sounds, "quiet"), tmp_path, WISH, around)

    assert list(dict.fromkeys(stage for stage, _ in heard))[:3] == [
        Stage.MEASURING,
        Stage.CONVERTING,
        Stage.CHECKING,
    ]
    assert heard[-1] == (Stage.CHECKING, 1.0)


def test_nothing_is_left_behind_when_somebody_ends_it(sounds: Path, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop() -> bool:
        raise StopError

    with pytest.raises(StopError):
        prepare(making.speech(sounds), tmp_path, WISH, Surroundings(SystemClock(), is_held=stop))

    assert list(tmp_path.iterdir()) == []


def test_an_offset_of_the_microphone_is_gone(sounds: Path, tmp_path: Path) -> None:
    taken, _ = ready(making.faulty(sounds, "offset"), tmp_path)

    with wave.open(str(tmp_path / taken.media), "rb") as file:
        samples = array("h", file.readframes(taken.frames))
    assert abs(sum(samples) / len(samples)) < 30
