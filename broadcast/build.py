"""Builds the playout service from its configuration: the one place where its parts meet."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from broadcast.amplifier import Amplifiers
from broadcast.asrun import AsRunLog
from broadcast.assembly import Studio, assemble
from broadcast.audio.cards import CardSink
from broadcast.audio.portaudio import PortAudioSink
from broadcast.audio.sink import Clip
from broadcast.audio.wav import check_wav
from broadcast.book import Book
from broadcast.book_store import StoreBook
from broadcast.control_api import INTERFACE, Methods, handlers
from broadcast.deck import Sound
from broadcast.journal import CueJournal
from broadcast.live.button import TalkButton, talk_command
from broadcast.live.studio import live_studio
from broadcast.live.talks import Talks
from broadcast.parts import Parts
from broadcast.progress import Progress
from broadcast.relay.relays import Relays
from broadcast.restart import go_on
from broadcast.seals import Seals
from broadcast.service import Service, Wake
from hub import live_wire
from hub.clock import Clock, SystemClock
from hub.config import Config
from hub.control import ControlServer
from hub.domain.ids import BusId, ZoneId
from hub.domain.order import Order
from hub.domain.programme import Source
from hub.domain.timeline import Cue
from hub.errors import HubError
from hub.hardware.board import open_board
from hub.hardware.lines import Board, LampSign
from hub.logs import Changes
from hub.notify import Notifier
from hub.store.connect import open_hub, open_samples
from hub.store.database import Database
from hub.store.permits import Service as Permits
from hub.store.samples import mean_current
from hub.trusted_clock import TrustedClock
from hub.words import say

SOCKET: Final = "broadcast.sock"
TONES_S: Final = 60.0
"""How long the built-in tones may take to compute, seconds."""
LOGGER: Final = logging.getLogger("hub-broadcast")


def build(config: Config, clock: SystemClock, wake: Wake, stack: ExitStack) -> Service:
    """Make every part; `stack` closes them in the reverse order, lines first.

    Raises:
        StoreError: The store cannot be read.
        DeviceError: The board is not there.
    """
    config.run_dir.mkdir(parents=True, exist_ok=True)
    store = stack.enter_context(open_hub(config.data_dir, Permits.BROADCAST, config.run_dir))
    log = AsRunLog(store, config.run_dir, clock, Changes(LOGGER))
    newest = log.newest_instant()
    trusted = TrustedClock(clock, newest, assume=config.assume_clock)
    board = open_board(config.hardware.board, config.run_dir, clock)
    sink = PortAudioSink(config.cards, config.rate, clock)
    amplifiers = Amplifiers(config.zones, board, clock)
    live = live_studio(config, clock)
    seals = _seals(config, clock, stack)
    book = Book(StoreBook(store, seals.look), config.timezone, clock, newest or clock.now())
    journal = CueJournal(log, clock, _currents(config))
    relays = _relays(config, clock, book, journal)
    parts = Parts(
        clock=clock,
        trusted=trusted,
        sink=sink,
        amplifiers=amplifiers,
        book=book,
        journal=journal,
        zones=config.zones,
        tz=config.timezone,
        media_dir=config.media_dir,
        fallback=_fallback(config),
        sound=_sound(relays, live.talks),
        tend=relays.tend,
        seal=seals.of,
    )
    studio = assemble(parts, _keeper(log))
    sink.open()
    go_on(studio, log, parts, Progress(config.run_dir), newest)
    live.begin(parts, studio.playout)
    methods = _methods(config, parts, studio, trusted, _health(sink, log, store))
    path = config.run_dir / SOCKET
    control = ControlServer(path, INTERFACE, handlers(methods), lasting=("State",))
    for each in (board, sink, control, live, relays, _talk_button(config, board), amplifiers):
        stack.callback(each.close)
    lamp = _lamp(config, board, wake)
    return _service(parts, studio, control, lamp, log=log, talks=live.talks, run_dir=config.run_dir)


def _service(
    parts: Parts,
    studio: Studio,
    control: ControlServer,
    lamp: Callable[[LampSign], None],
    *,
    log: AsRunLog,
    talks: Talks,
    run_dir: Path,
) -> Service:
    return Service(
        clock=parts.clock,
        playout=studio.playout,
        desk=studio.desk,
        journal=parts.journal,
        sink=parts.sink,
        control=control,
        progress=Progress(run_dir),
        notifier=Notifier(),
        lamp=lamp,
        flush=lambda: _flush(log, parts.clock),
        talks=talks,
    )


def _seals(config: Config, clock: SystemClock, stack: ExitStack) -> Seals:
    seals = Seals(config.media_dir, clock.monotonic, LOGGER)
    seals.start()
    stack.callback(seals.close)
    return seals


def _relays(config: Config, clock: SystemClock, book: Book, journal: CueJournal) -> Relays:
    return Relays(
        config.run_dir,
        config.rate,
        clock,
        programmes=lambda: book.programmes,
        journal=journal,
        language=config.language,
    )


def _sound(relays: Relays, talks: Talks) -> Callable[[Cue, BusId, tuple[Clip, ...]], Sound]:
    """What a cue plays: a station, a voice that speaks now, or its files."""

    def sound(cue: Cue, bus: BusId, clips: tuple[Clip, ...]) -> Sound:
        source = relays if cue.source is Source.RELAY else talks
        return source.sound(cue, bus, clips)

    return sound


def _methods(
    config: Config,
    parts: Parts,
    studio: Studio,
    trusted: TrustedClock,
    health: Callable[[], dict[str, object]],
) -> Methods:
    return Methods(
        name=config.name,
        playout=studio.playout,
        desk=studio.desk,
        journal=parts.journal,
        book=parts.book,
        amplifiers=parts.amplifiers,
        zones=config.zones,
        tz=config.timezone,
        clock=parts.clock,
        lived=trusted.lived(),
        evidence=trusted.evidence,
        health=health,
    )


def _keeper(log: AsRunLog) -> Callable[[Order], None]:
    def keep(order: Order) -> None:
        log.keep(order)
        log.write(order)

    return keep


def _fallback(config: Config) -> tuple[Clip, ...]:
    """The commune's own fallback if it can be played, else the built-in one."""
    path = config.fallback
    try:
        if path is not None:
            return (Clip(path, check_wav(path, config.rate).frames),)
    except HubError as error:
        LOGGER.warning(say(error.key, "en", **error.values))
    try:
        return (_built_in(config.data_dir / "tones", config.rate),)
    except (HubError, OSError, subprocess.SubprocessError) as error:
        LOGGER.warning("fallback: %s", error)
        return ()


