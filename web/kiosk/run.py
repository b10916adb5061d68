"""The screen's own service: ``python -m web.kiosk.run --config F``: browser and watchdog.

Under systemd it runs inside cage (hub-kiosk.service); `village-hub run --kiosk` starts it on a
desktop.  It ends when the browser must be started anew: whoever started it does that.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import selectors
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.checkup.pulse import ask
from hub.clock import Clock, SystemClock
from hub.config import EXIT_CONFIG, Config, load
from hub.errors import ConfigError, HubError, LinkError
from hub.kiosk_section import COG, Watching
from hub.logs import set_up
from hub.notify import Notifier
from hub.words import say
from web.kiosk import numbers, plain, pulse
from web.kiosk.backlight import light_of
from web.kiosk.browser import MEMORY, PROGRAMS, Browser, Where, choose, memory_mib
from web.kiosk.chromium import Chromium
from web.kiosk.cog import Cog
from web.kiosk.watch import Memory, Seen, Step, decide, is_too_often
from web.language import speaker

LOGGER: Final = logging.getLogger("kiosk")
EXIT_ANEW: Final = 75
"""EX_TEMPFAIL of sysexits.h: start me again."""
MOST_KEPT: Final = 50
POLICY: Final = Path("/etc/chromium/policies/managed/village-hub.json")
NUMBERS: Final = "numbers.json"
AGAIN_S: Final = 60.0
"""Numbers change seldom; an incident that nobody could write down may wait as long."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the screen until SIGTERM.

    Returns:
        0, 78 for a wrong configuration, 75 when the browser must be started anew.
    """
    parser = argparse.ArgumentParser(prog="hub-kiosk")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--clock-offset-s", type=float, default=0.0)
    parser.add_argument("--headless", action="store_true")
    given = parser.parse_args(arguments)
    set_up(LOGGER.name)
    try:
        config = _loaded(given.config)
        folder = given.folder or config.run_dir / "kiosk"
        folder.mkdir(parents=True, exist_ok=True)
        return Kiosk(config, folder, SystemClock(), is_headless=given.headless).run()
    except ConfigError as error:
        for problem in error.problems:
            _complain(problem)
        return EXIT_CONFIG


def _loaded(path: Path) -> Config:
    config = load(path)
    port = config.kiosk.port
    if not port:
        raise ConfigError((HubError("screen.no_port"),))
    if not may_open(POLICY, port):
        raise ConfigError((HubError("screen.other_port", port=port, path=POLICY),))
    return config


def may_open(policy: Path, port: int) -> bool:
    """Whether the browser's policy lets it open the pages; True where there is no policy.

    Args:
        policy: The file that the installation put there.
        port: The screen's own door.
    """
    try:
        allowed = json.loads(policy.read_text("utf-8"))["URLAllowlist"]
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return f"http://localhost:{port}" in allowed


def _complain(error: HubError) -> None:
    LOGGER.error("%s", say(error.key, "en", **error.values))


class Kiosk:
    """Browser, pulse and systemd's watchdog, in one loop.

    Args:
        config: The configuration.
        folder: Profile, plain pages, times of starts; lost at power-off.
        clock: The clock.
        is_headless: Without a display: tests.
    """

    def __init__(self, config: Config, folder: Path, clock: Clock, *, is_headless: bool) -> None:
        self._config, self._folder, self._clock = config, folder, clock
        self._watching = config.kiosk.watching
        self._notifier = Notifier()
        self._browser = browser_of(config, folder, clock, is_headless=is_headless)
        self._light = light_of(config.kiosk.backlight)
        self._is_ending = False
        self._plain = ""
        self._untold = 0
        self._next_s = self._clock.monotonic()

    def run(self) -> int:
        """Until it is told to end, or the browser must be started anew."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        starts = note_start(self._folder / "starts", self._clock.monotonic(), self._watching)
        is_plain = is_too_often(starts, self._clock.monotonic(), self._watching)
        if is_plain:
            LOGGER.error("%s", say("screen.log.plain", "en", starts=len(starts) - 1))
        self._light.switch(is_on=True)
        self._plain = self._plain_page(is_plain=is_plain)
        self._browser.start(self._plain)
        self._notifier.ready()
        self._untold = len(starts) - 1 if is_plain else 0
        memory = Memory(self._clock.monotonic(), is_plain=is_plain)
        try:
            return self._watch(memory)
        finally:
            self._notifier.stopping()
            self._light.switch(is_on=True)
            self._browser.end()
            self._notifier.close()

    def _watch(self, memory: Memory) -> int:
        step = Step.WAIT
        with selectors.DefaultSelector() as nothing:
            while not self._is_ending:
                step, memory = decide(self._look(), memory, self._watching)
                if step is Step.KILL or (step is Step.KEEP and not self._keeps()):
                    LOGGER.warning("%s", say("screen.log.anew", "en"))
                    return EXIT_ANEW
                if step is Step.LOAD:
                    self._load()
                self._notifier.alive()
                turn_s = min(1.0, self._watching.beat_s / 2)
                self._clock.wait(self._clock.monotonic() + turn_s, nothing)
        return 0

    def _look(self) -> Seen:
        answer = ask(self._config.kiosk.port)
        self._light.switch(is_on=answer is None or answer.is_lit)
        if answer is not None:
            self._use_the_answer()
        now = self._clock.monotonic()
        age_s = answer.age_s if answer is not None else None
        return Seen(
            now_s=now,
            beat_s=None if age_s is None else now - age_s,
            is_server=answer is not None,
            is_alive=self._browser.is_alive(),
            is_lost=self._has_lost(),
            owed_s=self._owed_s(),
        )

    def _has_lost(self) -> bool:
        try:
            is_lost = self._browser.has_lost()
        except LinkError:  # silence goes on, and then it is started anew
            return False
        if is_lost:
            LOGGER.warning("%s", say("screen.log.lost", "en"))
        return is_lost

    def _owed_s(self) -> float:
        try:
            return self._browser.owed_s()
        except LinkError:  # silence goes on, and then it is started anew
            return 0.0

    def _use_the_answer(self) -> None:
        """While the pages answer: tell them what they do not know yet, learn what may be needed."""
        port, now_s = self._config.kiosk.port, self._clock.monotonic()
        if now_s < self._next_s:
            return
        self._next_s = now_s + AGAIN_S
        if self._untold and pulse.report(port, self._untold):
            self._untold = 0
        numbers.fetch(port, self._folder / NUMBERS)

    def _load(self) -> None:
        LOGGER.info("%s", say("screen.log.load", "en"))
        with suppress(LinkError):  # silence goes on, and then it is started anew
            self._browser.navigate(f"http://localhost:{self._config.kiosk.port}/kiosk/")

    def _keeps(self) -> bool:
        try:
            self._browser.keep(self._plain)
        except LinkError:
            return False
        return True

    def _plain_page(self, *, is_plain: bool) -> str:
        name, spoken = self._config.name, self._config.language
        speak = speaker(spoken)
        if is_plain:
            known = numbers.numbers(self._folder / NUMBERS)
            text = plain.fallback(name, spoken, known, speak)
        else:
            text = plain.waiting(name, spoken, speak)
        path = self._folder / "plain.html"
        try:
            path.write_text(text, "utf-8")
        except OSError:
            return "about:blank"
        return path.resolve().as_uri()

    def _end(self, _number: int, _frame: object) -> None:
        self._is_ending = True


