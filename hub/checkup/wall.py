"""The touchscreen, as a check: whether its door answers, and whether its page is painted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hub.checkup.finding import Finding, Speak, Verdict
from hub.checkup.pulse import Pulse

PAINTED_S: Final = 60.0
"""By then its watchdog has started the browser anew, or shows the plain page."""


def of_wall(port: int, pulse: Pulse | None, speak: Speak) -> Iterator[Finding]:
    """Nothing where there is no screen.

    Args:
        port: Of the screen's door; 0 = there is no screen.
        pulse: What the pages answered there, or None.
        speak: The language.
    """
    if not port:
        return
    if pulse is None:
        yield Finding("screen", Verdict.BAD, speak("doctor.screen_away", port=port))
    elif pulse.age_s is None or pulse.age_s > PAINTED_S:
        yield Finding("screen", Verdict.WARNING, speak("doctor.screen_dark", port=port))
    else:
        told = speak("doctor.screen_well", seconds=round(pulse.age_s))
        yield Finding("screen", Verdict.WELL, told)
