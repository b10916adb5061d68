"""Long silences in recorded speech are shortened; nothing that sounds is cut, nothing clicks."""

from __future__ import annotations

import wave
from array import array
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from broadcast.audio.level import GRACE_S, SILENCE_DBFS, dbfs
from broadcast.audio.pause import SOON_S
from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.prepare.accept import accept, is_prepared
from hub.prepare.ffmpeg import Stage, Surroundings
from hub.prepare.pauses import KEPT_S, cuts, take_out
from hub.prepare.report import Report
from hub.prepare.transcode import Wish, prepare
from hub.words import say
from tests.prepare import making
from tests.prepare.meter import meter

RATE = 48_000
WISH = Wish(Preparing(), RATE)
needs_time = pytest.mark.timeout(120)
SPEECH_S = 12.4
"""About what one reading of `making.WORDS` takes."""


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sounds")


def paused(folder: Path, name: str, pauses: list[float], under: str = "anull") -> Path:
    """Readings with pauses between them, and something under all of it."""
    count = len(pauses) + 1
    trims = "".join(
        f"[s{n}]silenceremove=start_periods=1:start_threshold=-60dB,areverse,"
        f"silenceremove=start_periods=1:start_threshold=-60dB,areverse[t{n}];"
        for n in range(count)
    )
    silences = "".join(
        f"anullsrc=r=48000:cl=mono:d={seconds}[p{n}];" for n, seconds in enumerate(pauses)
    )
    order = "".join(f"[t{n}]" + (f"[p{n}]" if n < count - 1 else "") for n in range(count))
    graph = (
        f"[0]aresample=48000,asplit={count}{''.join(f'[s{n}]' for n in range(count))};"
        f"{trims}{silences}{order}concat=n={2 * count - 1}:v=0:a=1,{under}"
    )
    path = folder / f"{name}.wav"
    making.ffmpeg("-i", making.speech(folder), "-filter_complex", graph, path)
    return path


def ready(path: Path, folder: Path, wish: Wish = WISH) -> tuple[array[int], Report]:
    taken, report = prepare(path, folder, wish, Surroundings(SystemClock()))
    with wave.open(str(folder / taken.media), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))
    assert len(samples) == taken.frames == report.frames
    lufs, peak = meter(folder / taken.media)
    assert lufs == pytest.approx(-16.0, abs=0.5)
    assert peak <= -1.5
    return samples, report


def silences_s(samples: array[int]) -> list[float]:
    """Lengths of what the playout would call silent, in steps of 10 ms, from half a second on."""
    step = RATE // 100
    power = (sum(x * x for x in samples[n : n + step]) / step for n in range(0, len(samples), step))
    runs = groupby(dbfs(value**0.5) < SILENCE_DBFS for value in power)
    lengths = [sum(1 for _ in run) / 100 for is_silent, run in runs if is_silent]
    return [length for length in lengths if length > 0.5]


def told(report: Report) -> list[str]:
    return [reason.key for reason in (*report.done(), *report.warnings())]


@needs_time
@pytest.mark.service
def test_a_page_that_is_turned_is_no_dead_air_any_more(sounds: Path, tmp_path: Path) -> None:
    samples, report = ready(paused(sounds, "pages", [3.5, 1.0, 4.0]), tmp_path)

    assert max(silences_s(samples)) < GRACE_S
    assert report.pauses.shortened == 2
    assert report.plan.shortened_s == pytest.approx(7.5 - 2 * KEPT_S, abs=0.5)
    assert report.length_s == pytest.approx(report.plan.length_s, abs=0.01)
    assert "prepare.did.shortened" in told(report)
    assert "prepare.warn.pause" not in told(report)


@needs_time
@pytest.mark.service
@pytest.mark.parametrize(
    ("under", "name"),
    [
        ("aeval='val(0)+0.002*(random(0)*2-1)'", "hiss"),
        ("aeval='val(0)+0.01*sin(2*PI*50*t)'", "hum"),
    ],
)
def test_noise_and_hum_under_a_pause_do_not_hide_it(
    sounds: Path, tmp_path: Path, under: str, name: str
) -> None:
    samples, report = ready(paused(sounds, name, [4.0], under), tmp_path)

    assert report.pauses.shortened == 1
    assert report.length_s == pytest.approx(2 * SPEECH_S + KEPT_S, abs=1.0)
    assert max(silences_s(samples), default=0.0) < GRACE_S


