"""A cue whose file is not what was prepared: the fallback is heard, and the log says why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import ProgrammeId
from hub.store.asrun import rows
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.service.village import SmallHub, wait_for

pytestmark = pytest.mark.service


def heard(hub: SmallHub) -> list[AsRun]:
    with open_hub(hub.config.data_dir, Service.CLI) as store:
        found = rows(store, datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    return [logged.fact for logged in found if isinstance(logged.fact, AsRun)]


def test_a_changed_file_is_never_played(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    name: ProgrammeId = hub.tone("tin", 3.0)
    path = hub.config.media_dir / "tin.wav"
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    hub.slots(name, 1, 10.0, 6.0, length_s=3.0)
    playout = hub.start("broadcast")
    try:
        wait_for(lambda: len(heard(hub)) > 0, 90.0)
    finally:
        playout.terminate()
        playout.wait()

    (fact,) = heard(hub)
    assert fact.outcome is Outcome.FAILED
    assert fact.because is not None
    assert fact.because.key == "because.media_changed"
    assert fact.media == ()
    assert "tin.wav" in (tmp_path / "log").read_text()
