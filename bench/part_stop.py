"""Part "stop": the red button pressed in a real browser, until the recorded card is silent."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Page

from bench.answered import Answered, Trial, answers
from bench.awake import awake
from bench.browser_phone import chromium, pages, paired
from bench.context import Context
from bench.control import Control
from bench.figures import summary
from bench.jack import Jack, jack, recorder
from bench.ours.process import DEVICES, connect_new
from bench.report import Part
from bench.systems import Stage
from bench.tones import Tone, write
from bench.village import Village

NAME = "stop"
QUIET = Tone(1000, length_s=60.0, level=0.1)
PORT = "hub"
ON_AIR_S = 1.2
AFTER_S = 0.4
STEP_S = 0.00137
"""Each trial waits so much longer, so that presses meet the card at every phase of its block."""
LEAST = 30
BAR_MS = 150.0
WATCH = """() => {
    const now = () => performance.timeOrigin + performance.now();
    document.querySelector(".stop__button").addEventListener(
        "pointerdown", () => { window.pressed = now(); }, true);
    new MutationObserver(() => {
        if (document.querySelector("#answer .banner--done")) window.told = now();
    }).observe(document.getElementById("answer"), {childList: true, subtree: true});
}"""
PRESSED = "() => [window.pressed / 1000, window.told / 1000]"


@dataclass(frozen=True, slots=True)
class Scene:
    """A village on air and a phone that looks at it.

    Attributes:
        page: The first page, in a browser.
        control: To start the programme again.
        address: Of the page.
    """

    page: Page
    control: Control
    address: str


def measure(context: Context) -> Part:
    """Press stop, again and again, on both ways to a card."""
    part = Part(NAME)
    rounds = max(LEAST, context.rounds)
    for host_api in ("jack",) if context.quick else DEVICES:
        folder = context.folder / host_api
        folder.mkdir()
        with awake(), jack(folder) as server:
            found = _run(server, host_api, rounds)
        _say(part, host_api, found)
    return part


def _run(server: Jack, host_api: str, rounds: int) -> list[Answered]:
    with ExitStack() as stack:
        tape = stack.enter_context(recorder(server, (PORT,)))
        stage = Stage(server, tape.port(PORT), server.folder / "v", server.folder / "quiet.wav")
        stage.folder.mkdir()
        write(QUIET, stage.item)
        village = Village(stage.folder, host_api, DEVICES[host_api], server.env, stage.item)
        village.set_up()
        village.programme("quiet", stage.item)
        before = set(server.ports())
        stack.callback(village.stop)
        village.start()
        connect_new(stage, before)
        scene = stack.enter_context(_scene(village, server))
        numbers = count()
        done = [_trial(scene, f"bench-{next(numbers)}", n) for n in range(rounds)]
    recording = tape.result()
    return answers(recording, recording.ports[PORT], done, village.line_changes())


@contextmanager
def _scene(village: Village, server: Jack) -> Iterator[Scene]:
    with ExitStack() as stack:
        address = stack.enter_context(pages(village, server.env))
        browser = stack.enter_context(chromium(server.env))
        page = paired(browser, village, address).new_page()
        control = village.control()
        stack.callback(control.close)
        yield Scene(page, control, address)


def _trial(scene: Scene, name: str, number: int) -> Trial:
    scene.control.give(name, "play", programme="quiet", kind="priority", resume=True)
    scene.page.goto(scene.address)
    scene.page.evaluate(WATCH)
    time.sleep(ON_AIR_S + number * STEP_S)
    scene.page.click(".stop__button")
    scene.page.wait_for_selector("#answer .banner--done")
    pressed_s, told_s = scene.page.evaluate(PRESSED)
    time.sleep(AFTER_S)
    return Trial(pressed_s, pressed_s, 0.0, (told_s - pressed_s) * 1000)


def _say(part: Part, host_api: str, found: Sequence[Answered]) -> None:
    subject = f"press in the browser to silence, {host_api.upper()}"
    part.raw[host_api] = [(one.silent_ms, one.line_off_ms) for one in found]
    silent = [one.silent_ms for one in found if one.silent_ms is not None]
    part.say(subject, "silent", len(silent), "", bar=len(found), at_least=True)
    for name, values, bar in (
        ("", silent, BAR_MS),
        (", line off", [o.line_off_ms for o in found if o.line_off_ms is not None], None),
        (", the page says so", [one.trial.stop_answer_ms for one in found], None),
    ):
        known = summary(values)
        if known is not None:
            note = f"{known.low:.0f} … {known.high:.0f}, n = {known.count}"
            part.say(subject + name, "median", known.median, "ms", note=note)
            part.say(subject + name, "p99", known.p99, "ms", bar=bar)
