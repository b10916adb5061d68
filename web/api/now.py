"""What the hub does now, what comes, and whether it is well."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

import msgspec

from hub.domain.person import Right
from hub.errors import ControlError
from web.api.routing import blueprint, operation
from web.api.shapes import (
    Check,
    Health,
    OnAir,
    PlannedCue,
    State,
    Timeline,
    Trouble,
    Version,
    ZoneState,
)
from web.api.taken import DaysQuery
from web.checking import checked
from web.language import language, speaker
from web.parts import parts
from web.present import moment as present

pages = blueprint("now")

PREVIEW: Final = "vn.hub.Broadcast.Preview"
PROGRAM: Final = "village-hub"


@operation(pages, "GET", "/version", None, Version)
def version_() -> Version:
    """Which program answers."""
    return Version(PROGRAM, version(PROGRAM), "v1")


@operation(pages, "GET", "/state", Right.SEE, State, problems=(502,))
def state() -> State:
    """What is on air, what comes next, what each zone does."""
    found = parts().board.look().playout
    if found is None:
        raise ControlError("api.no_playout")
    return State(
        village=parts().config.name,
        now=present.instant(found["now"]),
        clock=str(found["clock"]),
        on_air=[msgspec.convert(dict(one), OnAir) for one in found["on_air"]],
        next=_cue(found["next"]) if found["next"] is not None else None,
        zones=[
            msgspec.convert({"id": zone, **facts}, ZoneState)
            for zone, facts in found["zones"].items()
        ],
    )


@operation(pages, "GET", "/health", Right.SEE, Health)
def health() -> Health:
    """Whether everything is well; answers although other services do not."""
    news = parts().board.look()
    zones = present.Zones.of(parts().config.zones)
    worries = list(present.home(news.playout, news.hub, zones, speaker(language())).worries)
    return Health(
        is_well=not worries,
        playout=news.playout is not None,
        hub=news.hub is not None,
        clock=str(news.playout["clock"]) if news.playout is not None else None,
        worries=worries,
        troubles=[
            Trouble(str(one["condition"]), str(one["subject"]))
            for one in (news.hub or {}).get("troubles", ())
        ],
        checks=[Check(one.check, one.verdict, one.says) for one in checked()],
    )


@operation(pages, "GET", "/timeline", Right.SEE, Timeline, query=DaysQuery, problems=(502,))
def timeline(asked: DaysQuery) -> Timeline:
    """What will be on air in the next days, by the playout's own planner."""
    told = parts().ask(PREVIEW, {"days": asked.days, "language": language()})
    return Timeline([_cue(one) for one in told["cues"]])


def _cue(found: Mapping[str, Any]) -> PlannedCue:
    return msgspec.convert(dict(found), PlannedCue)
