"""Volumes as a person writes them: the part of the rules' document about how loud zones are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from hub.domain.ids import ZoneId
from hub.domain.volume import LOUDEST_DB, SOFTEST_DB, Stretch, ZoneVolume
from hub.toml_table import Table


def read_volume(table: Table) -> ZoneVolume:
    """``usual_db`` and ``[[…stretches]]`` of one zone; mistakes are noted in the table."""
    volume = ZoneVolume(
        usual_db=table.number("usual_db", LOUDEST_DB, SOFTEST_DB, LOUDEST_DB),
        stretches=tuple(_stretch(each) for each in table.tables("stretches")),
    )
    clash = volume.clash()
    if clash is not None:
        one, other = clash
        table.problem("volume.clash", one=_shown(one), other=_shown(other))
    table.done()
    return volume


def volumes_document(volumes: Mapping[ZoneId, ZoneVolume]) -> dict[str, object]:
    """Volumes in the form in which they are read."""
    return {
        zone: {
            "usual_db": volume.usual_db,
            "stretches": [
                {
                    "from": f"{stretch.first:%H:%M}",
                    "to": f"{stretch.last:%H:%M}",
                    "db": stretch.gain_db,
                }
                for stretch in volume.stretches
            ],
        }
        for zone, volume in sorted(volumes.items())
    }


def _stretch(table: Table) -> Stretch:
    stretch = Stretch(
        first=table.time_of_day("from", time()),
        last=table.time_of_day("to", time()),
        gain_db=table.number("db", LOUDEST_DB, SOFTEST_DB, LOUDEST_DB),
    )
    if stretch.first == stretch.last:
        table.problem("volume.no_length", at=f"{stretch.first:%H:%M}")
    table.done()
    return stretch


def _shown(stretch: Stretch) -> str:
    return f"{stretch.first:%H:%M}–{stretch.last:%H:%M}"
