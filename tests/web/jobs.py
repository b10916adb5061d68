"""The hub service's jobs without its socket: the same desk, the same runners, other threads."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from hub.clock import Clock, SystemClock
from hub.config import Config
from hub.errors import HubError
from hub.prepare.desk import METHODS, Desk
from hub.prepare.runner import Runner
from hub.prepare.turns import Turns
from hub.prepare.workshop import Folders, Workshop
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from hub.store.preparation import Lane
from hub.varlink.interface import read


class HubJobs:
    """Answers as the hub service does; told to, it fails; its threads begin with the first job."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self.error: HubError | None = None
        self.asked: list[str] = []
        self._config = config
        self._clock = clock
        self._interface = read(f"interface vn.hub.Hub\n{METHODS}")
        self._desk: Desk | None = None
        self._store: Database | None = None
        self._runners: dict[Lane, Runner] = {}

    def ask(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        name = method.rpartition(".")[2]
        self.asked.append(name)
        if self.error is not None:
            raise self.error
        told = json.loads(json.dumps(dict(parameters)))
        assert self._interface.wrong(name, told) is None
        found: dict[str, Any] = json.loads(json.dumps(self._open().methods()[name](told)))
        return found

    def close(self) -> None:
        for runner in self._runners.values():
            runner.close()
        if self._store is not None:
            self._store.close()

    def _open(self) -> Desk:
        if self._desk is None:
            config = self._config
            opener = partial(open_hub, config.data_dir, Service.HUB)
            folders = Folders(
                config.upload_dir,
                config.data_dir / "originals",
                config.media_dir,
                config.data_dir / "voices",
            )
            workshop = Workshop(folders, config.preparing, config.rate)
            turns = Turns(lambda _: None)
            self._runners = {
                lane: Runner(
                    lane, opener, workshop, is_near=lambda: False, turns=turns,
                    clock=SystemClock(), logger=logging.getLogger("hub"),
                )
                for lane in Lane
            }  # fmt: skip
            for runner in self._runners.values():
                runner.start()
            self._store = opener()
            self._desk = Desk(self._store, self._runners, self._clock)
        return self._desk
