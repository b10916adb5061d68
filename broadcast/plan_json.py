"""A timeline as JSON and as lines for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.domain.timeline import Cue, CueState, Reason, Timeline

Speak = Callable[..., str]


def cues_json(timeline: Timeline, tz: ZoneInfo, speak: Speak) -> dict[str, object]:
    """The document of `village-hub plan --json`; times carry the hub's own offset."""
    return {"cues": [cue_json(cue, tz, speak) for cue in timeline.cues]}


def cue_json(cue: Cue, tz: ZoneInfo, speak: Speak) -> dict[str, object]:
    """One cue, with the reason both as a sentence and as a key."""
    document: dict[str, object] = {
        "id": cue.id,
        "planned_start": iso(cue.planned_start, tz),
        "start": iso(cue.start, tz) if cue.start is not None else None,
        "end": iso(cue.end, tz),
        "slot": cue.slot,
        "title": cue.title,
        "zones": sorted(cue.zones),
        "kind": cue.kind,
        "level": cue.level,
        "state": cue.state,
        "because": sentence(cue.because, speak),
        "reason": cue.because.key if cue.because is not None else None,
    }
    if len(cue.segments) > 1:
        document["segments"] = [[iso(s.start, tz), iso(s.end, tz)] for s in cue.segments]
    return document


def cue_line(cue: Cue, tz: ZoneInfo, speak: Speak) -> str:
    """One cue for a person: when, what, where, and why it is not as planned."""
    shown = cue.start if cue.start is not None else cue.planned_start
    start = shown.astimezone(tz)
    end = cue.end.astimezone(tz).strftime("%H:%M:%S")
    mark = speak(f"cue.state.{cue.state}")
    where = ", ".join(sorted(cue.zones))
    line = f"{start:%d/%m %H:%M:%S}–{end}  {cue.title}  [{where}]"
    if cue.state is CueState.PLANNED:
        return line
    return f"{line}  {mark}: {sentence(cue.because, speak)}"


def sentence(reason: Reason | None, speak: Speak) -> str | None:
    """A reason in words."""
    return speak(reason.key, **dict(reason.values)) if reason is not None else None


def iso(instant: datetime, tz: ZoneInfo) -> str:
    """ISO 8601 with the hub's offset; whole seconds unless there is a fraction."""
    return instant.astimezone(tz).isoformat()
