"""The access points and the way out, as checks: what the watch of them says (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hub.checkup.finding import Finding, Speak, Verdict
from hub.checkup.services import State

_BAD: Final = frozenset({"down", "unstable", "unreachable", "unknown"})
CHECK: Final = "wifi"


def of_points(state: State | None, speak: Speak) -> Iterator[Finding]:
    """Whether the watch answers, and what it says of points and internet.

    A point that is away is no trouble of the hub's: it is a warning, and the hub is well.

    Args:
        state: Of the watch, or None when it does not answer.
        speak: The language.
    """
    if state is None:
        yield Finding(CHECK, Verdict.BAD, speak("doctor.points_away"))
        return
    points = list(state["points"].values())
    gateway = (state.get("gateway") or {}).get("host", "-")
    for one in points:
        if one["state"] in _BAD:
            values = {"place": one["place"], "host": one["host"], "gateway": gateway}
            told = speak(f"doctor.point_{one['state']}", **values)
            yield Finding(CHECK, Verdict.WARNING, told)
    if not points:
        yield Finding(CHECK, Verdict.WELL, speak("doctor.points_none"))
    elif all(one["state"] == "up" for one in points):
        yield Finding(CHECK, Verdict.WELL, speak("doctor.points_well", count=len(points)))
    if points and not state.get("echo", True):
        yield Finding(CHECK, Verdict.WARNING, speak("doctor.no_ping"))
    internet = state["internet"]["state"]
    if internet != "not_looked":
        verdict = Verdict.WELL if internet == "yes" else Verdict.WARNING
        yield Finding(CHECK, verdict, speak(f"doctor.internet_{internet}"))
