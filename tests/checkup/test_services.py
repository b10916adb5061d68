"""What the services say of themselves, as checks with what to do."""

from functools import partial
from typing import Any

import pytest

from hub.checkup.finding import Verdict
from hub.checkup.services import (
    of_cards,
    of_clock,
    of_currents,
    of_hub,
    of_lines,
    of_next,
    of_playout,
    of_power,
    of_troubles,
)
from hub.words import say

NAMES = {"xom-1": "Xóm 1"}
CARD = {"is_open": True, "xruns": 0, "estimated": False}
LINE = {"name": "Xóm 1", "line": "off", "halt": None}


def speak(key: str, /, **values: object) -> str:
    return say(key, "vi", **values)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [(None, Verdict.BAD), ({"waiting": 3}, Verdict.BAD), ({"waiting": 0}, Verdict.WELL)],
)
def test_a_playout_that_is_away_or_cannot_write_is_bad(state: Any, verdict: Verdict) -> None:
    assert of_playout(state, "/run/x.sock", speak).verdict is verdict


def test_a_supervision_that_is_away_is_told_with_what_to_do() -> None:
    found = of_hub(None, speak)

    assert (found.check, found.verdict) == ("hub", Verdict.BAD)
    assert "systemctl restart hub" in found.says


@pytest.mark.parametrize(("low", "count"), [(None, 1), (False, 1), (True, 0)])
def test_low_voltage_is_told_as_a_trouble_and_not_twice(low: bool | None, count: int) -> None:
    assert len(list(of_power({"undervoltage": low}, speak))) == count


def test_supplies_and_zones_are_told_with_what_was_measured() -> None:
    sensors = {
        "acquy": {"zone": None, "answers": True, "V": 12.6},
        "i1": {"zone": "xom-1", "answers": True, "A": 0.42, "V": 24.0},
        "i2": {"zone": "xom-1", "answers": False},
    }

    power = [one.says for one in of_power({"sensors": sensors}, speak)]
    currents = [one.says for one in of_currents({"sensors": sensors}, NAMES, speak)]

    assert power[1:] == ["Nguồn acquy: 12,6 V."]
    assert currents == ["Tăng âm của Xóm 1 đang dùng 0,42 A."]


def test_a_trouble_names_the_zone_and_since_when() -> None:
    since = "2026-12-01T06:10:00+07:00"
    trouble = {"condition": "dead_zone", "subject": "i1", "zone": "xom-1", "since": since}

    (found,) = of_troubles({"troubles": [trouble]}, NAMES, speak)

    assert (found.check, found.verdict) == ("dead_zone", Verdict.BAD)
    assert found.says.startswith("Loa Xóm 1 không có tín hiệu từ 6:10 ngày 01/12")


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [("ntp", Verdict.WELL), ("rtc", Verdict.WELL), ("past", Verdict.BAD), ("nobody", Verdict.BAD)],
)
def test_a_clock_that_nobody_set_is_bad(evidence: str, verdict: Verdict) -> None:
    assert of_clock(evidence, speak).verdict is verdict


@pytest.mark.parametrize(
    ("other", "verdict"),
    [({}, Verdict.WELL), ({"estimated": True}, Verdict.WARNING), ({"is_open": False}, Verdict.BAD)],
)
def test_every_card_is_told(other: dict[str, Any], verdict: Verdict) -> None:
    (found,) = of_cards({"cards": {"main": CARD | other}}, speak)

    assert found.verdict is verdict
    assert "main" in found.says


@pytest.mark.parametrize(
    ("other", "verdict"),
    [({}, Verdict.WELL), ({"halt": {"verb": "stop"}}, Verdict.WARNING),
     ({"line": "fault"}, Verdict.BAD)],
)  # fmt: skip
def test_every_line_is_told(other: dict[str, Any], verdict: Verdict) -> None:
    (found,) = of_lines({"zones": {"xom-1": LINE | other}}, {"xom-1": "Xóm Đình"}, speak)

    assert found.verdict is verdict
    assert "Xóm Đình" in found.says


def test_what_comes_next_is_told_or_that_nothing_does() -> None:
    cue = {"title": "Bản tin xã", "start": "2026-12-01T17:00:00+07:00", "zones": ["xom-1"]}
    look = partial(of_next, names={"xom-1": "Xóm Đình"}, speak=speak)

    assert look({"next": None}).verdict is Verdict.WARNING
    assert "17:00:00 01/12" in look({"next": cue}).says
    assert look({"next": cue}).says.endswith("Xóm Đình")
