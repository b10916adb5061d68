"""What is planned from what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.prepare.look import Mix, Seen
from hub.prepare.loudness import (
    LEVEL_DBFS,
    MOST_GAIN_DB,
    Measured,
    first_plan,
    is_good,
    louder,
    lower,
    read_summary,
    with_gain,
)

SEEN = Seen(10.0, Mix.MONO, -6.0, -30.0, 0.0, 0.1, 0.3, 0.0, 10.0, is_speech=True)
PLAN = first_plan(SEEN, horn=True)
SUMMARY = """[Parsed_ebur128_5 @ 0x55] [info] Summary:

  Integrated loudness:
    I:         -19.0 LUFS
    Threshold: -29.1 LUFS

  Loudness range:
    LRA:         1.1 LU
    Threshold: -38.9 LUFS
    LRA low:   -19.4 LUFS

  True peak:
    Peak:       {peak} dBFS
"""


def test_the_sound_is_brought_to_one_level_first() -> None:
    assert PLAN.lift_db == LEVEL_DBFS + 30.0


def test_a_sound_with_low_peaks_is_only_made_louder() -> None:
    plan = with_gain(PLAN, Measured(-22.0, 3.0, -12.0), -16.0, -1.5)

    assert (plan.gain_db, plan.is_tamed) == (6.0, False)
    assert plan.ceiling_dbfs < -1.5


def test_peaks_that_stand_far_out_are_tamed() -> None:
    assert with_gain(PLAN, Measured(-30.0, 3.0, -2.0), -16.0, -1.5).is_tamed


def test_what_could_not_be_measured_goes_by_its_level() -> None:
    assert with_gain(PLAN, Measured(-70.0, 0.0, -17.0), -16.0, -1.5).gain_db == 4.0


@pytest.mark.parametrize(("lufs", "sign"), [(-17.0, 1), (-15.0, -1)])
def test_a_result_that_is_off_is_corrected(lufs: float, sign: int) -> None:
    better = louder(PLAN, Measured(lufs, 1.0, -2.0), -16.0)

    assert better is not None
    assert (better.gain_db - PLAN.gain_db) * sign > 0


@pytest.mark.parametrize("lufs", [-16.0, -16.2, -15.8, -70.0])
def test_a_result_that_is_close_is_left(lufs: float) -> None:
    assert louder(PLAN, Measured(lufs, 1.0, -2.0), -16.0) is None


def test_the_gain_has_an_end() -> None:
    better = louder(replace(PLAN, gain_db=49.0), Measured(-40.0, 1.0, -2.0), -16.0)

    assert better is not None
    assert better.gain_db == MOST_GAIN_DB


def test_a_peak_that_stands_out_lowers_the_ceiling_by_more_than_that() -> None:
    plan = replace(PLAN, ceiling_dbfs=-2.2)

    better = lower(plan, Measured(-16.0, 1.0, -1.0), -1.5)

    assert better is not None
    assert better.ceiling_dbfs < -2.7
    assert lower(plan, Measured(-16.0, 1.0, -1.5), -1.5) is None


@pytest.mark.parametrize(
    ("lufs", "peak", "good"),
    [(-16.5, -1.5, True), (-16.6, -3.0, False), (-16.0, -1.4, False), (-70.0, -5.0, True)],
)
def test_what_is_promised_is_half_a_unit_and_the_peak(lufs: float, peak: float, good: bool) -> None:
    assert is_good(Measured(lufs, 1.0, peak), -16.0, -1.5) is good


def test_the_meter_is_understood() -> None:
    assert read_summary(SUMMARY.format(peak="-0.3")) == Measured(-19.0, 1.1, -0.3)
    assert read_summary(SUMMARY.format(peak="-inf")) == Measured(-19.0, 1.1, -120)
    assert read_summary("nothing of the kind") is None
