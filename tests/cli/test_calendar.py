"""The command `calendar`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.__main__ import main
from hub.store.migrate import migrate_all

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:sang
DTSTAMP:20261101T000000Z
SUMMARY:Buổi sáng
DTSTART;TZID=Asia/Ho_Chi_Minh:20261102T050000
DURATION:PT15M
RRULE:FREQ=DAILY
X-HUB-CONTENT:tin
END:VEVENT
BEGIN:VEVENT
UID:la
DTSTAMP:20261101T000000Z
SUMMARY:Xóm lạ
DTSTART:20261102T060000
DURATION:PT5M
X-HUB-ZONES:xom-9
END:VEVENT
END:VCALENDAR
"""
TOML = """
[hub]
language = "en"
data_dir = "data"
run_dir = "run"
[[cards]]
name = "main"
[[zones]]
id = "xom-1"
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    (tmp_path / "data").mkdir()
    migrate_all(tmp_path / "data")
    path = tmp_path / "village.toml"
    path.write_text(TOML, "utf-8")
    (tmp_path / "c.ics").write_text(ICS, "utf-8")
    return str(path)


def call(config: str, *words: str) -> int:
    return main(["--config", config, "calendar", *words])


def test_what_can_be_used_goes_in_and_the_rest_is_told(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = call(config, "import", str(tmp_path / "c.ics"))

    said = capsys.readouterr()
    assert code == 0
    assert "1 slots new" in said.out
    assert "xom-9" in said.err
    assert "tin" in said.err


def test_a_zone_or_programme_that_only_one_changed_day_names_is_told_too(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = (
        "BEGIN:VEVENT\nUID:sang\nRECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261103T050000\n"
        "DTSTART:20261103T060000\nX-HUB-CONTENT:lu\n%sEND:VEVENT\nEND:VCALENDAR"
    )
    path = tmp_path / "changed.ics"

    path.write_text(ICS.replace("END:VCALENDAR", change % ""), "utf-8")
    call(config, "import", str(path))
    first = capsys.readouterr()
    path.write_text(ICS.replace("END:VCALENDAR", change % "X-HUB-ZONES:xom-8\n"), "utf-8")
    call(config, "import", str(path))
    second = capsys.readouterr()

    assert "lu, tin" in first.err
    assert "xom-8" in second.err
    assert second.out == ""


def test_an_emergency_that_repeats_is_not_taken_in(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "siren.ics"
    repeats = ICS.replace("BEGIN:VEVENT\n", "BEGIN:VEVENT\nX-HUB-KIND:emergency\n")
    path.write_text(repeats, "utf-8")

    call(config, "import", str(path))

    said = capsys.readouterr()
    assert "one time only" in said.err
    assert said.out == ""


def test_the_same_file_again_changes_nothing(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(config, "import", str(tmp_path / "c.ics"))
    capsys.readouterr()

    call(config, "import", str(tmp_path / "c.ics"), "--json")

    assert json.loads(capsys.readouterr().out) == {"new": 0, "changed": 0, "removed": 0, "same": 1}


def test_an_export_reads_back_the_same(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(config, "import", str(tmp_path / "c.ics"))
    out = tmp_path / "out.ics"

    call(config, "export", str(out))
    capsys.readouterr()
    call(config, "import", str(out), "--replace", "--json")

    assert json.loads(capsys.readouterr().out) == {"new": 0, "changed": 0, "removed": 0, "same": 1}


def test_replace_removes_what_the_file_has_not(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(config, "import", str(tmp_path / "c.ics"))
    other = tmp_path / "other.ics"
    other.write_text(ICS.replace("UID:sang", "UID:chieu"), "utf-8")
    capsys.readouterr()

    call(config, "import", str(other), "--replace", "--json")
    call(config, "list")

    assert '"removed": 1' in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00", b"BEGIN:VCARD\r\nEND:VCARD"])
def test_a_file_that_is_no_calendar_gets_one_sentence(
    config: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
) -> None:
    bad = tmp_path / "bad.ics"
    bad.write_bytes(content)

    code = call(config, "import", str(bad))

    said = capsys.readouterr()
    assert code == 65
    assert len(said.err.strip().splitlines()) == 1
    assert said.out == ""


def test_a_file_of_two_gigabytes_is_refused_at_once(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = tmp_path / "huge.ics"
    with huge.open("wb") as file:
        file.truncate(2 << 30)

    assert call(config, "import", str(huge)) == 65
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_an_export_that_cannot_be_written_says_so(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(config, "export", str(tmp_path / "no" / "where.ics")) == 66
    assert "where.ics" in capsys.readouterr().err


SPOILED = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Hỏng\r\nDTSTART:soon\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def test_a_file_of_which_nothing_can_be_used_replaces_nothing(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "c.ics", tmp_path / "bad.ics"
    bad.write_text(SPOILED, "utf-8")
    assert call(config, "import", str(good)) == 0
    capsys.readouterr()

    code = call(config, "import", str(bad), "--replace")

    assert code == 65
    assert "bad.ics" in capsys.readouterr().err.splitlines()[-1]
    assert call(config, "list", "--json") == 0
    assert json.loads(capsys.readouterr().out)


def test_options_may_stand_between_the_words(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["calendar", "import", "--config", config, str(tmp_path / "c.ics")]

    assert main(words) == 0
    assert main(["calendar", "--json", "list", "--config", config]) == 0
