"""The checks of `village-hub doctor`, made for a page or a program."""

from __future__ import annotations

from contextlib import nullcontext

from hub.checkup.examine import Seen, examine
from hub.checkup.finding import Finding
from web.language import language
from web.parts import parts, store


def looked() -> Seen:
    """What the checks look at, as it is now."""
    playout, hub = parts().board.asked_now()
    clock = (playout or hub or {}).get("clock", "")
    return Seen(
        config=parts().config,
        now=parts().clock.now(),
        playout=playout,
        hub=hub,
        wifi=parts().points.last(),
        open_store=lambda: nullcontext(store()),
        evidence=lambda _: str(clock),
        language=language(),
    )


def checked() -> list[Finding]:
    """Every check, most important first."""
    return list(examine(looked()))
