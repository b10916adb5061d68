"""One capture device: ``python -m broadcast.relay.capture --config F``, as `hub.relay` is run.

A tuner or a line input of this machine gives samples to the pipe that the playout sent.  It has
the sound card and no network; `hub.relay` has the network and no sound card.
"""

from __future__ import annotations

import audioop
import os
import selectors
import socket
import sys
from typing import Any, Final

from broadcast.audio.portaudio_in import CaptureMicrophone
from hub.clock import Clock, SystemClock
from hub.config import Config
from hub.domain.ids import ProgrammeId
from hub.domain.relay import DEVICE
from hub.errors import DeviceError, RefusedError
from hub.relay_child import serve
from hub.relay_wire import Asked, Teller
from hub.store.calendar import programmes
from hub.store.connect import open_hub
from hub.store.permits import Service

QUIET_S: Final = 5.0
"""A device that gives nothing for so long has gone."""


def main() -> int:
    """Bring samples until the playout hangs up; answers the exit code."""
    return serve("hub-capture", bring)


def bring(asked: Asked, config: Config, connection: socket.socket, teller: Teller) -> None:
    """Give the samples of a device, until somebody hangs up.

    Raises:
        HubError: Why it ended.
    """
    clock = SystemClock()
    name = device_of(asked.programme, config)
    try:
        microphone = CaptureMicrophone(config.relay.devices[name], clock)
    except DeviceError as error:
        raise DeviceError("relay.device_lost", device=name, error=error) from error
    teller.tell(state="open", kind="device", name=name, hls=False)
    try:
        _pass_on(microphone, asked.output, config.rate, clock, connection)
    finally:
        microphone.close()
    raise DeviceError("relay.device_lost", device=name, error="-")


def device_of(programme: ProgrammeId, config: Config) -> str:
    """The name of a programme's device, as the configuration has it.

    Raises:
        RefusedError: The programme has none, or the configuration does not.
    """
    with open_hub(config.data_dir, Service.RELAY) as store:
        found = programmes(store).get(programme)
    if found is None or not found.approver:
        raise RefusedError("relay.no_stream", programme=programme)
    names = [each.removeprefix(DEVICE) for each in found.streams if each.startswith(DEVICE)]
    if not names or names[0] not in config.relay.devices:
        raise RefusedError("relay.no_device", device=names[0] if names else "")
    return names[0]


def _pass_on(
    microphone: CaptureMicrophone, output: int, rate: int, clock: Clock, connection: socket.socket
) -> None:
    state: Any = None
    last = clock.monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(microphone, selectors.EVENT_READ)
        selector.register(connection, selectors.EVENT_READ)
        microphone.start()
        while clock.monotonic() < last + QUIET_S:
            ready = clock.wait(last + QUIET_S, selector)
            if any(key.fileobj is connection for key, _ in ready):
                raise SystemExit(0)  # the playout has hung up
            for frame in microphone.take():
                pcm, state = audioop.ratecv(frame.pcm, 2, 1, microphone.rate, rate, state)
                last = clock.monotonic()
                os.write(output, pcm)


if __name__ == "__main__":
    sys.exit(main())
