"""What a bench says: rows of a table, and the same with every raw number as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

SCHEMA = 2
"""Raised when a name or a unit in results.json changes its meaning."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        part: Part of the bench.
        subject: What was measured.
        figure: Which figure of it.
        value: The figure, or None when it could not be had.
        unit: Its unit.
        bar: What it may be at most (at least, when `at_least`), or None: only shown.
        at_least: The bar is a lower bound.
        note: What one should know when reading it.
    """

    part: str
    subject: str
    figure: str
    value: float | None
    unit: str
    bar: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """What the bar says: "ok", "MISSED", or nothing where there is no bar."""
        if self.bar is None:
            return ""
        if self.value is None:
            return "MISSED"
        good = self.value >= self.bar if self.at_least else self.value <= self.bar
        return "ok" if good else "MISSED"


@dataclass(slots=True)
class Part:
    """What one part of the bench found.

    Attributes:
        name: The part.
        rows: Its figures.
        raw: Every number they were computed from.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    raw: dict[str, object] = field(default_factory=dict)

    def say(
        self,
        subject: str,
        figure: str,
        value: float | None,
        unit: str,
        *,
        bar: float | None = None,
        at_least: bool = False,
        note: str = "",
    ) -> None:
        """Add a row."""
        self.rows.append(Row(self.name, subject, figure, value, unit, bar, at_least, note))


def table(rows: Iterable[Row]) -> str:
    """The rows as text; a subject is said once."""
    cells = [("", "", "", "bar", "", "")]
    before = ("", "")
    for row in rows:
        head = (row.part, row.subject)
        subject = "" if head == before else f"{row.part}: {row.subject}"
        before = head
        sign = "" if row.bar is None else (">= " if row.at_least else "<= ") + number(row.bar)
        value = f"{number(row.value)} {row.unit}".strip()
        cells.append((subject, row.figure, value, sign, row.verdict, row.note))
    widths = [max(len(line[n]) for line in cells) for n in range(5)]
    return "\n".join(_line(line, widths) for line in cells)


def number(value: float | None) -> str:
    """A figure with as many digits as mean something."""
    if value is None:
        return "-"
    if value == int(value) and abs(value) < 1e9:
        return str(int(value))
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"


def missed(rows: Iterable[Row]) -> list[Row]:
    """The rows whose bar was missed."""
    return [row for row in rows if row.verdict == "MISSED"]


def write(
    path: Path, about: Mapping[str, object], parts: Sequence[Part], *, keep: bool = False
) -> None:
    """Write everything as JSON.

    Args:
        path: The file.
        about: When and on what machine these parts were measured, and how.
        parts: What they found.
        keep: Leave parts that the file has and that were not measured now.
    """
    kept = _parts_of(path) if keep else dict[str, dict[str, object]]()
    for part in parts:
        rows = [{**asdict(row), "verdict": row.verdict} for row in part.rows]
        kept[part.name] = {**about, "rows": rows, "raw": part.raw}
    path.write_text(_text(kept) + "\n", "utf-8")


def _text(parts: Mapping[str, Mapping[str, object]]) -> str:
    """The document, the raw numbers of each part in one line: people read the rows."""
    shown = {name: {**part, "raw": f"<{name}>"} for name, part in parts.items()}
    text = json.dumps({"schema": SCHEMA, "parts": shown}, indent=1, ensure_ascii=False)
    for name, part in parts.items():
        raw = json.dumps(part["raw"], separators=(",", ":"), ensure_ascii=False)
        text = text.replace(f'"raw": "<{name}>"', f'"raw": {raw}')
    return text


def _parts_of(path: Path) -> dict[str, dict[str, object]]:
    if not path.exists():
        return {}
    document = json.loads(path.read_text("utf-8"))
    return dict(document["parts"]) if document["schema"] == SCHEMA else {}


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    subject, figure, value, bar, verdict, note = cells
    return (
        f"{subject:<{widths[0]}}  {figure:<{widths[1]}}  {value:>{widths[2]}}"
        f"  {bar:>{widths[3]}}  {verdict:<{widths[4]}}  {note}"
    ).rstrip()
