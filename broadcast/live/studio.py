"""Puts the live voice together: socket, thread, record, and its place in the playout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from broadcast.live.messages import ToPlayout
from broadcast.live.record import Recorder
from broadcast.live.server import LiveServer
from broadcast.live.talks import Talks
from broadcast.parts import Parts
from broadcast.playout import Playout
from broadcast.post import Post
from hub.clock import Clock
from hub.config import Config
from hub.control import callers
from hub.live_wire import SOCKET

FOLDER: Final = "live"
"""Where the record is, in the folder of the store."""


@dataclass(frozen=True, slots=True)
class LiveStudio:
    """Everything of the live voice.

    Attributes:
        talks: On the playout's thread.
        server: The socket and its thread.
        recorder: The record and its thread.
        inbox: What the server asks of the playout.
    """

    talks: Talks
    server: LiveServer
    recorder: Recorder
    inbox: Post[ToPlayout]

    def begin(self, parts: Parts, playout: Playout) -> None:
        """Let people speak on this playout."""
        self.talks.attach(parts, playout)
        self.recorder.start()
        self.server.start()

    def close(self) -> None:
        """Hang up and write the record to its end."""
        self.server.close()
        self.recorder.close()
        self.inbox.close()


def live_studio(config: Config, clock: Clock) -> LiveStudio:
    """Make it from the configuration.

    Raises:
        ControlError: The socket cannot be made.
    """
    inbox: Post[ToPlayout] = Post()
    recorder = Recorder(records(config), config.rate, clock)
    server = LiveServer(
        config.run_dir / SOCKET,
        clock,
        inbox.put,
        recorder.keeper,
        rate=config.rate,
        limit_s=config.live.limit_s,
        chime=config.live.chime,
        allowed_uids=callers(),
    )
    return LiveStudio(Talks(inbox, server.post.put, config.rate), server, recorder, inbox)


def records(config: Config) -> Path:
    """The folder of the record."""
    return config.data_dir / FOLDER
