"""The fake board keeps across processes what real hardware keeps."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hub.errors import DeviceError
from hub.hardware.fake import FakeBoard, is_keyed, line_file
from hub.hardware.lines import LampSign

KEY_AND_WAIT = """
import sys
from pathlib import Path
from hub.hardware.fake import FakeBoard
line = FakeBoard(Path(sys.argv[1])).line(17, active_high=False)
line.on()
print("keyed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def owner(tmp_path: Path) -> "subprocess.Popen[str]":
    """Another process that has keyed line 17."""
    process = subprocess.Popen(
        [sys.executable, "-c", KEY_AND_WAIT, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "keyed\n"
    return process


def _kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_the_byte_says_what_the_amplifier_does_whatever_the_level(tmp_path: Path) -> None:
    line = FakeBoard(tmp_path).line(17, active_high=False)

    line.on()

    assert line_file(tmp_path, 17).read_bytes() == b"1"
    assert is_keyed(tmp_path, 17)


def test_a_line_nobody_ever_claimed_is_off(tmp_path: Path) -> None:
    assert not is_keyed(tmp_path, 5)


@pytest.mark.service
def test_a_keyed_line_stays_keyed_when_its_process_is_killed(
    tmp_path: Path, owner: "subprocess.Popen[str]"
) -> None:
    _kill(owner)

    assert is_keyed(tmp_path, 17)


@pytest.mark.service
def test_two_processes_cannot_own_one_line(tmp_path: Path, owner: "subprocess.Popen[str]") -> None:
    with pytest.raises(DeviceError) as caught:
        FakeBoard(tmp_path).line(17, active_high=False)

    assert caught.value.key == "hardware.pin_in_use"
    assert is_keyed(tmp_path, 17)
    _kill(owner)


@pytest.mark.service
def test_a_line_whose_owner_was_killed_is_claimed_at_once_and_off(
    tmp_path: Path, owner: "subprocess.Popen[str]"
) -> None:
    _kill(owner)

    line = FakeBoard(tmp_path).line(17, active_high=False)

    assert not line.is_on
    assert not is_keyed(tmp_path, 17)


def test_the_history_holds_every_change_when_it_is_there_beforehand(tmp_path: Path) -> None:
    history = line_file(tmp_path, 17).with_name("history")
    history.parent.mkdir()
    history.touch()
    line = FakeBoard(tmp_path).line(17, active_high=True)

    line.on()
    line.close()

    rows = [row.split() for row in history.read_text().splitlines()]
    assert [(pin, state) for _, _, pin, state in rows] == [("17", "0"), ("17", "1"), ("17", "0")]
    assert int(rows[0][0]) < int(rows[1][0]) < int(rows[2][0])


def test_no_history_is_kept_otherwise(tmp_path: Path) -> None:
    FakeBoard(tmp_path).line(17, active_high=True).close()

    assert [path.name for path in (tmp_path / "lines").iterdir()] == ["17"]


def test_a_broken_pin_fails_until_it_is_mended(tmp_path: Path) -> None:
    board = FakeBoard(tmp_path)
    line = board.line(17, active_high=True)
    board.break_pin(17)

    with pytest.raises(DeviceError) as caught:
        line.on()
    board.mend_pin(17)
    line.on()

    assert caught.value.key == "hardware.pin_failed"
    assert line.is_on


def test_a_broken_pin_keeps_its_state_and_still_closes(tmp_path: Path) -> None:
    board = FakeBoard(tmp_path)
    line, other = board.line(17, active_high=True), board.line(22, active_high=True)
    line.on()
    other.on()
    board.break_pin(17)

    with pytest.raises(DeviceError):
        board.close()

    assert is_keyed(tmp_path, 17)
    assert not is_keyed(tmp_path, 22)


def test_a_broken_pin_cannot_be_claimed_and_is_not_kept(tmp_path: Path) -> None:
    board = FakeBoard(tmp_path)
    board.break_pin(17)
    with pytest.raises(DeviceError):
        board.line(17, active_high=True)

    board.mend_pin(17)

    assert not board.line(17, active_high=True).is_on


def test_the_lamp_is_a_file_with_the_name_of_its_sign(tmp_path: Path) -> None:
    show = FakeBoard(tmp_path).lamp(4)
    seen = [(tmp_path / "lamp").read_text()]

    show(LampSign.ON_AIR)
    seen.append((tmp_path / "lamp").read_text())

    assert seen == ["dark", "on-air"]
