"""What the sensors measured: mean current of a zone, and forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hub.domain.ids import ZoneId
from hub.errors import StoreError
from hub.store.connect import open_samples
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from hub.store.samples import Quantity, Sample, add_samples, mean_current, prune
from tests.store.samples import MORNING

XOM_1, XOM_2 = ZoneId("xom-1"), ZoneId("xom-2")
SECOND = timedelta(seconds=1)


def current(seconds: int, value: float, zone: ZoneId = XOM_1) -> Sample:
    at = MORNING + seconds * SECOND
    return Sample(at, "ina219@0x40", zone, Quantity.CURRENT_A, value)


@pytest.fixture
def samples(tmp_path: Path) -> Iterator[Database]:
    migrate_all(tmp_path)
    with open_samples(tmp_path, Service.HUB) as database:
        yield database


def test_the_mean_is_of_one_zone_and_one_stretch(samples: Database) -> None:
    add_samples(
        samples,
        [
            current(0, 9.0),
            current(10, 1.0),
            current(20, 2.0),
            current(20, 7.0, XOM_2),
            current(30, 9.0),
            Sample(MORNING + 15 * SECOND, "x", XOM_1, Quantity.VOLTAGE_V, 24.0),
        ],
    )

    assert mean_current(samples, XOM_1, MORNING + 10 * SECOND, MORNING + 20 * SECOND) == 1.5


def test_a_zone_that_nobody_measured_has_no_mean(samples: Database) -> None:
    assert mean_current(samples, XOM_1, MORNING, MORNING + 20 * SECOND) is None


def test_a_sample_of_the_cabinet_has_no_zone(samples: Database) -> None:
    cabinet = Sample(MORNING, "sht31@0x44", None, Quantity.TEMPERATURE_C, 41.5)

    assert add_samples(samples, [cabinet]) == 1


def test_no_samples_are_no_write(samples: Database) -> None:
    assert add_samples(samples, []) == 0


def test_old_samples_are_forgotten(samples: Database) -> None:
    add_samples(samples, [current(0, 1.0), current(10, 2.0)])

    assert prune(samples, MORNING + 10 * SECOND) == 1
    assert mean_current(samples, XOM_1, MORNING, MORNING + 60 * SECOND) == 2.0


def test_only_the_hub_writes_samples(tmp_path: Path, samples: Database) -> None:
    with (
        open_samples(tmp_path, Service.BROADCAST) as other,
        pytest.raises(StoreError, match=r"store\.not_permitted"),
    ):
        add_samples(other, [current(0, 1.0)])
