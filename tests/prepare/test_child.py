"""Programs that handle foreign data: what they may not do, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.errors import MediaError
from hub.prepare.child import Access, run
from hub.prepare.watched import OUT_BYTES, Finished

pytestmark = pytest.mark.service

CLOCK = SystemClock()


def ran(*command: str, **more: Any) -> Finished:
    return run(command, **{"clock": CLOCK, "limit_s": 20.0, "memory_mib": 100, **more})


def python(code: str, **more: Any) -> Finished:
    return ran("/usr/bin/python3", "-I", "-S", "-c", code, **more)


def test_what_it_reads_and_says_goes_through() -> None:
    finished = ran("sh", "-c", "cat; echo trouble >&2; exit 3", stdin=b"a" * 200_000)

    assert (finished.code, finished.out, finished.err) == (3, b"a" * 200_000, "trouble\n")
    assert not finished.is_good


def test_a_program_that_does_not_read_its_input_is_no_trouble() -> None:
    assert ran("true", stdin=b"a" * 1_000_000).is_good


def test_its_input_is_empty_when_there_is_none() -> None:
    assert ran("cat").out == b""


def test_its_output_can_go_to_a_file(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as file:
        finished = ran("echo", "hello", output=file)

    assert (finished.out, (tmp_path / "out").read_bytes()) == (b"", b"hello\n")


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started() -> None:
    finished = ran("sh", "-c", "sleep 4711 & sleep 4711 & wait", limit_s=0.5)

    assert finished.timed_out
    time.sleep(0.1)
    assert b"sleep\x004711" not in b"".join(all_commands())


def all_commands() -> list[bytes]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes())
        except OSError:
            continue
    return found


def test_a_program_that_says_too_much_is_ended() -> None:
    finished = ran("yes")

    assert finished.is_overfull
    assert not finished.timed_out
    assert len(finished.out) == OUT_BYTES


def test_only_the_end_of_endless_complaints_is_kept() -> None:
    finished = ran("sh", "-c", "yes | head -c 1000000 >&2; echo last >&2")

    assert len(finished.err) <= 64 << 10
    assert finished.err.endswith("last\n")


def test_memory_beyond_the_limit_is_not_to_be_had() -> None:
    assert "MemoryError" in python("x = bytearray(150 << 20)").err
    assert python("x = bytearray(20 << 20)").is_good


def test_processor_time_is_limited_even_when_many_share_it() -> None:
    spin = "import os\nos.fork()\nwhile True: pass"

    assert python(spin, limit_s=1.0).timed_out


def test_a_file_cannot_grow_past_the_limit(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as file:
        finished = ran("head", "-c", "3000000", "/dev/zero", output=file, file_mib=1)

    assert not finished.is_good
    assert (tmp_path / "out").stat().st_size == 1 << 20


def test_it_has_no_network_of_any_kind() -> None:
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"):
        assert "PermissionError" in python(f"import socket; socket.socket(socket.{family})").err


def test_it_cannot_leave_its_group_nor_signal_others() -> None:
    assert "PermissionError" in python("import os; os.setsid()").err
    assert "PermissionError" in python("import os; os.kill(os.getppid(), 0)").err


def test_it_stands_behind_everything_else() -> None:
    code = "import os; print(os.nice(0), open('/proc/self/oom_score_adj').read())"

    niceness, first_to_go = python(code).out.split()
    assert int(niceness) >= 15
    assert first_to_go == b"1000"


def has_landlock() -> bool:
    code = "import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))"
    return int(python(code).out) > 0


def test_it_reads_only_what_it_was_given(tmp_path: Path) -> None:
    if not has_landlock():
        pytest.skip("this kernel has no Landlock")
    (tmp_path / "given").mkdir()
    for path in (tmp_path / "given" / "a", tmp_path / "b"):
        path.write_text("words")

    assert ran("cat", str(tmp_path / "given" / "a")).code == 1
    given = Access(reads=(tmp_path / "given",))
    assert ran("cat", str(tmp_path / "given" / "a"), access=given).out == b"words"
    assert ran("cat", str(tmp_path / "b"), access=given).code == 1


def test_it_writes_only_where_it_was_told_to(tmp_path: Path) -> None:
    if not has_landlock():
        pytest.skip("this kernel has no Landlock")
    script = f"echo x > {tmp_path}/a"

    assert ran("sh", "-c", script).code != 0
    assert ran("sh", "-c", script, access=Access(reads=(tmp_path,))).code != 0
    assert ran("sh", "-c", script, access=Access(writes=(tmp_path,))).code == 0


def test_an_open_file_can_be_read_by_number_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "-odd\nname"
    path.write_text("words")
    with path.open("rb") as file:
        number = file.fileno()
        given = Access(fds=(number,))

        assert ran("cat", f"/proc/self/fd/{number}", access=given).out == b"words"
        if has_landlock():
            assert ran("sh", "-c", f": > /proc/self/fd/{number}", access=given).code != 0


def test_it_hears_nothing_of_the_environment() -> None:
    os.environ["SECRET_OF_THE_TEST"] = "1"
    try:
        finished = ran("env", access=Access(environment={"LANG": "vi_VN"}))
    finally:
        del os.environ["SECRET_OF_THE_TEST"]

    assert b"SECRET" not in finished.out
    assert b"LANG=vi_VN" in finished.out


def test_lines_are_told_while_it_runs() -> None:
    heard: list[tuple[str, float]] = []

    ran(
        "sh",
        "-c",
        "echo one >&2; sleep 0.5; echo two >&2",
        told=lambda x: heard.append((x, time.monotonic())),
    )

    assert [line for line, _ in heard] == ["one", "two"]
    assert heard[1][1] - heard[0][1] > 0.2


def test_while_it_is_held_nothing_happens_and_its_time_stands_still() -> None:
    held_until = time.monotonic() + 2.0

    finished = ran("sleep", "0.2", limit_s=1.5, is_held=lambda: time.monotonic() < held_until)

    assert finished.is_good
    assert time.monotonic() >= held_until
    assert finished.wall_s < 1.5


def test_a_program_that_is_not_installed_is_named() -> None:
    with pytest.raises(MediaError) as caught:
        ran("no-such-program")

    assert caught.value.key == "prepare.no_program"


def test_it_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    code = (
        "from hub.clock import SystemClock\nfrom hub.prepare.child import run\n"
        "run(['sleep', '4712'], clock=SystemClock(), limit_s=60, memory_mib=50)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    end = time.monotonic() + 20
    while not any(b"sleep\x004712" in one and b"jail" not in one for one in all_commands()):
        assert time.monotonic() < end
        time.sleep(0.02)
    parent.send_signal(signal.SIGKILL)
    parent.wait()

    while any(b"sleep\x004712" in one for one in all_commands()):
        assert time.monotonic() < end
        time.sleep(0.02)
