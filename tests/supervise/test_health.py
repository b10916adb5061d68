"""Health: what is believed of zones, relays, cabinet, supply, disk and store, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.ids import ZoneId
from hub.supervise.health import (
    PATIENCE,
    Condition,
    Evidence,
    Facts,
    Feed,
    Verdicts,
    evidence,
    is_doubtful,
    judge,
    troubles,
)
from hub.words import LANGUAGES, say

FEED = Feed("ina219@0x40", ZoneId("north"), 1.2, 0.1, 0.2, is_on_air=True, line="on")
MIB = 1024 * 1024


class Look:
    """Looks at facts one after the other and keeps what was said."""

    def __init__(self) -> None:
        self.verdicts: Verdicts = {}
        self.said: list[tuple[float, str]] = []

    def at(self, second: float, facts: Facts) -> None:
        self.verdicts, changes = judge(self.verdicts, evidence(facts), second)
        self.said += [(second, change.key) for change in changes]

    def at_each(self, seconds: range, facts: Facts) -> None:
        for second in seconds:
            self.at(second, facts)


def _feed(current_a: float, *, on_air: bool | None = True, line: str | None = "on") -> Facts:
    return Facts(feeds=(replace(FEED, current_a=current_a, is_on_air=on_air, line=line),))


@pytest.fixture
def look() -> Look:
    return Look()


def test_a_zone_on_air_that_draws_nothing_for_five_seconds_is_dead(look: Look) -> None:
    look.at_each(range(10), _feed(0.02))

    assert look.said == [(5, "health.dead_zone")]


def test_a_zone_that_draws_current_again_is_said_once(look: Look) -> None:
    look.at_each(range(10), _feed(0.02))
    look.at_each(range(10, 30), _feed(1.2))

    assert look.said == [(5, "health.dead_zone"), (15, "health.dead_zone_over")]


def test_a_pause_shorter_than_five_seconds_is_not_a_dead_zone(look: Look) -> None:
    for second in range(0, 40, 4):
        look.at_each(range(second, second + 3), _feed(0.02))
        look.at(second + 3, _feed(1.2))

    assert look.said == []


@pytest.mark.parametrize("line", ["warming", "tail", "off", "fault"])
def test_a_line_that_is_not_on_makes_no_dead_zone(look: Look, line: str) -> None:
    look.at_each(range(20), _feed(0.02, line=line))

    assert look.said == []


def test_a_zone_that_is_not_on_air_is_not_dead(look: Look) -> None:
    look.at_each(range(20), _feed(0.02, on_air=False))

    assert look.said == []


def test_a_dead_zone_stays_dead_while_it_is_not_on_air(look: Look) -> None:
    look.at_each(range(10), _feed(0.02))
    look.at_each(range(10, 100), _feed(0.02, on_air=False, line="off"))
    look.at_each(range(100, 120), _feed(0.02))

    assert look.said == [(5, "health.dead_zone")]


def test_a_current_that_flows_backwards_is_a_current(look: Look) -> None:
    look.at_each(range(10), _feed(-1.2))

    assert look.said == []


def test_a_line_that_is_off_and_draws_current_for_five_seconds_is_a_stuck_relay(
    look: Look,
) -> None:
    look.at_each(range(10), _feed(1.2, on_air=False, line="off"))

    assert look.said == [(5, "health.stuck_relay")]


def test_an_amplifier_that_runs_down_is_not_a_stuck_relay(look: Look) -> None:
    look.at_each(range(4), _feed(1.2, on_air=False, line="off"))
    look.at_each(range(4, 20), _feed(0.02, on_air=False, line="off"))

    assert look.said == []


def test_nobody_knows_of_a_stuck_relay_while_the_playout_does_not_answer(look: Look) -> None:
    look.at_each(range(20), _feed(1.2, on_air=None, line=None))

    assert look.said == []
    assert not is_doubtful(look.verdicts)


def test_the_incident_names_zone_current_and_sensor() -> None:
    verdicts, _ = judge({}, evidence(_feed(0.02)), 0)
    _, changes = judge(verdicts, evidence(_feed(0.02)), 5)

    assert dict(changes[0].values) == {
        "zone": "north",
        "current": "0.02",
        "sensor": "ina219@0x40",
    }


def test_a_hot_cabinet_is_hot_until_it_is_clearly_cooler(look: Look) -> None:
    for second, celsius in ((0, 71), (10, 71), (20, 69), (100, 66), (200, 64), (260, 64)):
        look.at(second, Facts(cabinet_c=(("sht31@0x44", celsius),)))

    assert look.said == [(10, "health.cabinet_hot"), (260, "health.cabinet_hot_over")]


def test_a_supply_is_low_until_it_is_clearly_above_its_limit(look: Look) -> None:
    for second, volts in ((0, 11.4), (5, 11.4), (60, 11.6), (120, 11.9), (150, 11.9)):
        look.at(second, Facts(supplies_v=(("ina219@0x41", volts, 11.5),)))

    assert look.said == [(5, "health.supply_low"), (150, "health.supply_low_over")]


def test_a_supply_without_a_limit_is_never_low(look: Look) -> None:
    look.at_each(range(20), Facts(supplies_v=(("ina219@0x41", 0.0, 0.0),)))

    assert look.said == []


def test_a_dip_when_the_amplifier_goes_on_is_not_a_low_supply(look: Look) -> None:
    for second, volts in ((0, 24.0), (2, 19.0), (4, 24.0), (6, 24.0)):
        look.at(second, Facts(supplies_v=(("ina219@0x41", volts, 22.0),)))

    assert look.said == []


def test_the_raspberry_pis_own_word_on_its_voltage_is_taken(look: Look) -> None:
    look.at_each(range(8), Facts(undervoltage=True))
    look.at_each(range(8, 100), Facts(undervoltage=False))

    assert look.said == [(5, "health.undervoltage"), (68, "health.undervoltage_over")]


def test_a_full_disk_is_said_at_once_and_its_end_only_with_room_to_spare(look: Look) -> None:
    for second, free in ((0, 500), (1, 199), (2, 250), (3, 301)):
        look.at(second, Facts(disk_free_bytes=free * MIB))

    assert look.said == [(1, "health.disk_low"), (3, "health.disk_low_over")]


def test_a_store_that_cannot_be_written_is_said_at_once(look: Look) -> None:
    for second, read_only in ((0, False), (1, True), (2, True), (3, False)):
        look.at(second, Facts(store_read_only=read_only))

    assert look.said == [(1, "health.store_read_only"), (3, "health.store_read_only_over")]


def test_a_sensor_that_is_away_is_said_after_ten_seconds_and_back_at_once(look: Look) -> None:
    look.at_each(range(0, 20, 2), Facts(sensors=(("sht31@0x44", False),)))
    look.at(20, Facts(sensors=(("sht31@0x44", True),)))

    assert look.said == [(10, "health.sensor_away"), (20, "health.sensor_away_over")]


def test_each_sensor_and_zone_is_judged_by_itself(look: Look) -> None:
    other = replace(FEED, sensor="ina219@0x41", zone=ZoneId("south"))
    both = Facts(feeds=(replace(FEED, current_a=0.0), other))

    look.at_each(range(10), both)

    assert look.said == [(5, "health.dead_zone")]
    assert troubles(look.verdicts) == [(Condition.DEAD_ZONE, "ina219@0x40")]


def test_while_there_is_doubt_somebody_must_look_again_soon(look: Look) -> None:
    look.at(0, _feed(1.2))
    before = is_doubtful(look.verdicts)

    look.at(2, _feed(0.02))

    assert (before, is_doubtful(look.verdicts)) == (False, True)


def test_when_nothing_is_known_nothing_is_wrong(look: Look) -> None:
    look.at_each(range(100), Facts())

    assert look.said == []


@pytest.mark.parametrize("condition", list(Condition))
@pytest.mark.parametrize("suffix", ["", "_over"])
def test_each_change_is_a_sentence_in_both_languages(condition: Condition, suffix: str) -> None:
    names = ("zone", "current", "sensor", "celsius", "volts", "limit", "free")
    values = dict.fromkeys(names, "x")

    for language in LANGUAGES:
        sentence = say(f"health.{condition}{suffix}", language, **values)
        assert "health." not in sentence
        assert "{" not in sentence


@pytest.mark.property
@given(
    st.sampled_from(list(Condition)),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([True, False, None]))),
)
def test_changes_alternate_and_rest_on_lasting_evidence(
    condition: Condition, looks: list[tuple[int, bool | None]]
) -> None:
    verdicts: Verdicts = {}
    now, agreed_since, before, said = 0, 0, None, []

    for passes, is_bad in looks:
        now += passes
        agreed_since = agreed_since if is_bad == before else now
        before = is_bad
        verdicts, changes = judge(verdicts, [Evidence(condition, "x", is_bad)], now)
        for change in changes:
            patience = PATIENCE[condition]
            needed = patience.to_bad_s if is_bad else patience.to_good_s
            assert now - agreed_since >= needed
            said.append(change.key.endswith("_over"))

    assert said == [bool(n % 2) for n in range(len(said))]
