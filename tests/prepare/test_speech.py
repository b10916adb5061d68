"""A text is read aloud by the real engines, and what comes out is measured."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broadcast.audio.playing import Block, Playing
from broadcast.audio.sink import Clip
from broadcast.audio.sink import Voice as SoundingVoice
from broadcast.audio.source import Source
from hub.clock import SystemClock
from hub.domain.ids import BusId
from hub.domain.preparing import Preparing
from hub.errors import MediaError, RefusedError
from hub.prepare.speech import Booth, finished
from hub.prepare.transcode import Wish
from hub.prepare.voices import espeak
from hub.prepare.voices.voice import LONGEST_PAUSE_S, MOST_LETTERS, Engine, Manner, Voice
from tests.prepare.voices.listening import Heard, listen, make_voice, phonemes, piper_environment

pytestmark = pytest.mark.service

THREE = "Kính thưa bà con nhân dân. Ngày mai trời rét đậm. Xin cảm ơn bà con."
RATE, BUS, NOW_S = 48_000, BusId("main:0"), 1_700_000_000.0
NORTH = espeak.VOICES[0]
PLAIN = Manner(sentence_s=0.8)


@pytest.fixture
def booth(tmp_path: Path) -> Booth:
    return Booth(SystemClock(), scratch=tmp_path)


def heard(booth: Booth, text: str, voice: Voice = NORTH, manner: Manner = PLAIN) -> Heard:
    with booth.spoken(text, voice, manner) as path:
        return listen(path)


@pytest.mark.parametrize("voice", espeak.VOICES, ids=lambda voice: voice.id)
def test_each_espeak_voice_speaks_at_a_newsreader_s_pace_without_a_clipped_peak(
    booth: Booth, voice: Voice
) -> None:
    found = heard(booth, THREE, voice)

    assert found.rate == voice.rate
    assert 3.0 < found.length_s < 9.0  # 17 syllables, two pauses
    assert 5_000 < found.peak < 30_000


def test_between_sentences_there_is_the_pause_that_was_set(booth: Booth) -> None:
    assert heard(booth, THREE).silences == pytest.approx((0.8, 0.8), abs=0.1)


def test_slow_speech_takes_longer_than_quick(booth: Booth) -> None:
    slow, quick = (heard(booth, THREE, manner=Manner(speed=s)) for s in (0.6, 1.5))

    assert slow.length_s > 1.5 * quick.length_s


def test_it_is_said_as_often_as_it_should_be(booth: Booth) -> None:
    twice = heard(booth, "Xin chào bà con.", manner=Manner(repeats=2, repeat_s=1.5))

    assert twice.silences == pytest.approx((1.5,), abs=0.1)


def test_text_is_never_taken_for_markup_or_options(booth: Booth) -> None:
    plain = heard(booth, "Hai nhỏ hơn ba và bốn.")
    odd = heard(booth, "--version <break time='9s'/> hai & ba </speak> bốn <audio src='x'/>.")

    assert plain.length_s < odd.length_s < 30
    assert max(odd.silences, default=0.0) < 1.0


def test_the_six_tones_are_told_apart() -> None:
    tones = {sound[-1] for sound in phonemes("ma má mà mả mã mạ", "vi").split()}

    assert len(tones) == 6


def test_north_centre_and_south_speak_differently() -> None:
    said = {phonemes("dạ vui vẻ sông Gianh rau trời", voice.model) for voice in espeak.VOICES}

    assert len(said) == 3


@pytest.mark.parametrize("voice", espeak.VOICES, ids=lambda voice: voice.id)
@pytest.mark.parametrize("speed", [0.6, 1.0, 1.5])
def test_no_pause_of_a_spoken_bulletin_is_dead_air(
    booth: Booth, tmp_path: Path, voice: Voice, speed: float
) -> None:
    pause_s = LONGEST_PAUSE_S
    longest = Manner(speed, pause_s, pause_s, pause_s, repeats=2, repeat_s=pause_s)
    with booth.spoken("Mời bà con đi họp.\n\nXin cảm ơn bà con.", voice, longest) as raw:
        taken = finished(raw, tmp_path, Wish(Preparing(), RATE), SystemClock())

    clip = Clip(tmp_path / taken.media, taken.frames)
    source = Source(SoundingVoice("v", BUS, (clip,)), RATE)
    playing = Playing(SoundingVoice("v", BUS, (clip,)), 0, RATE)
    playing.chunks.extend(iter(lambda: source.read(RATE // 2), b""))
    playing.complete = True
    turned = []
    while not playing.is_over:
        playing.block(RATE // 50, Block(NOW_S))
        turned.append(playing.turned)

    assert len(turned) > 50 * (3 * LONGEST_PAUSE_S + 4 * 0.5)
    assert not any(turned)
    source.close()


@pytest.mark.parametrize("text", ["", "  \n", "...", "– – –"])
def test_nothing_to_say_is_refused(booth: Booth, text: str) -> None:
    with pytest.raises(RefusedError, match=r"speech\.empty"):
        heard(booth, text)


def test_a_text_that_would_take_too_long_is_refused(booth: Booth) -> None:
    with pytest.raises(RefusedError, match=r"speech\.too_long"):
        heard(booth, "a" * (MOST_LETTERS + 1))


@pytest.mark.parametrize(
    ("manner", "key"),
    [
        (Manner(speed=0.5), "speech.speed"),
        (Manner(speed=float("nan")), "speech.speed"),
        (Manner(sentence_s=11), "speech.pause"),
        (Manner(repeat_s=-1), "speech.pause"),
        (Manner(repeats=0), "speech.repeats"),
        (Manner(repeats=6), "speech.repeats"),
    ],
)
def test_a_manner_out_of_range_is_refused(booth: Booth, manner: Manner, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        heard(booth, "Xin chào.", manner=manner)

    assert caught.value.key == key


def test_without_piper_its_voices_are_refused_with_a_way_out(booth: Booth) -> None:
    voice = Voice("hum", "hum", "vi", Engine.PIPER, 22_050, "/nowhere/hum.onnx")

    with pytest.raises(MediaError, match=r"speech\.no_piper"):
        heard(booth, "Xin chào.", voice)


def test_a_piper_voice_speaks_each_sentence_with_exact_pauses(tmp_path: Path) -> None:
    voice = Voice("hum", "hum", "vi", Engine.PIPER, 22_050, str(make_voice(tmp_path)))
    booth = Booth(SystemClock(), piper=piper_environment() / "bin/piper", scratch=tmp_path)

    found = heard(booth, THREE, voice)

    assert found.rate == 22_050
    assert found.silences == pytest.approx((0.8, 0.8), abs=0.08)


def test_a_piper_voice_is_slower_when_it_should_be(tmp_path: Path) -> None:
    voice = Voice("hum", "hum", "vi", Engine.PIPER, 22_050, str(make_voice(tmp_path)))
    booth = Booth(SystemClock(), piper=piper_environment() / "bin/piper", scratch=tmp_path)

    slow, quick = (heard(booth, "Xin chào.", voice, Manner(speed=s)) for s in (0.6, 1.2))

    assert slow.length_s == pytest.approx(2 * quick.length_s, rel=0.1)


def test_a_damaged_voice_file_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    file = make_voice(tmp_path)
    os.truncate(file, 300)
    voice = Voice("hum", "hum", "vi", Engine.PIPER, 22_050, str(file))
    booth = Booth(SystemClock(), piper=piper_environment() / "bin/piper", scratch=tmp_path)

    with pytest.raises(MediaError, match=r"speech\.failed"):
        heard(booth, "Xin chào.", voice)

    assert {path.name for path in tmp_path.iterdir()} == {"hum.onnx", "hum.onnx.json"}


def test_a_program_that_is_no_piper_is_told(tmp_path: Path) -> None:
    program = tmp_path / "piper"
    program.write_text("#!/bin/sh\necho cannot open display >&2\n", "utf-8")
    program.chmod(0o755)
    (tmp_path / "hum.onnx").write_bytes(b"?")
    voice = Voice("hum", "hum", "vi", Engine.PIPER, 22_050, str(tmp_path / "hum.onnx"))

    with pytest.raises(MediaError, match="cannot open display"):
        heard(Booth(SystemClock(), piper=program, scratch=tmp_path), "Xin chào.", voice)


def test_speech_that_cannot_be_prepared_is_refused_and_never_left_as_it_is(
    booth: Booth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    with booth.spoken(THREE, NORTH, PLAIN) as raw:
        monkeypatch.setattr("hub.prepare.child.PATH", str(tmp_path))  # no ffmpeg there

        with pytest.raises(MediaError) as caught:
            finished(raw, folder, Wish(Preparing(), 48_000), SystemClock())

    assert caught.value.key == "prepare.no_program"
    assert not list(folder.iterdir())
