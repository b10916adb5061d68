"""What was found wrong, and since when: outlives a restart of the service, but not a power cut."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from hub.clock import Clock
from hub.supervise.health import Condition, Verdict, Verdicts

Key = tuple[Condition, str]


class Memory:
    """Every trouble with the moment at which it was found.

    Args:
        path: A file in the run folder.
        clock: Tells the moment.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._since: dict[Key, datetime] = self._read()

    @property
    def verdicts(self) -> Verdicts:
        """The troubles that were said before this service was started again."""
        return dict.fromkeys(self._since, Verdict(is_bad=True))

    def since(self, key: Key) -> datetime:
        """When a trouble was found, aware UTC."""
        return self._since[key]

    def keep(self, found: Iterable[Key]) -> None:
        """These are the troubles now."""
        now = self._clock.now()
        self._since = {key: self._since.get(key, now) for key in found}
        rows = [(*key, since.isoformat()) for key, since in self._since.items()]
        draft = self._path.with_suffix(".new")
        try:
            draft.write_text(json.dumps(rows), "utf-8")
            draft.replace(self._path)
        except OSError:
            return  # then a restart says it again

    def _read(self) -> dict[Key, datetime]:
        try:
            rows = json.loads(self._path.read_text("utf-8"))
            return {
                (Condition(name), str(subject)): datetime.fromisoformat(since)
                for name, subject, since in rows
            }
        except (OSError, ValueError, TypeError):
            return {}
