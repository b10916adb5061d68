"""What the frame shows of the services' news: the strip, the takeover, the small warnings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from hub.domain.ids import ProgrammeId
from hub.errors import StoreError
from hub.store.calendar import programmes
from hub.store.connect import open_content
from hub.store.permits import Service
from hub.store.speech import spoken_in
from hub.words import LANGUAGES, say
from web.board import News
from web.content.alert_form import HAZARDS
from web.kiosk.hazards import Hazards, is_drill
from web.kiosk.lost_clock import alerts_at, moments_of
from web.kiosk.urgency import Warned, emergencies, is_sounding, notes, takeover
from web.language import speaker
from web.parts import Parts
from web.present import moment as present


@dataclass(frozen=True, slots=True)
class LivePart:
    """Makes it, outside of any request.

    Attributes:
        parts: Where everything is.
        spoken: In which language.
    """

    parts: Parts
    spoken: str

    def of(self, news: News) -> dict[str, Any]:
        """What the template shows."""
        zones, speak = present.Zones.of(self.parts.config.zones), speaker(self.spoken)
        home = present.home(news.playout, news.hub, zones, speak)
        found = emergencies(news.known)
        text = self._text(found[0]) if found else ""
        warned = self._warned(f"{found[0]['title']}\n{text}", news) if found else Warned()
        taken = takeover(news.known, zones, warned, text, speak)
        return {
            "home": home,
            "takeover": taken and replace(taken, is_unanswered=news.playout is None),
            "notes": notes(news.playout, news.hub, speak),
            "is_sounding": bool(found) or is_sounding(home),  # while amplifiers warm up, too
            "points": news.points,
        }

    def _text(self, run: present.Document) -> str:
        """What is being said, as somebody wrote it; a recording has no text."""
        try:
            with self.parts.open_store() as store:
                known = programmes(store)
                hashes = [
                    known[ProgrammeId(name)].sha256
                    for name in run.get("content", ())
                    if ProgrammeId(name) in known
                ]
                said = spoken_in(store, hashes)
        except StoreError:
            return ""  # the title is better than nothing, and at once
        return max((one.written for one in said.values()), key=len, default="")

    def _warned(self, emergency: str, news: News) -> Warned:
        """What the gravest alert says that is about this emergency; of a drill, another drill's."""
        is_meant_so = is_drill(emergency)
        config = self.parts.config
        try:
            with open_content(config.data_dir, Service.WEB, config.run_dir) as content:
                found = alerts_at(content, moments_of(self.parts, news.playout, content))
        except StoreError:
            return Warned(is_drill=is_meant_so)
        own = [
            one
            for one in found
            if one.is_exercise is is_meant_so and _hazards().are_one(one, emergency)
        ]
        if not own:
            return Warned(is_drill=is_meant_so)
        gravest = max(own, key=lambda one: one.level)
        return Warned(gravest.level, gravest.instruction, is_meant_so)


@cache
def _hazards() -> Hazards:
    """The names of dangers in every language of the catalogue."""
    return Hazards.named(
        say(f"warning.hazard.{hazard}", spoken)
        for hazard in HAZARDS
        for spoken in LANGUAGES
        if hazard != "other"
    )
