"""What gain each voice needed last time, so that the next talk begins as loud as this one ended.

In memory only: after a restart the first words find it out again.
"""

from __future__ import annotations

from typing import Final

from broadcast.live.voice import Voice
from hub.live_wire import Hello

MOST: Final = 64
"""So many voices are remembered; the one that has not spoken for longest is forgotten."""


class Gains:
    """Gains by who speaks into what: a phone has another rate than the hub's microphone."""

    def __init__(self) -> None:
        self._gains_db: dict[tuple[str, int], float] = {}

    def of(self, hello: Hello) -> float:
        """Gain for the first word, dB; 0 for a voice that is not known."""
        return self._gains_db.get(_key(hello), 0.0)

    def learn(self, hello: Hello | None, voice: Voice | None) -> None:
        """Keep what a talk that was heard has shown, if it has shown anything."""
        gain_db = voice.guards.learnt_db if voice is not None else None
        if hello is None or gain_db is None:
            return
        self._gains_db.pop(_key(hello), None)
        self._gains_db[_key(hello)] = gain_db
        if len(self._gains_db) > MOST:
            del self._gains_db[next(iter(self._gains_db))]


def _key(hello: Hello) -> tuple[str, int]:
    return hello.by, hello.rate
