"""Gathers what is known of where a bulletin is."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hub.domain.ids import ProgrammeId
from hub.store.asrun import rows
from hub.store.calendar import slots
from web.language import tell
from web.parts import parts, store
from web.present.moment import Zones
from web.present.whereabouts import Known, Place, places

LOOKED_BACK: Final = timedelta(days=7)
"""What was heard longer ago stands in the log book."""
AHEAD: Final = timedelta(minutes=1)
"""A row may be written while the page is made."""


def where_is(programme: ProgrammeId) -> tuple[Place, ...]:
    """Where a bulletin is: on air, next, in the calendar, heard."""
    config, now = parts().config, parts().clock.now()
    known = Known(
        playout=parts().board.look().playout,
        slots=slots(store()),
        log=rows(store(), now - LOOKED_BACK, now + AHEAD),
        zones=Zones.of(config.zones),
        tz=config.timezone,
    )
    return places(programme, known, tell)
