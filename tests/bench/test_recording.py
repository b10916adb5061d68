"""The recorder's file, and the clock of a recording."""

import struct
from array import array
from pathlib import Path

import pytest

from bench.recording import Period, Recording, RecordingError, read

RATE = 48_000


def period(wall_ns: int, frame: int, sounding: int = 0, lost: int = 0) -> bytes:
    """One record as the recorder writes it."""
    return struct.pack("=QQIIIIII", wall_ns, 0, frame, 2, sounding, lost, 0, 0)


def written(path: Path, *records: bytes, ports: int = 2) -> Path:
    path.write_bytes(b"HUBREC01" + struct.pack("=II", RATE, ports) + b"".join(records))
    return path


def test_ports_are_read_with_their_place(tmp_path: Path) -> None:
    samples = array("h", [5, -6]).tobytes()
    path = written(tmp_path / "r", period(10**9, 100), period(2 * 10**9, 102, 0b10) + samples)

    recording = read(path, ("a", "b"))

    assert recording.ports == {"a": [], "b": [(2, array("h", [5, -6]))]}
    assert [p.wall_s for p in recording.periods] == [1.0, 2.0]


def test_the_frame_counter_may_begin_again(tmp_path: Path) -> None:
    path = written(tmp_path / "r", period(0, 2**32 - 2), period(0, 0), period(0, 4))

    recording = read(path, ("a", "b"))

    assert [p.first for p in recording.periods] == [0, 2, 6]
    assert recording.skipped == 2


def test_a_record_cut_short_by_the_end_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "r", period(0, 0), period(0, 2)[:-1])

    assert len(read(path, ("a", "b")).periods) == 1


@pytest.mark.parametrize("record", [period(0, 0, lost=1)])
def test_lost_periods_are_refused(tmp_path: Path, record: bytes) -> None:
    with pytest.raises(RecordingError, match="lost 1 periods"):
        read(written(tmp_path / "r", record), ("a", "b"))


def test_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(b"RIFF")

    with pytest.raises(RecordingError, match="no recording"):
        read(tmp_path / "r", ("a",))


def test_one_late_stamp_does_not_move_the_clock() -> None:
    periods = [Period(n * 256, 256, 100 + n * 256 / RATE, 0.0, 0) for n in range(200)]
    late = periods[100]
    periods[100] = Period(late.first, 256, late.wall_s + 0.004, 0.0, 0)
    recording = Recording(RATE, periods, {})

    assert recording.wall_s(late.first + 48) == pytest.approx(late.wall_s + 0.001)
    assert recording.stamped_s(late.first + 48) == pytest.approx(late.wall_s + 0.005)


def test_a_slip_of_the_server_moves_the_clock() -> None:
    periods = [
        Period(n * 256, 256, 100 + n * 256 / RATE + (0.02 if n >= 100 else 0.0), 0.0, 0)
        for n in range(200)
    ]
    recording = Recording(RATE, periods, {})

    assert recording.wall_s(99 * 256) == pytest.approx(100 + 99 * 256 / RATE)
    assert recording.wall_s(101 * 256) == pytest.approx(100.02 + 101 * 256 / RATE)
