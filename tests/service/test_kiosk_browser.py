"""The screen's own service with a real Chromium: whatever stops it, a live screen comes again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.checkup.pulse import Pulse, ask
from hub.config import load
from hub.kiosk_section import Watching
from scripts.shown_hub import CHROMIUM, EXAMPLE, ShownHub, running_hub
from tests.ports import free_port
from tests.service.test_uploads import Phone
from web.kiosk.run import note_start

pytestmark = [pytest.mark.service, pytest.mark.timeout(240)]

WATCH = "[kiosk.watch]\nbeat_s = 0.5\nreload_s = 4.0\nkill_s = 8.0\nwithin_s = 30\n"
LOST = "has lost the process that paints"
PATIENCE_S = 90.0
"""Far more than it takes: other tests may hold the machine up."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownHub]:
    if shutil.which(CHROMIUM) is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with running_hub(tmp_path_factory.mktemp("wall"), kiosk=WATCH, more=["--kiosk"]) as found:
        yield found


def wait_until(shown: ShownHub, is_so: Callable[[Pulse | None], bool]) -> None:
    port = int(shown.screen.rsplit(":", 1)[1])
    for _ in range(int(PATIENCE_S / 0.1)):
        if is_so(ask(port)):
            return
        threading.Event().wait(0.1)
    raise TimeoutError((shown.folder / "log").read_text("utf-8")[-2000:])


def is_live(pulse: Pulse | None) -> bool:
    return pulse is not None and pulse.age_s is not None and pulse.age_s < 2.0


def is_silent(pulse: Pulse | None) -> bool:
    return pulse is not None and (pulse.age_s is None or pulse.age_s > 3.0)


def processes(shown: ShownHub, word: str) -> list[int]:
    """Our own processes whose command line has this word."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            told = (path / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(shown.folder) in told and word in told:
            found.append(int(path.name))
    return found


def browser(shown: ShownHub) -> int:
    """The browser's first process: it leads the group of all the others."""
    return min(pid for pid in processes(shown, "--remote-debugging-pipe") if os.getpgid(pid) == pid)


def browser_now(shown: ShownHub) -> int:
    """The same; 0 = there is none just now."""
    try:
        return browser(shown)
    except (ValueError, ProcessLookupError):
        return 0


def renderers(shown: ShownHub) -> list[int]:
    group, found = browser(shown), []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            told = (path / "cmdline").read_bytes()
            if b"--type=renderer" in told and os.getpgid(int(path.name)) == group:
                found.append(int(path.name))
        except OSError:
            continue
    return found


def send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)


def test_a_screen_whose_renderers_are_stopped_is_shown_by_others(shown: ShownHub) -> None:
    wait_until(shown, is_live)
    before, stopped = browser(shown), renderers(shown)
    send(stopped, signal.SIGSTOP)
    wait_until(shown, is_silent)

    wait_until(shown, is_live)
    assert browser(shown) == before
    assert set(renderers(shown)) - set(stopped)


def test_a_browser_that_is_stopped_is_replaced_by_another(shown: ShownHub) -> None:
    wait_until(shown, is_live)
    before = browser(shown)
    os.killpg(before, signal.SIGSTOP)
    wait_until(shown, is_silent)

    wait_until(shown, is_live)
    assert browser(shown) != before


def test_a_browser_that_paints_but_takes_no_touch_is_replaced_by_another(shown: ShownHub) -> None:
    wait_until(shown, is_live)
    before = browser(shown)
    os.kill(before, signal.SIGSTOP)  # its first process alone: the others go on, and so do beats

    wait_until(shown, lambda _: browser_now(shown) not in {0, before})
    wait_until(shown, is_live)


def test_a_screen_whose_renderers_are_killed_is_loaded_again_at_once(shown: ShownHub) -> None:
    wait_until(shown, is_live)
    log, before, killed = shown.folder / "log", browser(shown), renderers(shown)
    told = log.read_text("utf-8").count(LOST)
    send(killed, signal.SIGKILL)
    wait_until(shown, lambda _: log.read_text("utf-8").count(LOST) > told)

    wait_until(shown, lambda _: bool(set(renderers(shown)) - set(killed)))
    threading.Event().wait(2.5)  # the last beat of those that were killed is no life
    wait_until(shown, is_live)
    assert browser(shown) == before


