"""The system clock is stepped under a running playout (libfaketime; monotonic time is not)."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.machine_faults import LIBRARIES, FakeWallClock
from hub.domain.facts import AsRun, Incident, Outcome
from hub.store.asrun import rows
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.service.village import START_S, SmallHub, ended, wait_for

AGES = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
YEAR_S = 365 * 86_400


class Stepped:
    """A small hub whose clock the test steps."""

    def __init__(self, folder: Path, **more: object) -> None:
        clock = FakeWallClock(folder)
        self.step = clock.step
        self.hub = SmallHub(folder, environment=clock.environment, **more)  # type: ignore[arg-type]

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        process = self.hub.start("broadcast")
        try:
            wait_for(self.hub.is_up, START_S)
            yield process
        finally:
            ended(process)

    def facts(self) -> tuple[list[AsRun], list[str]]:
        """Rows of cues, and what is told of the clock (a busy machine strains the card, too)."""
        with open_hub(self.hub.config.data_dir, Service.CLI) as store:
            found = [row.fact for row in rows(store, *AGES)]
        cues = [fact for fact in found if isinstance(fact, AsRun)]
        keys = [fact.what.key for fact in found if isinstance(fact, Incident)]
        return cues, [key for key in keys if key.startswith("incident.clock")]

    def is_on_air(self) -> bool:
        return bool(self.hub.state()["on_air"])


pytestmark = [
    pytest.mark.service,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not LIBRARIES, reason="libfaketime (package faketime) is not installed"),
]


@pytest.mark.parametrize("step_s", [0.5, -0.5, 3600.0, -3600.0])
def test_a_step_while_on_air_cuts_nothing_and_nothing_plays_twice(
    tmp_path: Path, step_s: float
) -> None:
    stepped = Stepped(tmp_path)
    stepped.hub.slots(stepped.hub.tone("tin", 3.0), 1, 1.0, 4.0)

    with stepped.running():
        wait_for(stepped.is_on_air, 15)
        stepped.step(step_s)
        wait_for(lambda: not stepped.is_on_air(), 10)
        time.sleep(3)

    cues, incidents = stepped.facts()
    assert [(cue.outcome, cue.frames_played) for cue in cues] == [(Outcome.PLAYED, 3 * 48_000)]
    assert set(incidents) == {"incident.clock_step"}


def test_five_years_back_nothing_routine_plays_and_forward_again_it_does(tmp_path: Path) -> None:
    stepped = Stepped(tmp_path)
    stepped.hub.slots(stepped.hub.tone("tin", 1.0), 12, 2.0, 4.0, latest_start_s=0)

    with stepped.running():
        wait_for(stepped.is_on_air, 15)
        stepped.step(-5 * YEAR_S)
        time.sleep(2.5)
        assert stepped.hub.state()["clock"] == "past"
        time.sleep(4)
        assert not stepped.is_on_air()
        stepped.step(0.0)
        wait_for(stepped.is_on_air, 10)
        wait_for(lambda: stepped.hub.state()["next"] is None and not stepped.is_on_air(), 40)
        time.sleep(1)

    cues, incidents = stepped.facts()
    names = [cue.cue for cue in cues]
    assert len(names) == len(set(names))
    assert Outcome.PLAYED in {cue.outcome for cue in cues}
    missed = [cue for cue in cues if cue.outcome is Outcome.MISSED]
    assert {cue.because.key for cue in missed if cue.because} & {
        "because.missed_clock",
        "because.clock",
    }
    assert incidents.count("incident.clock_step") == 2
    assert "incident.clock_lost" in incidents
    assert "incident.clock_trusted" in incidents
