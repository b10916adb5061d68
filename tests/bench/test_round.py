"""Who plays when in the recording that everybody shares."""

from bench.starts import Round
from bench.systems import Peer


class Named(Peer):
    def __init__(self, name: str, *, minutely: bool = False) -> None:
        self.name = name
        self.minutely = minutely

    def missing(self) -> str:
        return ""

    def start(self, stage: object) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError


def test_systems_take_turns_second_by_second() -> None:
    plan = Round([Named("a"), Named("b"), Named("c")], first_s=100.0, rounds=2)

    assert plan.due == {"a": [100.0, 103.0], "b": [101.0, 104.0], "c": [102.0, 105.0]}


def test_one_system_alone_still_has_silence_between_its_items() -> None:
    assert Round([Named("a")], first_s=100.0, rounds=3).due == {"a": [100.0, 102.0, 104.0]}


def test_a_minutely_system_is_due_at_the_whole_minutes_within() -> None:
    plan = Round([Named("a"), Named("cron", minutely=True)], first_s=100.0, rounds=50)

    assert plan.due["cron"] == [120.0, 180.0]


def test_a_minute_too_near_the_end_does_not_count() -> None:
    plan = Round([Named("a"), Named("cron", minutely=True)], first_s=100.0, rounds=11)

    assert plan.due["cron"] == []