def test_while_the_pages_are_away_the_browser_is_left_alone(shown: ShownHub) -> None:
    wait_until(shown, is_live)
    before, pages = browser(shown), processes(shown, "\0web\0")
    send(pages, signal.SIGSTOP)
    try:
        threading.Event().wait(12.0)
    finally:
        send(pages, signal.SIGCONT)

    wait_until(shown, is_live)
    assert browser(shown) == before


def test_renderers_that_are_killed_while_the_pages_are_away_leave_a_page_that_says_so(
    shown: ShownHub,
) -> None:
    wait_until(shown, is_live)
    before, pages, killed = browser(shown), processes(shown, "\0web\0"), renderers(shown)
    send(pages, signal.SIGSTOP)
    try:
        wait_until(shown, lambda pulse: pulse is None)
        send(killed, signal.SIGKILL)
        wait_until(shown, lambda _: LOST in (shown.folder / "log").read_text("utf-8"))
        wait_until(shown, lambda _: bool(set(renderers(shown)) - set(killed)))
    finally:
        send(pages, signal.SIGCONT)

    wait_until(shown, is_live)
    assert browser(shown) == before


def test_a_browser_that_keeps_ending_leaves_the_plain_page_and_an_incident(
    shown: ShownHub,
) -> None:
    log = shown.folder / "log"
    for _ in range(6):
        wait_until(shown, lambda _: bool(processes(shown, "--remote-debugging-pipe")))
        if "plain page" in log.read_text("utf-8"):
            break
        os.killpg(browser(shown), signal.SIGKILL)
        threading.Event().wait(2.0)

    wait_until(shown, lambda _: "plain page" in log.read_text("utf-8"))
    plain = next(shown.folder.rglob("kiosk/plain.html")).read_text("utf-8")
    assert "115" in plain
    assert processes(shown, "plain.html")


def test_a_waiting_page_whose_process_stands_still_is_shown_by_another(tmp_path: Path) -> None:
    village = tmp_path / "village"
    shutil.copytree(EXAMPLE, village)
    with (village / "village.toml").open("a", encoding="utf-8") as told:
        told.write(f"\n[kiosk]\nport = {free_port()}\n")
    command = [sys.executable, "-m", "web.kiosk.run", "--headless", "--folder", str(tmp_path)]
    service = subprocess.Popen([*command, "--config", str(village / "village.toml")])
    alone = ShownHub(tmp_path, "", "")
    try:
        assert soon(lambda: bool(processes(alone, "--type=renderer")))
        before = browser(alone)
        stopped = renderers(alone)
        send(stopped, signal.SIGSTOP)

        assert soon(lambda: bool(set(renderers(alone)) - set(stopped)))
        assert browser(alone) == before
    finally:
        service.terminate()
        service.wait()


def soon(is_so: Callable[[], bool]) -> bool:
    for _ in range(int(PATIENCE_S / 0.1)):
        if is_so():
            return True
        threading.Event().wait(0.1)
    return False


def test_a_full_disk_keeps_no_screen_from_starting() -> None:
    assert note_start(Path("/proc/nowhere/starts"), 50.0, Watching()) == (50.0,)


def test_a_file_of_starts_that_is_broken_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "starts").write_text("[1, 2", "utf-8")

    assert note_start(tmp_path / "starts", 50.0, Watching()) == (50.0,)
    assert note_start(tmp_path / "starts", 60.0, Watching()) == (50.0, 60.0)


def test_the_light_goes_off_when_nobody_is_there_and_comes_back_at_the_end(tmp_path: Path) -> None:
    power = tmp_path / "bl_power"
    power.write_text("0")
    kiosk = f'backlight = "{tmp_path}"\nidle_s = 5\nask_s = 2\n'
    kiosk += '[kiosk.on]\nfrom = "03:00"\nto = "03:01"\n'
    with running_hub(tmp_path / "hub", kiosk=kiosk + WATCH, more=["--kiosk"]) as shown:
        config = load(next(shown.folder.glob("examples/*/village.toml")))
        Phone(config, "Cô Lan", datetime(2026, 12, 2, 10, tzinfo=UTC))  # no code is shown then
        wait_until(shown, lambda _: power.read_text() == "4")
        wait_until(shown, is_live)  # dark, but the page goes on beating

    assert power.read_text() == "0"
