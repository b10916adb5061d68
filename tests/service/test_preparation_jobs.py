"""Jobs of preparation in the running service: progress, refusal, and every kind of death."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.control import ControlClient
from hub.errors import HubError, RefusedError
from hub.prepare.turns import SETTLING_S
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.store.preparation import jobs
from tests.service.village import START_S, SmallHub, wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]


class Desk:
    """The service, and what a page asks of it."""

    def __init__(self, folder: Path) -> None:
        self.hub = SmallHub(folder)
        self.process: subprocess.Popen[bytes] | None = None
        self.hub.config.upload_dir.mkdir()

    def start(self) -> None:
        self.process = self.hub.start("hub.service")
        wait_for(self.is_up, START_S)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait()

    def is_up(self) -> bool:
        try:
            self.call("State")
        except HubError:
            return False
        return True

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        client = ControlClient(self.hub.config.run_dir / "hub.sock", timeout_s=10.0)
        return client.call(f"vn.hub.Hub.{method}", values)

    def bring(self, name: str, seconds: float, form: str = "mp3") -> None:
        path = self.hub.config.upload_dir / name
        tone = f"sine=f=440:d={seconds}:r=16000,tremolo=f=4:d=0.9"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, "-f", form, str(path)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)

    def programs(self) -> list[str]:
        """States of the programs that make sound for the service now: "R", "S", "T" …"""
        assert self.process is not None
        known = {"ffmpeg", "ffprobe", "espeak-ng", "piper", "pdftoppm", "pdftocairo"}
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = stat.read_text("utf-8").partition("(")[2].rpartition(")")
            except OSError:
                continue
            state, parent = rest.split()[:2]
            if name in known and int(parent) == self.process.pid and state != "Z":
                found.append(state)
        return found

    def ask(self, name: str, file: str) -> dict[str, Any]:
        job: dict[str, Any] = self.call("Prepare", id=name, file=file, name="Tin.mp3", by="Lan")[
            "job"
        ]
        return job

    def job(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("Job", id=name)["job"]
        return found

    def wait(self, name: str) -> dict[str, Any]:
        wait_for(lambda: self.job(name)["state"] in {"done", "refused"}, 120)
        return self.job(name)

    def media(self) -> list[Path]:
        return sorted(self.hub.config.media_dir.iterdir())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    if found.process is not None and found.process.poll() is None:
        found.end()


def test_an_upload_becomes_a_prepared_file_with_a_report(desk: Desk) -> None:
    desk.bring("u1", 4.0)
    brought = hashlib.sha256((desk.hub.config.upload_dir / "u1").read_bytes()).hexdigest()
    desk.start()

    asked = desk.ask("job-1", "u1")
    job = desk.wait("job-1")

    assert asked["state"] in {"queued", "measuring"}
    assert job["state"] == "done"
    (path,) = desk.media()
    assert job["taken"]["media"] == path.name
    assert job["taken"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    with wave.open(str(path), "rb") as file:
        assert file.getnframes() == job["taken"]["frames"]
    assert job["report"]["loudness_lufs"] == pytest.approx(-16.0, abs=0.5)
    assert job["report"]["name"] == "Tin.mp3"
    assert (desk.hub.config.data_dir / "originals" / brought).is_file()
    assert list(desk.hub.config.upload_dir.iterdir()) == []


def test_the_same_id_twice_is_the_same_job(desk: Desk) -> None:
    desk.bring("u1", 2.0)
    desk.start()

    desk.ask("job-1", "u1")
    desk.wait("job-1")

    assert desk.ask("job-1", "u1")["state"] == "done"
    assert len(desk.call("Jobs")["jobs"]) == 1


def test_a_bad_file_is_refused_with_a_sentence_and_the_next_one_is_done(desk: Desk) -> None:
    (desk.hub.config.upload_dir / "bad").write_text("no media at all")
    desk.bring("good", 2.0)
    desk.start()

    desk.ask("job-1", "bad")
    desk.ask("job-2", "good")

    assert desk.wait("job-2")["state"] == "done"
    bad = desk.job("job-1")
    assert bad["state"] == "refused"
    assert "Tin.mp3 không phải tệp âm thanh" in bad["sentence"]


def test_a_link_that_somebody_put_among_the_uploads_is_not_followed(desk: Desk) -> None:
    secret = desk.hub.folder / "secret.mp3"
    desk.bring("u1", 2.0)
    shutil.move(desk.hub.config.upload_dir / "u1", secret)
    (desk.hub.config.upload_dir / "u2").symlink_to(secret)
    desk.start()

    desk.ask("job-1", "u2")

    assert desk.wait("job-1")["state"] == "refused"
    assert secret.exists()


@pytest.mark.parametrize("file", ["../hub.db", "/etc/passwd", "", ".hidden", "a/b", "a\nb"])
def test_a_file_outside_the_upload_folder_is_refused(desk: Desk, file: str) -> None:
    desk.start()

    with pytest.raises(RefusedError):
        desk.ask("job-1", file)


def test_a_killed_service_takes_the_job_up_again_and_leaves_no_half_file(desk: Desk) -> None:
    desk.bring("u1", 300.0)
    desk.start()
    desk.ask("job-1", "u1")
    for state in ("measuring", "converting"):
        wait_for(lambda state=state: desk.job("job-1")["state"] == state, 60)  # type: ignore[misc]
        desk.kill()
        assert [p for p in desk.media() if not p.name.startswith(".draft-")] == []
        desk.start()

    job = desk.wait("job-1")

    assert job["state"] == "done"
    (path,) = [p for p in desk.media() if not p.name.startswith(".draft-")]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem == job["taken"]["sha256"]


def test_a_job_that_always_takes_the_service_down_is_given_up(desk: Desk) -> None:
    desk.bring("u1", 300.0)
    desk.start()
    desk.ask("job-1", "u1")
    for _ in range(8):  # a life that ends before it took the job up does not count
        wait_for(lambda: desk.job("job-1")["state"] in {"measuring", "refused"}, 60)
        if desk.job("job-1")["state"] == "refused":
            break
        time.sleep(0.5)
        desk.kill()
        desk.start()

    job = desk.wait("job-1")

    assert job["error"] == "prepare.keeps_failing"


def test_the_service_ends_at_once_in_the_middle_of_a_job(desk: Desk) -> None:
    desk.bring("u1", 300.0)
    desk.start()
    desk.ask("job-1", "u1")
    wait_for(lambda: desk.job("job-1")["state"] != "queued", 60)

    began = time.monotonic()
    desk.end()

    assert time.monotonic() - began < 10
    with open_hub(desk.hub.config.data_dir, Service.CLI) as store:
        (job,) = jobs(store, 10)
    assert not job.is_over


def test_nothing_is_prepared_while_a_cue_is_near(desk: Desk) -> None:
    desk.bring("u1", 2.0)
    name = desk.hub.tone("tin", 1.0)
    desk.hub.slots(name, 1, 10.0, 20.0, length_s=1.0)
    playout = desk.hub.start("broadcast")
    try:
        wait_for(desk.hub.is_up, START_S)
        desk.start()
        desk.ask("job-1", "u1")
        wait_for(lambda: bool(desk.job("job-1")["waits_for_cue"]), 20)
        is_waiting = desk.job("job-1")["state"] == "queued"
        job = desk.wait("job-1")
        log = json.loads(desk.hub.run("log", "--json").stdout or "[]")
    finally:
        playout.terminate()
        playout.wait()

    assert is_waiting
    assert job["state"] == "done"
    assert log


def test_speech_waits_while_a_cue_is_near_and_that_of_an_emergency_does_not(desk: Desk) -> None:
    name = desk.hub.tone("tin", 1.0)
    desk.hub.slots(name, 1, 10.0, 25.0, length_s=1.0)
    playout = desk.hub.start("broadcast")
    told = {"repeats": 1, "name": "Họp", "by": "Lan"}
    try:
        wait_for(desk.hub.is_up, START_S)
        desk.start()
        desk.call("Speak", id="talk", text="Mời bà con đi họp.", **told)
        wait_for(lambda: bool(desk.job("talk")["waits_for_cue"]), 20)
        desk.call("Speak", id="flood", text="Lũ về, sơ tán ngay.", urgent=True, **told)
        flood = desk.wait("flood")
        is_waiting = desk.job("talk")["state"] == "queued" and desk.job("talk")["waits_for_cue"]
        talk = desk.wait("talk")
        log = json.loads(desk.hub.run("log", "--json").stdout or "[]")
    finally:
        playout.terminate()
        playout.wait()

    assert flood["state"] == "done"
    assert is_waiting
    assert talk["state"] == "done"
    assert log


def test_only_one_program_works_at_a_time(desk: Desk) -> None:
    desk.bring("u1", 900.0)
    desk.start()
    desk.ask("long", "u1")
    wait_for(lambda: desk.job("long")["progress"] > 0.0, 60)
    text = "Kính mời bà con đến nhà văn hóa họp thôn. " * 60
    desk.call("Speak", id="talk", text=text, repeats=1, name="Họp", by="Lan")
    wait_for(lambda: desk.job("talk")["state"] != "queued", 60)
    settled_s, seen, settled = time.monotonic() + SETTLING_S, [], []
    while desk.job("talk")["state"] not in {"done", "refused"}:
        seen.append(desk.programs())
        settled += seen[-1:] if time.monotonic() > settled_s else []
        time.sleep(0.02)

    assert desk.job("talk")["state"] == "done"
    assert desk.job("long")["state"] not in {"done", "refused"}
    assert any("T" in states for states in seen)
    assert all(len(states) - states.count("T") <= 1 for states in settled)
    assert desk.wait("long")["state"] == "done"