def _built_in(folder: Path, rate: int) -> Clip:
    """The built-in fallback.

    It is computed once, in a child: the seconds and the 20 MiB that takes are not ours to keep.
    """
    path = folder / f"fallback-{rate}.wav"
    if not path.is_file():
        command = [sys.executable, "-m", "broadcast.audio.tones", str(folder), str(rate)]
        subprocess.run(command, check=True, timeout=TONES_S)  # noqa: S603 - our own module
    return Clip(path, check_wav(path, rate).frames)


def _currents(
    config: Config,
) -> Callable[[frozenset[ZoneId], datetime, datetime], Mapping[ZoneId, float]]:
    """What the sensors of these zones measured, read from the samples of the `hub` service."""
    measured = {sensor.zone for sensor in config.sensors if sensor.zone is not None}

    def currents(
        zones: frozenset[ZoneId], first: datetime, last: datetime
    ) -> Mapping[ZoneId, float]:
        wanted = sorted(zones & measured)
        if not wanted:
            return {}
        try:
            with open_samples(config.data_dir, Permits.BROADCAST, config.run_dir) as samples:
                means = {
                    z: mean_current(samples, z, first, last + timedelta(seconds=1)) for z in wanted
                }
        except HubError:
            return {}
        return {zone: round(mean, 3) for zone, mean in means.items() if mean is not None}

    return currents


def _health(sink: CardSink, log: AsRunLog, store: Database) -> Callable[[], dict[str, object]]:
    def health() -> dict[str, object]:
        cards = {name: asdict(card) for name, card in sink.health().items()}
        return {"cards": cards, "waiting": log.waiting, "read_only": store.is_read_only}

    return health


def _talk_button(config: Config, board: Board) -> TalkButton:
    """Claim the talk button."""
    socket = config.run_dir / live_wire.SOCKET
    button = TalkButton(talk_command(config.live, socket, config.language))
    if config.hardware.talk_button is not None:
        board.talk_button(config.hardware.talk_button, button.press, button.let_go)
    return button


def _lamp(config: Config, board: Board, wake: Wake) -> Callable[[LampSign], None]:
    """Claim the button and the lamp; a lamp that fails is no reason to be silent."""
    if config.hardware.stop_button is not None:
        board.stop_button(config.hardware.stop_button, wake.press)
    if config.hardware.status_lamp is None:
        return lambda _: None
    show = board.lamp(config.hardware.status_lamp)
    shown: list[LampSign] = []

    def lamp(sign: LampSign) -> None:
        if shown != [sign]:
            shown[:] = [sign]
            show(sign)

    return lamp


def _flush(log: AsRunLog, clock: Clock) -> float | None:
    log.flush(clock.monotonic())
    return log.next_due()
