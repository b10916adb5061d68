"""Draws the state machine from its table: `docs/machine.dot`, its SVG, and the table as a page.

``python -m broadcast.machine_picture`` writes them anew; a test says when they are stale.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Final

from broadcast.machine import TABLE, Action, Event, State, Transition
from hub.words import say

ROOT: Final = Path(__file__).resolve().parents[1]
DOT: Final = Path("docs/machine.dot")
SVG: Final = Path("docs/images/machine.svg")
PAGE: Final = Path("docs/machine.md")
BEGIN: Final = "<!-- made by broadcast.machine_picture -->"
END: Final = "<!-- end -->"

COLOURS: Final = {
    State.IDLE: "#eef2f4",
    State.WARMING: "#f3d9a4",
    State.ON_AIR: "#cfe8d0",
    State.DEAD_AIR: "#f6d6a8",
    State.STOPPED: "#f3c6c2",
    State.FAULT: "#f3c6c2",
}
EVERYWHERE: Final = (Event.STOP, Event.FAULT)
"""Events that lead from every state to the same one: drawn once, or nothing else could be read."""

HEAD: Final = """digraph machine {
  graph [rankdir=TB, nodesep=1.1, ranksep=0.75, pad=0.3, bgcolor="white"];
  node [shape=box, style="rounded,filled", fontname="DejaVu Sans", fontsize=14, margin="0.22,0.12",
        color="#1d2a33", fontcolor="#1d2a33"];
  edge [fontname="DejaVu Sans", fontsize=11, color="#5b6b76", fontcolor="#1d2a33"];"""

BARE: Final = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1"'

Row = tuple[str, tuple[Action, ...]]
"""One line of an arrow's label: what happens, and what is done about it."""
Arrows = dict[tuple[str, str], list[Row]]


def dot(table: Mapping[State, Mapping[Event, Transition]]) -> str:
    """The picture in Graphviz' language."""
    lines = [HEAD]
    for state in State:
        names = [say(f"machine.state.{state}", language) for language in ("vi", "en")]
        label = f"<<B>{escape(names[0])}</B><BR/>{_small(names[1])}>"
        lines.append(f'  "{state}" [label={label}, fillcolor="{COLOURS[state]}"];')
    anywhere = " · ".join(say("machine.any", language) for language in ("vi", "en"))
    lines.append(f'  "any" [label="{anywhere}", shape=plain, style="", fontsize=12];')
    for (before, after), several in _arrows(table).items():
        label = "".join(_label(what, actions) for what, actions in several)
        lines.append(f'  "{before}" -> "{after}" [label=<<TABLE {BARE}>{label}</TABLE>>];')
    return "\n".join([*lines, "}", ""])


def _arrows(table: Mapping[State, Mapping[Event, Transition]]) -> Arrows:
    """What is drawn between two states; events that do the same share a line."""
    found: Arrows = {}
    for event in EVERYWHERE:
        after, actions = table[State.IDLE][event]
        but = [state for state in State if table[state][event][0] is not after]
        what = f"{event} (≠ {', '.join(but)})" if but else str(event)
        found["any", after] = [(what, actions)]
    for state, row in table.items():
        same: dict[Transition, list[Event]] = {}
        for event, transition in row.items():
            is_silent = transition == (state, ())
            if event not in EVERYWHERE and not is_silent:
                same.setdefault(transition, []).append(event)
        for (after, actions), events in same.items():
            found.setdefault((state, after), []).append((", ".join(events), actions))
    return found


def _label(what: str, actions: tuple[Action, ...]) -> str:
    done = _small(" → ".join(actions)) if actions else ""
    return f'<TR><TD ALIGN="LEFT"><B>{escape(what)}</B> {done}</TD></TR>'


def _small(text: str) -> str:
    return f'<FONT POINT-SIZE="10" COLOR="#5b6b76">{escape(text)}</FONT>'


def page_table(table: Mapping[State, Mapping[Event, Transition]]) -> str:
    """The whole table for a Markdown page: a row an event, a column a state."""
    lines = [
        "| event | " + " | ".join(f"**{state}**" for state in State) + " |",
        "| --- |" + " --- |" * len(State),
    ]
    for event in Event:
        cells = [_cell(state, table[state][event]) for state in State]
        lines.append(f"| **{event}** | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(state: State, transition: Transition) -> str:
    after, actions = transition
    target = "" if after is state else f"→ **{after}**"
    done = ", ".join(actions)
    return " ".join(part for part in (target, done) if part) or "–"


def with_table(page: str, table: Mapping[State, Mapping[Event, Transition]]) -> str:
    """The page with its table made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{page_table(table)}\n\n{END}{after}"


def stale(root: Path) -> Iterator[Path]:
    """Which of the papers do not show the table as it is."""
    if (root / DOT).read_text("utf-8") != dot(TABLE):
        yield DOT
    page = (root / PAGE).read_text("utf-8")
    if page != with_table(page, TABLE):
        yield PAGE


def main(root: Path = ROOT) -> int:
    """Write the papers; the exit code is that of Graphviz."""
    (root / DOT).write_text(dot(TABLE), "utf-8")
    page = root / PAGE
    page.write_text(with_table(page.read_text("utf-8"), TABLE), "utf-8")
    command = ["dot", "-Tsvg", "-o", str(root / SVG), str(root / DOT)]
    done = subprocess.run(command, check=False)  # noqa: S603 - our own words only
    print(SVG)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
