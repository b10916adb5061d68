"""Where the answer of a command cannot go: one sentence, the right code, nothing broken."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hub.__main__ import main
from tests.cli.village import make_village

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.is_char_device(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["plan", "calendar"])
def test_an_answer_onto_a_full_disk_is_one_sentence(tmp_path: Path, command: str) -> None:
    words = [sys.executable, "-m", "hub", "--config", str(make_village(tmp_path)), command]
    words += ["list"] if command == "calendar" else ["--json"]
    with FULL.open("wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 74
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("Hệ thống không đọc hoặc ghi được")


def test_a_log_book_for_a_pipe_goes_into_it_and_not_in_its_place(tmp_path: Path) -> None:
    config, pipe = make_village(tmp_path), tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)  # a reader, so that nobody waits for one

    assert main(["--config", str(config), "log", "--csv", str(pipe)]) == 0

    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert os.read(end, 10)
    os.close(end)


def test_a_name_of_ten_thousand_letters_does_not_hide_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_village(tmp_path)

    assert main(["--config", str(config), "programme", "remove", "n" * 10_000]) == 65

    assert len(capsys.readouterr().err) < 1000
