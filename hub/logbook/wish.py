"""What the child that prints the log book is told: a week, a place, a language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from hub.domain.ids import ZoneId
from hub.logbook.week import Week


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be printed.

    Attributes:
        data_dir: The folder of the store.
        run_dir: The folder of the sockets, which the store's lock may need.
        village: Name of the village.
        tz: Local time.
        zones: What people call the zones.
        week: Which week.
        now: When it is printed, aware.
        language: "vi" or "en".
    """

    data_dir: Path
    run_dir: Path
    village: str
    tz: ZoneInfo
    zones: Mapping[ZoneId, str]
    week: Week
    now: datetime
    language: str

    def written(self) -> bytes:
        """The wish as the child is told it."""
        told = {
            "data_dir": str(self.data_dir),
            "run_dir": str(self.run_dir),
            "village": self.village,
            "tz": self.tz.key,
            "zones": dict(self.zones),
            "week": str(self.week),
            "now": self.now.isoformat(),
            "language": self.language,
        }
        return json.dumps(told, ensure_ascii=False).encode()

    @classmethod
    def read(cls, told: bytes) -> Self:
        """The wish that `written` wrote."""
        found: dict[str, Any] = json.loads(told)
        return cls(
            data_dir=Path(found["data_dir"]),
            run_dir=Path(found["run_dir"]),
            village=found["village"],
            tz=ZoneInfo(found["tz"]),
            zones={ZoneId(key): name for key, name in found["zones"].items()},
            week=Week.parse(found["week"]),
            now=datetime.fromisoformat(found["now"]),
            language=found["language"],
        )
