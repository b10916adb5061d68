"""Access points among the checks: what is away, why, and what to do about it."""

from typing import Any

import pytest

from hub.checkup.finding import Verdict, is_bad
from hub.checkup.points import of_points
from hub.words import LANGUAGES, say


def told(*states: str, internet: str = "not_looked", echo: bool = True) -> dict[str, Any]:
    points = {
        f"ap{number}": {"place": f"Điểm {number}", "host": f"10.77.0.{number}", "state": state}
        for number, state in enumerate(states)
    }
    gateway = {"host": "10.77.0.254", "state": "up"}
    return {"points": points, "gateway": gateway, "internet": {"state": internet}, "echo": echo}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("state", "verdicts"),
    [
        (None, [Verdict.BAD]),
        (told(), [Verdict.WELL]),
        (told("up", "up"), [Verdict.WELL]),
        (told("up", "down"), [Verdict.WARNING]),
        (told("unstable", "unreachable", "unknown"), [Verdict.WARNING] * 3),
        (told("up", echo=False), [Verdict.WELL, Verdict.WARNING]),
        (told(echo=False), [Verdict.WELL]),
        (told("up", internet="yes"), [Verdict.WELL] * 2),
        (told("up", internet="no"), [Verdict.WELL, Verdict.WARNING]),
        (told("up", internet="portal"), [Verdict.WELL, Verdict.WARNING]),
    ],
)
def test_what_is_away_is_told_and_is_no_trouble_of_the_hub(
    state: Any, verdicts: list[Verdict], language: str
) -> None:
    found = list(of_points(state, lambda key, **values: say(key, language, **values)))

    assert [one.verdict for one in found] == verdicts
    assert not any("{" in one.says for one in found)
    assert is_bad(found) is (state is None)


def test_a_point_is_named_with_its_place_and_its_address() -> None:
    (found,) = of_points(told("unreachable"), lambda key, **values: say(key, "vi", **values))

    assert "Điểm 0 (10.77.0.0)" in found.says
    assert "10.77.0.254" in found.says