@needs_time
@pytest.mark.service
def test_all_that_is_said_is_still_there(sounds: Path, tmp_path: Path) -> None:
    pauses = [3.0, 2.5]
    short, report = ready(paused(sounds, "short", pauses), tmp_path)
    whole, left = ready(paused(sounds, "whole", pauses), tmp_path, replace(WISH, shorten=False))

    sounding = [
        sum(1 for n in range(0, len(each) - 480, 480) if max(map(abs, each[n : n + 480])) > 300)
        for each in (short, whole)
    ]
    assert sounding[0] == pytest.approx(sounding[1], abs=10)
    assert (report.pauses.shortened, left.pauses.shortened) == (2, 0)
    assert left.length_s - report.length_s == pytest.approx(report.plan.shortened_s, abs=0.02)
    assert "prepare.warn.pause" in told(left)


@needs_time
@pytest.mark.service
@pytest.mark.parametrize(("pause_s", "taken_as_it_is"), [(2.0, True), (4.0, False)])
def test_a_file_that_is_ready_but_for_a_page_turned_in_it_is_not_taken_as_it_is(
    sounds: Path, tmp_path: Path, pause_s: float, taken_as_it_is: bool
) -> None:
    path = paused(sounds, f"ready-{pause_s}", [pause_s])
    around, left_alone = Surroundings(SystemClock()), replace(WISH, shorten=False)
    prepare(path, tmp_path, left_alone, around, "studio.wav")
    media = tmp_path / "media"

    taken, report = accept(tmp_path / "studio.wav", tmp_path, media, WISH, around)

    assert (report is None) is taken_as_it_is
    assert is_prepared(tmp_path / "studio.wav", left_alone, around)
    with wave.open(str(media / taken.media), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))
    assert max(silences_s(samples)) == pytest.approx(pause_s if report is None else KEPT_S, abs=0.4)
    assert max(silences_s(samples)) < GRACE_S + SOON_S


@needs_time
@pytest.mark.service
def test_music_keeps_its_silence_and_the_warning_stays(tmp_path: Path) -> None:
    graph = "[0]asplit[x][y];anullsrc=r=44100:d=4[p];[x][p][y]concat=n=3:v=0:a=1"
    path = tmp_path / "music.wav"
    making.ffmpeg("-i", making.music(tmp_path), "-filter_complex", graph, path)

    samples, report = ready(path, tmp_path)

    assert not report.seen.is_speech
    assert report.pauses.shortened == 0
    assert len(samples) / RATE == pytest.approx(28.0, abs=0.5)
    assert "prepare.warn.pause" in told(report)


@needs_time
@pytest.mark.service
def test_a_second_soft_voice_is_no_silence(sounds: Path, tmp_path: Path) -> None:
    path = tmp_path / "two.wav"
    graph = (
        "[0]aresample=48000,asplit=3[a][b][c];[b]volume=-28dB[soft];[a][soft][c]concat=n=3:v=0:a=1"
    )
    making.ffmpeg("-i", making.speech(sounds), "-filter_complex", graph, path)

    _, report = ready(path, tmp_path)

    assert report.pauses.shortened == 0


@needs_time
@pytest.mark.service
def test_progress_grows_with_shortened_pauses_too(sounds: Path, tmp_path: Path) -> None:
    heard: list[tuple[Stage, float]] = []
    around = Surroundings(SystemClock(), lambda stage, share: heard.append((stage, share)))

    prepare(paused(sounds, "told", [3.0]), tmp_path, WISH, around)

    shares = [share for _, share in heard[: heard.index((Stage.CONVERTING, 0.5)) + 1]]
    assert shares == sorted(shares)
    assert max(share for stage, share in heard if stage is Stage.CONVERTING) > 0.75
    assert heard[-1] == (Stage.CHECKING, 1.0)


def test_cuts_leave_the_same_at_both_ends() -> None:
    assert cuts([(1.0, 4.0)], 1000) == [(1600, 3400)]


def test_stretches_go_and_their_ends_are_faded_into_each_other(tmp_path: Path) -> None:
    path = tmp_path / "sound.f32"
    ramp = array("f", [float(n) for n in range(300_000)])
    path.write_bytes(ramp.tobytes())

    take_out(path, [(1000, 2000), (290_000, 291_000)], join=10)

    left = array("f", path.read_bytes())
    assert len(left) == 298_000
    assert left[:990] == ramp[:990]
    assert left[1000:288_990] == ramp[2000:289_990]
    assert left[289_000:] == ramp[291_000:]
    steps = [after - before for before, after in pairwise(left[985:1005])]
    assert max(steps) < 120  # a thousand at once would be a click


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_told_in_plain_words(language: str) -> None:
    one = say("prepare.did.shortened_one", language)
    two = say("prepare.did.shortened", language, count=2)

    assert "2" in two
    assert one != two
