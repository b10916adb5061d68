"""Whoever listens to the playout hears of an order by itself, without asking again."""

from pathlib import Path

import pytest
import varlink

from hub.control import ControlClient
from tests.service.village import START_S, SmallHub, ended, wait_for

pytestmark = pytest.mark.service
NAME = "vn.hub.Broadcast"


@pytest.mark.timeout(120)
def test_a_stop_and_its_end_are_told_to_an_independent_client(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    ordering = ControlClient(hub.config.run_dir / "broadcast.sock", timeout_s=30)
    playout = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        with (
            varlink.Client(f"unix:{hub.config.run_dir}/broadcast.sock") as client,
            client.open(NAME) as listening,
        ):
            states = listening.State(_more=True)
            first = next(states)["state"]
            ordering.call(f"{NAME}.Give", {"id": "a", "verb": "stop", "by": "Hoa"})
            stopped = next(states)["state"]
            ordering.call(f"{NAME}.Give", {"id": "b", "verb": "resume", "by": "Hoa"})
            resumed = next(states)["state"]
    finally:
        ended(playout)

    halts = [said["zones"]["xom-1"]["halt"] is not None for said in (first, stopped, resumed)]
    assert halts == [False, True, False]
