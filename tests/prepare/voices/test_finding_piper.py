"""Where the program `piper` is looked for, and what is cut for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.prepare.voices import piper
from hub.prepare.voices.pieces import BREATH_S, pieces
from hub.prepare.voices.voice import DEFAULT_MANNER

SENTENCE = (
    "Ủy ban nhân dân xã thông báo lịch tiêm phòng cho đàn gia súc, gia cầm vụ thu đông tại nhà văn "
    "hóa các thôn, đề nghị bà con đưa vật nuôi đến đúng giờ"
)


def program(home: Path) -> Path:
    path = home / "bin/piper"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("home", ["village-hub-piper", "village-hub/piper"])
def test_it_is_found_beside_the_hub_and_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    own = tmp_path / "village-hub"
    own.mkdir()
    assert piper.find("", own) is None

    put = program(tmp_path / home)

    assert piper.find("", own) == put


def test_what_the_configuration_says_goes_first(tmp_path: Path) -> None:
    program(tmp_path / "village-hub-piper")
    named = program(tmp_path / "elsewhere")

    assert piper.find(str(named), tmp_path / "village-hub") == named
    assert piper.find(str(tmp_path / "nothing"), tmp_path / "village-hub") is None


def test_a_link_into_an_environment_leads_to_its_packages(tmp_path: Path) -> None:
    home = tmp_path / "environment"
    real = program(home)
    (home / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11\n", "utf-8")
    link = tmp_path / "bin/piper"
    link.parent.mkdir()
    link.symlink_to(real)

    assert piper._homes(link) == piper._homes(real) == (home, Path("/usr"))


def test_no_piece_is_longer_than_its_memory_allows_and_no_word_is_lost() -> None:
    found = pieces(f"{SENTENCE}. Xin cảm ơn.", DEFAULT_MANNER, piper.LONGEST)

    assert max(len(piece.text) for piece in found) <= piper.LONGEST
    assert " ".join(piece.text for piece in found) == f"{SENTENCE}. Xin cảm ơn."
    assert [piece.pause_s for piece in found[:-2]] == [BREATH_S] * (len(found) - 2)
