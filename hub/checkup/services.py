"""What playout and supervision say of themselves, as checks (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from hub.checkup.finding import Finding, Speak, Verdict

State = Mapping[str, Any]
"""What a service answers to State."""
_TROUBLES: Final = {"sensor_away": "doctor.sensor_away"}
"""Troubles of which a technician is told more than the first page tells everybody."""


def of_playout(state: State | None, socket: str, speak: Speak) -> Finding:
    """Whether the playout answers and can write its log."""
    if state is None:
        return Finding("playout", Verdict.BAD, speak("doctor.playout_away", socket=socket))
    if state["waiting"]:
        told = speak("doctor.rows_wait", count=state["waiting"])
        return Finding("playout", Verdict.BAD, told)
    return Finding("playout", Verdict.WELL, speak("doctor.playout_runs"))


def of_hub(state: State | None, speak: Speak) -> Finding:
    """Whether the supervision answers."""
    if state is None:
        return Finding("hub", Verdict.BAD, speak("doctor.hub_away"))
    return Finding("hub", Verdict.WELL, speak("doctor.hub_runs"))


def of_power(state: State, speak: Speak) -> Iterator[Finding]:
    """The machine's own supply, and those that have a sensor."""
    low = state.get("undervoltage")
    if low is None:
        yield Finding("power", Verdict.WELL, speak("doctor.power_unknown"))
    elif not low:
        yield Finding("power", Verdict.WELL, speak("doctor.power_well"))
    for name, one in state.get("sensors", {}).items():
        if one.get("zone") is None and "V" in one:
            told = speak("doctor.supply", sensor=name, volts=one["V"])
            yield Finding("power", Verdict.WELL, told)


def of_troubles(state: State, names: Mapping[str, str], speak: Speak) -> Iterator[Finding]:
    """What the supervision believes to be wrong.

    Args:
        state: Of the supervision.
        names: What people call the zones.
        speak: The language.
    """
    for one in state.get("troubles", ()):
        subject = one.get("zone") or one["subject"]
        told = speak(
            _TROUBLES.get(one["condition"], f"home.trouble.{one['condition']}"),
            subject=names.get(subject, subject),
            since=_since(one.get("since"), speak),
        )
        yield Finding(str(one["condition"]), Verdict.BAD, told)


def of_clock(evidence: str, speak: Speak) -> Finding:
    """Whether the clock can be believed.

    Args:
        evidence: As `hub.trusted_clock.Evidence` says it.
        speak: The language.
    """
    verdict = Verdict.BAD if evidence in {"past", "nobody"} else Verdict.WELL
    return Finding("clock", verdict, speak(f"doctor.clock_{evidence}"))


def of_cards(state: State, speak: Speak) -> Iterator[Finding]:
    """Every sound card."""
    for name, card in state["cards"].items():
        values = {"card": name, "xruns": card["xruns"]}
        if not card["is_open"]:
            yield Finding("card", Verdict.BAD, speak("doctor.card_away", **values))
        elif card.get("estimated"):
            yield Finding("card", Verdict.WARNING, speak("doctor.card_estimated", **values))
        else:
            yield Finding("card", Verdict.WELL, speak("doctor.card_well", **values))


def of_lines(state: State, names: Mapping[str, str], speak: Speak) -> Iterator[Finding]:
    """Every zone's line.

    Args:
        state: Of the playout.
        names: What people call the zones.
        speak: The language.
    """
    for name, zone in state["zones"].items():
        values = {"zone": name, "name": names.get(name, zone["name"])}
        if zone["line"] == "fault":
            yield Finding("line", Verdict.BAD, speak("doctor.line_fault", **values))
        elif zone["halt"] is not None:
            yield Finding("line", Verdict.WARNING, speak("doctor.zone_halted", **values))
        else:
            yield Finding("line", Verdict.WELL, speak("doctor.line_well", **values))


def of_currents(state: State, names: Mapping[str, str], speak: Speak) -> Iterator[Finding]:
    """What each zone draws now, where it is measured."""
    for one in state.get("sensors", {}).values():
        zone = one.get("zone")
        if zone is not None and "A" in one:
            told = speak("doctor.current", name=names.get(zone, zone), current=one["A"])
            yield Finding("current", Verdict.WELL, told)


def of_next(state: State, names: Mapping[str, str], speak: Speak) -> Finding:
    """What comes next.

    Args:
        state: Of the playout.
        names: What people call the zones.
        speak: The language.
    """
    if state["next"] is None:
        return Finding("next", Verdict.WARNING, speak("doctor.no_next"))
    return Finding("next", Verdict.WELL, next_line(state["next"], speak, names))


def next_line(
    item: State | None, speak: Speak, names: Mapping[str, str] = MappingProxyType({})
) -> str:
    """What comes next, as a sentence; zones without a name by their ids."""
    if item is None:
        return speak("state.no_next")
    start = datetime.fromisoformat(item["start"])
    zones = ", ".join(names.get(zone, zone) for zone in item["zones"])
    return speak("state.next", title=item["title"], start=f"{start:%H:%M:%S %d/%m}", zones=zones)


def _since(since: str | None, speak: Speak) -> str:
    if since is None:
        return speak("home.just_now")
    at = datetime.fromisoformat(since)
    return speak("home.since_day", time=f"{at.hour}:{at.minute:02}", day=f"{at:%d/%m}")
