"""The loop's own decisions."""

from types import SimpleNamespace
from typing import cast

import pytest

from broadcast.audio.sink import CardHealth
from broadcast.cue_run import CueRun
from broadcast.service import end_if_hung
from hub.errors import DeviceError

FINE = CardHealth(is_open=True, xruns=0, latency_s=0.02, estimated=False)
HUNG = CardHealth(is_open=False, xruns=0, latency_s=0.02, estimated=False, is_hung=True)


def run(*, is_heard: bool) -> CueRun:
    return cast("CueRun", SimpleNamespace(is_heard=is_heard))


def test_a_hub_with_a_card_that_hangs_starts_anew_when_nothing_is_heard() -> None:
    with pytest.raises(DeviceError) as caught:
        end_if_hung([run(is_heard=False)], {"a": FINE, "b": HUNG})

    assert (caught.value.key, caught.value.values) == ("audio.hung", {"card": "b"})


def test_what_is_heard_on_another_card_is_heard_to_its_end() -> None:
    end_if_hung([run(is_heard=True)], {"a": FINE, "b": HUNG})


def test_a_card_that_is_only_away_is_no_reason_to_start_anew() -> None:
    away = CardHealth(is_open=False, xruns=0, latency_s=0.02, estimated=False)

    end_if_hung([], {"a": FINE, "b": away})
