"""The hub service: ``python -m hub.service --config F``: sensors, supervision, housekeeping.

One select loop; media are prepared on threads of their own.  Its death does
not stop the sound, and it drives no line.
"""

from __future__ import annotations

import logging
import selectors
import shutil
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hub.clock import Clock
from hub.config import EXIT_CONFIG, Config
from hub.control import ControlClient, ControlServer
from hub.domain.timeline import Reason
from hub.ending import Ending
from hub.errors import HubError, StoreError
from hub.hardware.board import open_sensors
from hub.hardware.undervoltage import undervoltage
from hub.notify import Notifier
from hub.prepare.airtime import Airtime
from hub.prepare.desk import METHODS, Desk
from hub.prepare.originals import FOLDER
from hub.prepare.paper_runner import METHODS as PAPER_METHODS
from hub.prepare.paper_runner import PaperRunner, paper_runner
from hub.prepare.papers import FOLDER as PAPERS
from hub.prepare.runner import Runner
from hub.prepare.turns import Turns
from hub.prepare.workshop import Folders, Workshop
from hub.program import begin, complain, parser_of
from hub.store.asrun import newest_instant
from hub.store.connect import open_content, open_hub, open_samples
from hub.store.database import Database
from hub.store.migrate import back_up_village
from hub.store.permits import Service as Permits
from hub.store.preparation import Lane
from hub.store.programme_rows import media_named
from hub.store.samples import Sample, add_samples, prune
from hub.supervise.housekeeping import Housekeeping
from hub.supervise.orphans import Orphans
from hub.supervise.playout_link import PlayoutLink
from hub.supervise.sample_book import SampleBook
from hub.supervise.watch import Surroundings, Watch
from hub.timers import Timers
from hub.trusted_clock import TrustedClock
from hub.words import say

LOGGER: Final = logging.getLogger("hub")
SOCKET: Final = "hub.sock"
EXIT_BROKEN: Final = 74
"""A part broke; systemd starts the service again (sysexits.h EX_IOERR)."""

INTERFACE: Final = """# Sensors, supervision and housekeeping of a village hub.
interface vn.hub.Hub

# What the sensors say, and what is wrong.
method State() -> (state: object)
"""


@dataclass(frozen=True, slots=True)
class Hub:
    """Everything the loop looks after.

    Attributes:
        clock: The clock.
        watch: Sensors and health.
        timers: Housekeeping.
        control: The control socket.
        notifier: Tells systemd.
        runners: Prepare media.
        papers: Draws pictures and documents for the screen.
    """

    clock: Clock
    watch: Watch
    timers: Timers
    control: ControlServer
    notifier: Notifier
    runners: Mapping[Lane, Runner]
    papers: PaperRunner


def build(config: Config, clock: Clock, stack: ExitStack) -> Hub:
    """Put the service together; what must be closed goes on `stack`.

    Raises:
        StoreError: The store cannot be read.
        ControlError: The socket is taken.
    """
    config.run_dir.mkdir(parents=True, exist_ok=True)
    store = stack.enter_context(open_hub(config.data_dir, Permits.HUB, config.run_dir))
    samples = stack.enter_context(open_samples(config.data_dir, Permits.HUB, config.run_dir))
    trusted = TrustedClock(clock, newest_instant(store), assume=config.assume_clock)
    lived = trusted.lived()
    link = PlayoutLink(ControlClient(config.run_dir / "broadcast.sock", clock=clock).call, clock)
    watch = _watch(config, clock, link, samples)
    timers = Timers(clock, lambda job, error: _tell_of_job(link, job, error))
    _housekeeping(config, clock, trusted, store, samples).add_to(timers)
    _orphans(config, clock, trusted, store).add_to(timers)

    def state(_: Mapping[str, Any]) -> dict[str, Any]:
        told = {"name": config.name, "clock": trusted.evidence(), "undervoltage": undervoltage()}
        return {"state": {**told, **watch.report()}}

    turns = Turns(threading.Event().wait)
    runners = {lane: _runner(lane, config, clock, turns) for lane in Lane}
    for runner in runners.values():
        stack.callback(runner.close)
        runner.start()
    papers = paper_runner(config, lived, turns)
    stack.callback(papers.close)
    papers.start()
    path = config.run_dir / SOCKET
    methods = {"State": state, **Desk(store, runners, lived).methods(), **papers.methods()}
    interface = INTERFACE + METHODS + PAPER_METHODS
    control = ControlServer(path, interface, methods, clock=clock)
    notifier = Notifier()
    stack.callback(notifier.close)
    return Hub(clock, watch, timers, control, notifier, runners, papers)


