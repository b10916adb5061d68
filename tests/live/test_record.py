"""The record of what was said: segments, who and when, the oldest removed."""

from __future__ import annotations

import json
import wave
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadcast.audio.wavfile import begin_wav
from broadcast.live.record import KEPT_S, RATE, Recorder, Segment, segments
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ZoneId
from hub.live_wire import Hello
from tests.fakes.clock import FakeClock
from tests.live.voices import FRAME, frames, tone

CARD = 48_000
HELLO = Hello(OrderId("t"), "Bà Lan", frozenset([ZoneId("xom-1")]), Kind.ROUTINE, "Họp", CARD)
START = datetime(2026, 12, 1, 5, tzinfo=UTC)


def recorded(folder: Path, seconds: float, clock: FakeClock | None = None) -> None:
    recorder = Recorder(folder, CARD, clock or FakeClock(START))
    recorder.start()
    talk = recorder.keeper()
    talk.begin(HELLO)
    for piece in frames(tone(500, 1.0) * round(seconds)):
        talk.keep(piece)
    talk.end()
    recorder.close()


def kept(folder: Path) -> list[Segment]:
    return sorted(segments(folder), key=lambda segment: segment.path.name)


def test_what_was_said_is_a_wav_with_who_and_when(tmp_path: Path) -> None:
    recorded(tmp_path / "live", 3)

    (segment,) = kept(tmp_path / "live")
    with wave.open(str(segment.path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, RATE)
        assert file.getnframes() / RATE == 3.0
    assert (segment.by, segment.title, segment.zones) == ("Bà Lan", "Họp", ("xom-1",))
    assert segment.started == START
    assert segment.length_s == 3.0


def test_a_long_talk_is_kept_in_stretches_of_half_a_minute(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, CARD, clock := FakeClock(START))
    recorder.start()
    talk = recorder.keeper()
    talk.begin(HELLO)
    for piece in frames(tone(500, 1.0) * 55):
        talk.keep(piece)
        clock.pass_time(0.02)
    recorder.close()

    assert [round(segment.length_s) for segment in kept(tmp_path)] == [30, 25]


def test_ten_minutes_are_kept_and_what_is_older_goes(tmp_path: Path) -> None:
    for number in range(25):
        old = tmp_path / f"20260101T00{number:02}00.wav"
        old.write_bytes(bytes(44 + 30 * RATE * 2))
        at = datetime(2026, 1, 1, 0, number, tzinfo=UTC)
        about = {"talk": "o", "by": "x", "title": "", "zones": [], "started": at.isoformat()}
        old.with_suffix(".json").write_text(json.dumps(about))

    recorded(tmp_path, 2)

    found = kept(tmp_path)
    assert sum(segment.length_s for segment in found) == KEPT_S + 2
    assert found[0].started == START - (START - datetime(2026, 1, 1, 0, 5, tzinfo=UTC))


def test_what_was_said_before_it_was_on_air_is_not_kept(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, CARD, FakeClock(START))
    recorder.start()
    talk = recorder.keeper()

    talk.keep(bytes(FRAME * 2))
    talk.end()
    recorder.close()

    assert kept(tmp_path) == []


def test_a_disk_that_refuses_ends_neither_talk_nor_thread(tmp_path: Path) -> None:
    blocked = tmp_path / "live"
    blocked.write_text("a file in the way")
    recorder = Recorder(blocked, CARD, FakeClock(START))
    recorder.start()
    talk = recorder.keeper()
    talk.begin(HELLO)
    talk.keep(bytes(FRAME * 2))

    recorder.close()

    assert recorder.is_failing


def test_a_file_that_is_no_record_is_left_out(tmp_path: Path) -> None:
    recorded(tmp_path, 1)
    (tmp_path / "x.json").write_text("[]")
    (tmp_path / "y.json").write_text("{")

    assert len(kept(tmp_path)) == 1


def test_the_file_of_a_crash_can_be_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    file = begin_wav(path, RATE, 1)
    file.write(bytes(RATE * 2))
    file.close()
    about = {"talk": "o", "by": "x", "title": "", "zones": [], "started": START.isoformat()}
    path.with_suffix(".json").write_text(json.dumps(about))

    (segment,) = segments(tmp_path)

    assert segment.length_s == 1.0
    assert segment.started + timedelta(seconds=1) > START
