"""A mouth at a phone's microphone: a file of bursts into a real Chromium, and when each was taken.

The moment of a burst is that of its first sample in the page's own audio thread, by the quickest
frame that came from there within half a second before and after: a browser that has no time
leaves samples out, so that its count of them falls behind.  What a phone's microphone takes
before that (10 to 40 ms) is not part of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page

from bench.browser_phone import at_the_microphone, chromium, pages, paired
from bench.village import Village

LOUD = 1600
"""Sample value of a burst."""
QUIET_MS = 100
AROUND_MS = 500
FRAME_MS = 20
LISTEN = f"""(() => {{
    const Node = window.AudioWorkletNode;
    const mouth = window.mouth = {{frames: [], onsets: []}};
    let seen = -{QUIET_MS};
    window.AudioWorkletNode = class extends Node {{
        constructor(...given) {{
            super(...given);
            this.port.addEventListener("message", event => {{
                const now = performance.timeOrigin + performance.now(), frame = event.data;
                const from = frame.us / 1000, view = new DataView(frame.pcm);
                const count = view.byteLength / 2;
                mouth.frames.push([from, now - from - {FRAME_MS}]);
                for (let n = 0; n < count; n++) {{
                    if (Math.abs(view.getInt16(2 * n, true)) < {LOUD}) continue;
                    const at = from + n / count * {FRAME_MS};
                    if (at - seen > {QUIET_MS}) mouth.onsets.push(at);
                    seen = at;
                }}
            }});
        }}
    }};
}})()"""


@contextmanager
def at_the_phone(village: Village, env: Mapping[str, str], sounds: Path) -> Iterator[Page]:
    """A phone that hears `sounds` again and again, at the page with the button."""
    fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={sounds}"]
    with ExitStack() as stack:
        address = stack.enter_context(pages(village, env))
        browser = stack.enter_context(chromium(env, fake))
        context = paired(browser, village, address)
        context.add_init_script(LISTEN)
        yield at_the_microphone(context, address)


def spoken_s(page: Page, since_s: float, until_s: float) -> list[float]:
    """Monotonic times of the bursts between two of them."""
    told = page.evaluate("window.mouth")
    offset_s = time.time() - time.monotonic()
    found = [(at + _zero_ms(told["frames"], at)) / 1000 - offset_s for at in told["onsets"]]
    return [at for at in found if since_s <= at <= until_s]


def _zero_ms(frames: Sequence[tuple[float, float]], at: float) -> float:
    """Wall clock of the first sample, as the quickest frame around `at` has it."""
    return min(zero for taken, zero in frames if abs(taken - at) < AROUND_MS)