def loop(hub: Hub, ending: Ending) -> None:
    """Turn until somebody says to end."""
    fed_s = (hub.notifier.watchdog_s() or 3600.0) / 3
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        ending.watch(selector)
        hub.control.register(selector)
        stack.callback(hub.control.close)
        hub.notifier.ready()
        while not ending.is_asked:
            due = min(hub.watch.turn(), hub.timers.turn(), hub.clock.monotonic() + fed_s)
            hub.control.tidy()
            if not all(r.is_alive for r in hub.runners.values()) or not hub.papers.is_alive:
                raise StoreError("prepare.thread_died")
            hub.notifier.alive()
            hub.notifier.status(_status(hub.watch.report()))
            for key, _ in hub.clock.wait(due, selector):
                key.data()
        hub.notifier.stopping()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGTERM.

    Returns:
        0, 78 for a wrong configuration, 74 when a part broke (systemd starts it again).
    """
    begun = begin(parser_of("hub"), arguments, LOGGER)
    if begun is None:
        return EXIT_CONFIG
    try:
        with ExitStack() as stack:
            ending = Ending()
            stack.callback(ending.close)
            loop(build(begun.config, begun.clock, stack), ending)
    except HubError as error:
        complain(LOGGER, error)
        return EXIT_BROKEN
    return 0


def _watch(config: Config, clock: Clock, link: PlayoutLink, samples: Database) -> Watch:
    def add(found: Sequence[Sample]) -> None:
        add_samples(samples, found)

    def disk_free_bytes() -> int | None:
        try:
            return shutil.disk_usage(config.data_dir).free
        except OSError:
            return None

    pins = {name: zone.line for name, zone in config.zones.items()}
    return Watch(
        open_sensors(config.hardware.board, config.sensors, pins, config.run_dir),
        config.sensors,
        link=link,
        book=SampleBook(add, samples.reopen, is_read_only=samples.is_read_only),
        around=Surroundings(disk_free_bytes, undervoltage, config.run_dir / "verdicts.json"),
        clock=clock,
        logger=LOGGER,
    )


def _runner(lane: Lane, config: Config, clock: Clock, turns: Turns) -> Runner:
    link = ControlClient(config.run_dir / "broadcast.sock", clock=clock)
    folders = Folders(
        config.upload_dir, config.data_dir / FOLDER, config.media_dir, config.data_dir / "voices"
    )
    return Runner(
        lane,
        lambda: open_hub(config.data_dir, Permits.HUB, config.run_dir),
        Workshop(folders, config.preparing, config.rate, config.speech.piper),
        is_near=Airtime(link.call, clock.monotonic).is_near,
        turns=turns,
        clock=clock,
        logger=LOGGER,
    )


def _housekeeping(
    config: Config, clock: Clock, trusted: TrustedClock, store: Database, samples: Database
) -> Housekeeping:
    def forget(before: datetime) -> None:
        prune(samples, before)

    def used_media() -> frozenset[str]:
        return media_named(store)

    return Housekeeping(
        data_dir=config.data_dir,
        media_dir=config.media_dir,
        tz=config.timezone,
        clock=clock,
        is_trusted=trusted,
        prune=forget,
        back_up=lambda: back_up_village(config.data_dir),
        used_media=used_media,
    )


def _orphans(config: Config, clock: Clock, trusted: TrustedClock, store: Database) -> Orphans:
    return Orphans(
        uploads=config.upload_dir,
        papers=config.data_dir / PAPERS,
        media=config.media_dir,
        store=store,
        open_content=lambda: open_content(config.data_dir, Permits.HUB, config.run_dir),
        clock=clock,
        is_trusted=trusted,
    )


def _tell_of_job(link: PlayoutLink, job: str, error: HubError | None) -> None:
    if error is None:
        LOGGER.info(say("health.job_over", "en", job=job))
        link.note(Reason.of("health.job_over", job=job))
        return
    why = say(error.key, "en", **error.values)
    LOGGER.warning(say("health.job_failed", "en", job=job, why=why))
    link.note(Reason.of("health.job_failed", job=job, why=why))


def _status(report: Mapping[str, Any]) -> str:
    answering = sum(sensor["answers"] for sensor in report["sensors"].values())
    return say("health.status", "en", answering=answering, troubles=len(report["troubles"]))


if __name__ == "__main__":
    sys.exit(main())
