"""A TOML table that is being read: notes every mistake and goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from hub.errors import HubError

T = TypeVar("T")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_TIME = re.compile(r"\d{1,2}:\d{2}")


class Table:
    """A table of the document that is being read; notes every mistake and goes on."""

    def __init__(self, path: str, values: Mapping[str, object], problems: list[HubError]) -> None:
        self._path = path
        self._values = dict(values)
        self._problems = problems

    def problem(self, key: str, /, **values: object) -> None:
        self._problems.append(HubError(key, where=self._path, **values))

    def table(self, key: str) -> Table:
        value = self._values.pop(key, {})
        if not isinstance(value, dict):
            self._wrong(key, value, "table")
            value = {}
        return Table(self._at(key), value, self._problems)

    def tables(self, key: str) -> list[Table]:
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, value, "[[" + key + "]]")
            return []
        return [Table(f"{self._at(key)}[{n}]", v, self._problems) for n, v in enumerate(value)]

    def text(self, key: str, default: str) -> str:
        return self._get(key, default, lambda value: isinstance(value, str), "text")

    def name(self, key: str) -> str:
        value = self.text(key, "")
        if not _NAME.fullmatch(value):
            self.problem("config.bad_name", key=key, value=value)
        return value

    def choice(self, key: str, default: str, choices: tuple[str, ...]) -> str:
        wanted = " | ".join(repr(c) for c in choices)
        return self._get(key, default, lambda value: value in choices, wanted)

    def flag(self, key: str, *, default: bool) -> bool:
        return self._get(key, default, lambda value: isinstance(value, bool), "true | false")

    def integer(self, key: str, default: int, low: int, high: int) -> int:
        def fits(value: object) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

        return self._get(key, default, fits, f"{low} … {high}")

    def number(self, key: str, default: float, low: float, high: float) -> float:
        def fits(value: object) -> bool:
            good = isinstance(value, int | float) and not isinstance(value, bool)
            return good and low <= float(str(value)) <= high

        return float(self._get(key, default, fits, f"{low:g} … {high:g}"))

    def pin(self, key: str) -> int | None:
        return self.integer(key, 0, 0, 27) if key in self._values else None

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        def fits(value: object) -> bool:
            good = isinstance(value, list | tuple)
            return good and all(isinstance(item, str) for item in value)  # type: ignore[attr-defined]

        return tuple(self._get(key, default, fits, '["…", "…"]'))

    def time_of_day(self, key: str, default: time) -> time:
        """A local time: ``"21:00"``, or TOML's own."""
        value = self._values.pop(key, default)
        if isinstance(value, time) and value.tzinfo is None:
            return value
        try:
            if isinstance(value, str) and _TIME.fullmatch(value):
                return time.fromisoformat(value.zfill(5))
        except ValueError:
            pass
        self._wrong(key, value, '"00:00" … "23:59"')
        return default

    def day(self, key: str) -> date:
        """A day: ``2027-02-05`` or ``"2027-02-05"``; `date.min` when it is none."""
        value = self._values.pop(key, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if isinstance(value, str):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._wrong(key, value, "2027-02-05")
        return date.min

    def rest(self) -> tuple[str, ...]:
        """Keys that nobody has read yet."""
        return tuple(self._values)

    def done(self) -> None:
        """Whatever is left is a mistake in spelling."""
        for key in self._values:
            self.problem("config.unknown_key", key=key)

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        self.problem("config.wrong_value", key=key, value=repr(value)[:60], wanted=wanted)

    def _get(self, key: str, default: T, fits: Callable[[object], bool], wanted: str) -> T:
        value = self._values.pop(key, default)
        if not fits(value):
            self._wrong(key, value, wanted)
            return default
        return value  # type: ignore[return-value]  # `fits` has looked at it
