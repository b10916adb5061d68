"""How a talk stands, in the words of whoever speaks (pure)."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Final

from web.live.talk import WARNING_S, Phase, Standing

Speak = Callable[..., str]
FINE: Final = ("released", "limit")
"""Ends that need no reason."""


def shown(standing: Standing, now_s: float, speak: Speak) -> dict[str, str]:
    """What the page shows: where it stands, in words, how long, and what is to be minded."""
    return {
        "phase": standing.phase,
        "say": _said(standing, speak),
        "more": _more(standing, now_s, speak),
        "warning": _warning(standing, now_s, speak),
    }


def refused(sentence: str) -> dict[str, str]:
    """It did not begin."""
    return {"phase": Phase.ENDED, "say": sentence, "more": "", "warning": ""}


def _said(standing: Standing, speak: Speak) -> str:
    if standing.phase is not Phase.ENDED:
        return speak(f"live_page.phase.{standing.phase}")
    if standing.why in FINE or not standing.key:
        return speak(f"live_page.ended.{'limit' if standing.why == 'limit' else 'released'}")
    reason = speak(standing.key, **standing.values)
    if standing.why == "refused":
        return speak("live_page.refused", why=reason)
    return speak("live_page.cut", why=reason)


def _more(standing: Standing, now_s: float, speak: Speak) -> str:
    if standing.phase is Phase.WARMING and standing.from_s is not None:
        left_s = ceil(standing.from_s - now_s)
        if left_s > 0:
            return speak("live_page.opens_in", seconds=left_s)
        return speak("live_page.chime")
    if standing.phase is Phase.ON_AIR and standing.until_s is not None:
        left_s = max(0, ceil(standing.until_s - now_s))
        return speak("live_page.left", minutes=left_s // 60, seconds=f"{left_s % 60:02}")
    return ""


def _warning(standing: Standing, now_s: float, speak: Speak) -> str:
    is_shown = standing.phase is Phase.ON_AIR and now_s - standing.warned_s < WARNING_S
    return speak(standing.warning) if standing.warning and is_shown else ""
