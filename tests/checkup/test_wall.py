"""The touchscreen among the checks: nothing without one, and what to do about a dark one."""

import socket

import pytest

from hub.checkup.finding import Verdict
from hub.checkup.pulse import Pulse, ask
from hub.checkup.wall import of_wall
from hub.words import LANGUAGES, say

PORT = 8090


@pytest.mark.parametrize(
    ("pulse", "verdict"),
    [
        (Pulse(2.0), Verdict.WELL),
        (Pulse(61.0), Verdict.WARNING),
        (Pulse(None), Verdict.WARNING),
        (None, Verdict.BAD),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_that_does_not_paint_or_answer_is_told_of(
    pulse: Pulse | None, verdict: Verdict, language: str
) -> None:
    (found,) = of_wall(PORT, pulse, lambda key, **values: say(key, language, **values))

    assert (found.check, found.verdict) == ("screen", verdict)


def test_a_hub_without_a_screen_has_nothing_to_say_of_one() -> None:
    assert list(of_wall(0, None, lambda key, **_: key)) == []


def test_another_program_at_the_door_is_not_taken_for_the_screen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(10)
        port = other.getsockname()[1]
        other.close()
        assert ask(port) is None
