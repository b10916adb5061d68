"""Typed bulletins and cut recordings as jobs of the running service."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.errors import RefusedError
from tests.prepare.voices.listening import make_voice, piper_environment
from tests.service.test_preparation_jobs import Desk

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    found.start()
    yield found
    found.end()


def speak(desk: Desk, name: str = "job-1", **more: Any) -> dict[str, Any]:
    told = {"text": "Mời bà con đi họp lúc 8h.", "repeats": 1, "name": "Họp", "by": "Lan", **more}
    job: dict[str, Any] = desk.call("Speak", id=name, **told)["job"]
    return job


def seconds(path: Path) -> float:
    with wave.open(str(path), "rb") as file:
        return file.getnframes() / file.getframerate()


def test_a_typed_text_becomes_a_prepared_file_and_its_words_are_told(desk: Desk) -> None:
    speak(desk, about={"title": "Họp thôn"})

    job = desk.wait("job-1")

    assert job["state"] == "done"
    assert (desk.hub.config.media_dir / job["taken"]["media"]).is_file()
    assert "tám giờ" in job["spoken"]["said"]
    assert job["spoken"]["written"] == "Mời bà con đi họp lúc 8h."
    assert job["report"]["loudness_lufs"] == pytest.approx(-16.0, abs=0.5)
    assert job["about"] == {"title": "Họp thôn"}


def test_speech_does_not_wait_for_a_long_file(desk: Desk) -> None:
    desk.bring("u1", 900.0)
    desk.ask("long", "u1")
    speak(desk)

    assert desk.wait("job-1")["state"] == "done"
    assert desk.job("long")["state"] not in {"done", "refused"}


def test_what_is_said_twice_is_longer(desk: Desk) -> None:
    speak(desk, "once")
    speak(desk, "twice", repeats=2)

    once, twice = (desk.wait(name)["taken"]["frames"] for name in ("once", "twice"))
    assert twice > 2 * once


def test_a_text_of_nothing_is_refused_at_once(desk: Desk) -> None:
    with pytest.raises(RefusedError) as refused:
        speak(desk, text="   ")

    assert refused.value.key == "speech.empty"


def test_a_voice_that_is_not_there_is_a_sentence(desk: Desk) -> None:
    speak(desk, voice="no-such-voice")

    assert desk.wait("job-1")["state"] == "refused"


def test_a_recording_is_cut_where_the_handles_were_put(desk: Desk) -> None:
    desk.bring("u1", 8.0, "webm")
    desk.bring("u2", 8.0)
    cut = {"name": "Ghi âm", "by": "Lan", "start_s": 2.0, "end_s": 5.0}
    for file in ("u1", "u2"):
        desk.call("Prepare", id=f"cut-{file}", file=file, **cut)

        job = desk.wait(f"cut-{file}")

        assert job["state"] == "done"
        assert seconds(desk.hub.config.media_dir / job["taken"]["media"]) == pytest.approx(
            3.0, abs=0.1
        )
        assert "cut_off" not in str(job["report"]["warnings"])


def test_a_voice_of_piper_speaks_for_the_service_as_it_does_on_the_command_line(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    program = piper_environment() / "bin/piper"
    text = desk.hub.path.read_text("utf-8")
    desk.hub.path.write_text(f'{text}[speech]\npiper = "{program}"\n', "utf-8")
    added = desk.hub.run("voice", "add", str(make_voice(tmp_path)))
    desk.start()
    try:
        speak(desk, voice="hum")
        job = desk.wait("job-1")
    finally:
        desk.end()

    assert added.returncode == 0, added.stderr
    assert (job["state"], job.get("sentence")) == ("done", None)
    assert job["spoken"]["voice"] == "hum"


@pytest.mark.parametrize("cut", [(5.0, 2.0), (-1.0, 3.0), (3.0, 3.0)])
def test_a_cut_the_wrong_way_round_is_refused(desk: Desk, cut: tuple[float, float]) -> None:
    desk.bring("u1", 2.0)

    with pytest.raises(RefusedError):
        desk.call("Prepare", id="j", file="u1", name="x", by="y", start_s=cut[0], end_s=cut[1])


def test_a_cut_behind_the_end_is_a_sentence_and_not_a_crash(desk: Desk) -> None:
    desk.bring("u1", 2.0)
    desk.call("Prepare", id="j", file="u1", name="x", by="y", start_s=60.0, end_s=70.0)

    assert desk.wait("j")["error"] == "prepare.too_short"


def test_a_job_that_is_over_can_be_forgotten(desk: Desk) -> None:
    speak(desk)
    desk.wait("job-1")

    assert desk.call("Drop", id="job-1") == {"is_dropped": True}
    with pytest.raises(RefusedError):
        desk.job("job-1")
