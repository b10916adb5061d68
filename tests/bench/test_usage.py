"""What a process uses, looked up in /proc."""

import os

import pytest

from bench.usage import Usage, cpu_percent, look


def test_this_process_uses_memory_and_time() -> None:
    found = look(os.getpid())

    assert found.pss_mib > 1
    assert found.cpu_s > 0


def test_the_share_of_a_core_is_time_used_by_time_passed() -> None:
    before = Usage(at_s=10.0, cpu_s=1.0, pss_mib=0, written_bytes=0, switches=0)
    after = Usage(at_s=30.0, cpu_s=1.1, pss_mib=0, written_bytes=0, switches=0)

    assert cpu_percent(before, after) == pytest.approx(0.5)


def test_a_process_that_has_ended_cannot_be_looked_at() -> None:
    with pytest.raises(OSError, match="No such file"):
        look(2**22)