def browser_of(config: Config, folder: Path, clock: Clock, *, is_headless: bool) -> Browser:
    """The browser of this machine.

    Args:
        config: The configuration.
        folder: Where its profile may lie.
        clock: How long to wait for it.
        is_headless: Without a display.

    Raises:
        ConfigError: ``screen.no_program``: there is none.
    """
    found = {
        name: path
        for name, programs in PROGRAMS.items()
        if (path := next(filter(None, map(shutil.which, programs)), None)) is not None
    }
    try:
        memory = memory_mib(MEMORY.read_text("ascii"))
    except OSError:
        memory = memory_mib("")
    name = choose(config.kiosk.browser, memory, tuple(found))
    is_blind = is_headless or not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    where = Where(found[name], folder, os.environ, is_blind)
    if name == COG:
        return Cog(where, config.kiosk.screen, config.kiosk.port)
    return Chromium(where, config.kiosk.screen, config.language, clock)


def note_start(path: Path, now_s: float, watching: Watching) -> tuple[float, ...]:
    """Remember this start; the starts that are still of interest, this one last.

    Args:
        path: Where they are kept, in memory: after a power cut all is forgotten.
        now_s: Monotonic seconds, which no step of the clock can change.
        watching: How long they matter.
    """
    try:
        kept = [float(one) for one in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        kept = []
    near = [one for one in kept if 0 <= now_s - one <= watching.within_s][-MOST_KEPT:]
    near.append(now_s)
    with suppress(OSError):
        path.write_text(json.dumps(near), "utf-8")
    return tuple(near)


if __name__ == "__main__":
    sys.exit(main())
