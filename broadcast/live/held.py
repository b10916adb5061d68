"""Speaks from the hub's microphone until SIGTERM: the child of the talk button."""

from __future__ import annotations

import argparse
import logging
import sys
import uuid
from pathlib import Path
from typing import Any, Final

from broadcast.audio.portaudio_in import CaptureMicrophone
from broadcast.live.client import Client, Ending, end_on_signal
from hub.clock import SystemClock
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ZoneId
from hub.errors import HubError
from hub.live_wire import Hello
from hub.logs import set_up
from hub.words import say

LOGGER: Final = logging.getLogger("hub-talk")


def main() -> int:
    """Speak; 0 when the talk was not refused or cut."""
    parser = argparse.ArgumentParser(prog="hub-talk")
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--device", default="")
    parser.add_argument("--kind", type=Kind, default=Kind.ROUTINE)
    parser.add_argument("--zones", default="")
    parser.add_argument("--by", required=True)
    arguments = parser.parse_args()
    set_up(LOGGER.name)
    clock, ending = SystemClock(), Ending()
    wake = end_on_signal(ending)
    try:
        microphone = CaptureMicrophone(arguments.device, clock)
        hello = Hello(
            id=OrderId(f"button-{uuid.uuid4()}"),
            by=arguments.by,
            zones=frozenset(ZoneId(zone) for zone in arguments.zones.split(",") if zone),
            kind=arguments.kind,
            title="",
            rate=microphone.rate,
        )
        last = Client(arguments.socket, clock, _nothing).talk(hello, microphone, ending, wake)
        microphone.close()
    except HubError as error:
        LOGGER.warning(say(error.key, "en", **error.values))
        return 1
    if last.get("key"):
        LOGGER.info(say(str(last["key"]), "en", **(last.get("values") or {})))
    return 0 if last.get("why") == "released" else 1


def _nothing(_answer: dict[str, Any]) -> None:
    """Nobody looks at a screen while holding the button."""


if __name__ == "__main__":
    sys.exit(main())
