"""Runners take turns: what is more urgent goes first, and the others stand still."""

from __future__ import annotations

import threading

import pytest

from hub.prepare.turns import SETTLING_S, Rank, Turns
from hub.prepare.watched import HOLD_S


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def turns(waited: list[float]) -> Turns:
    return Turns(waited.append)


def test_whoever_is_alone_works_at_once(turns: Turns, waited: list[float]) -> None:
    with turns.at_work(Rank.FILE):
        assert not turns.must_wait(Rank.FILE)

    assert waited == []


@pytest.mark.parametrize("first", Rank)
@pytest.mark.parametrize("second", Rank)
def test_only_the_most_urgent_works(turns: Turns, first: Rank, second: Rank) -> None:
    if first == second:
        return
    with turns.at_work(first), turns.at_work(second):
        at_work = {rank for rank in (first, second) if not turns.must_wait(rank)}

        assert at_work == {max(first, second)}


def test_when_the_more_urgent_is_done_the_other_goes_on(turns: Turns) -> None:
    with turns.at_work(Rank.FILE):
        with pytest.raises(RuntimeError), turns.at_work(Rank.URGENT):
            raise RuntimeError
        assert not turns.must_wait(Rank.FILE)


def test_the_more_urgent_lets_the_other_program_come_to_rest(
    turns: Turns, waited: list[float]
) -> None:
    with turns.at_work(Rank.FILE), turns.at_work(Rank.SPEECH):
        assert waited == [SETTLING_S]

    assert SETTLING_S > HOLD_S


def test_four_threads_at_once_leave_nothing_behind(turns: Turns) -> None:
    def work(rank: Rank) -> None:
        for _ in range(300):
            with turns.at_work(rank):
                turns.must_wait(rank)

    threads = [threading.Thread(target=work, args=(rank,)) for rank in Rank]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not any(turns.must_wait(rank) for rank in Rank)
