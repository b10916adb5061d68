"""What a process uses, looked up in /proc."""

import os
import threading

import pytest

from bench.usage import Usage, cpu_percent, look


def test_this_process_uses_memory_and_time() -> None:
    found = look(os.getpid())

    assert found.pss_mib > 1
    assert found.cpu_s > 0


def test_threads_that_come_and_go_meanwhile_are_no_error() -> None:
    is_over = threading.Event()

    def churn() -> None:
        while not is_over.is_set():
            one = threading.Thread(target=int)
            one.start()
            one.join()

    busy = threading.Thread(target=churn)
    busy.start()
    try:
        found = [look(os.getpid()) for _ in range(100)]
    finally:
        is_over.set()
        busy.join()

    assert all(one.cpu_s > 0 for one in found)


def test_the_share_of_a_core_is_time_used_by_time_passed() -> None:
    before = Usage(10.0, cpu_s=1.0, exact_cpu_s=1.0, pss_mib=0, written_bytes=0, switches=0)
    after = Usage(30.0, cpu_s=1.1, exact_cpu_s=1.1, pss_mib=0, written_bytes=0, switches=0)

    assert cpu_percent(before, after) == pytest.approx(0.5)


def test_both_ways_of_counting_time_agree() -> None:
    before = look(os.getpid())
    sum(range(3_000_000))
    after = look(os.getpid())

    used = after.exact_cpu_s - before.exact_cpu_s
    assert after.cpu_s - before.cpu_s == pytest.approx(used, abs=0.05)


def test_a_process_that_has_ended_cannot_be_looked_at() -> None:
    with pytest.raises(OSError, match="No such file"):
        look(2**22)
