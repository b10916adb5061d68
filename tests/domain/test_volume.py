"""How loud a zone is at an hour, and that emergencies are never made too soft."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.bulletin import Kind
from hub.domain.ids import ZoneId
from hub.domain.rules import RuleBook
from hub.domain.volume import Stretch, ZoneVolume

ZONE = ZoneId("xom-1")
MOMENTS = st.times()
GAINS = st.floats(-30, 0)


@pytest.mark.parametrize(
    ("moment", "gain_db"),
    [("04:59", -6), ("05:00", -12), ("05:59", -12), ("06:00", -6), ("12:00", 0), ("23:30", -20)],
)
def test_a_stretch_holds_from_its_first_moment_and_not_at_its_last(
    moment: str, gain_db: float
) -> None:
    volume = ZoneVolume(
        -6,
        (
            Stretch(time(5), time(6), -12),
            Stretch(time(11), time(13), 0),
            Stretch(time(22), time(4), -20),
        ),
    )

    assert volume.at(time.fromisoformat(moment)) == gain_db


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        (("05:00", "06:00"), ("06:00", "07:00"), False),
        (("05:00", "06:01"), ("06:00", "07:00"), True),
        (("22:00", "05:00"), ("04:59", "06:00"), True),
        (("22:00", "05:00"), ("05:00", "22:00"), False),
        (("22:00", "05:00"), ("23:00", "23:30"), True),
    ],
)
def test_stretches_that_meet_are_found(
    first: tuple[str, str], second: tuple[str, str], *, meet: bool
) -> None:
    one, other = (
        Stretch(time.fromisoformat(begin), time.fromisoformat(end), -3)
        for begin, end in (first, second)
    )

    assert (ZoneVolume(0, (one, other)).clash() is not None) is meet
    assert (ZoneVolume(0, (other, one)).clash() is not None) is meet


@given(MOMENTS, GAINS, GAINS, st.floats(-6, 0))
def test_an_emergency_is_never_softer_than_its_floor(
    moment: time, usual_db: float, own_db: float, floor_db: float
) -> None:
    book = RuleBook(volumes={ZONE: ZoneVolume(usual_db)}, emergency_floor_db=floor_db)

    assert book.volume(ZONE, Kind.EMERGENCY, moment, own_db) >= floor_db
    assert book.volume(ZONE, Kind.ROUTINE, moment, own_db) == own_db + usual_db


def test_a_zone_that_nobody_has_turned_is_as_the_installer_left_it() -> None:
    assert RuleBook().volume(ZONE, Kind.ROUTINE, time(12)) == 0
