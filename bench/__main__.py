"""`python -m bench`: measure, print a table, write results.json."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    machine,
    part_footprint,
    part_kiosk,
    part_live,
    part_orders,
    part_pages,
    part_planning,
    part_prepare,
    part_relay,
    part_screen,
    part_search,
    part_speech,
    part_starts,
    part_stop,
    part_store,
    part_text,
    part_web,
    part_wifi,
    part_year,
)
from bench.awake import awake
from bench.children import NotReadyError
from bench.context import Context
from bench.recording import RecordingError
from bench.report import Part, missed, table, write

PARTS: dict[str, Callable[[Context], Part]] = {
    part_starts.NAME: part_starts.measure,
    part_orders.NAME: part_orders.measure,
    part_footprint.NAME: part_footprint.measure,
    part_planning.NAME: part_planning.measure,
    part_search.NAME: part_search.measure,
    part_year.NAME: part_year.measure,
    part_store.NAME: part_store.measure,
    part_text.NAME: part_text.measure,
    part_prepare.NAME: part_prepare.measure,
    part_speech.NAME: part_speech.measure,
    part_live.NAME: part_live.measure,
    part_relay.NAME: part_relay.measure,
    part_web.NAME: part_web.measure,
    part_pages.NAME: part_pages.measure,
    part_stop.NAME: part_stop.measure,
    part_kiosk.NAME: part_kiosk.measure,
    part_screen.NAME: part_screen.measure,
    part_wifi.NAME: part_wifi.measure,
}
ROUNDS = 50
QUICK_ROUNDS = 6
HERE = Path(__file__).parent
KEPT = "results.json"


def main() -> int:
    """Run the parts asked for; answers the exit code."""
    arguments = _arguments()
    wanted: Sequence[str] = arguments.parts or list(PARTS)
    about: dict[str, object] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "options": {**vars(arguments), "output": None},
        "machine": machine.describe(),
        "before": {**machine.load(), "wake_ms_asleep": machine.wake_latency_ms()},
    }
    print(machine.line(machine.describe()))
    print(f"load {about['before']}")
    with awake():
        about["wake_ms_awake"] = machine.wake_latency_ms()
    parts = [_run(name, arguments) for name in wanted]
    about["after"] = machine.load()
    rows = [row for part in parts for row in part.rows]
    print(table(rows))
    output = arguments.output or HERE / _name(arguments)
    write(output, about, parts, keep=output.name == KEPT)
    late = missed(rows)
    print(f"\n{len(late)} of {sum(1 for r in rows if r.verdict)} bars missed; written to {output}")
    return 1 if arguments.check and late else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="only see that everything runs")
    parser.add_argument("--long", action="store_true", help="also 30 minutes of counting xruns")
    parser.add_argument("--rounds", type=int, help="starts of each system, orders of each sort")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    parser.add_argument("--output", type=Path, help="JSON file to write")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.parts if name not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return arguments


def _run(name: str, arguments: argparse.Namespace) -> Part:
    rounds = arguments.rounds or (QUICK_ROUNDS if arguments.quick else ROUNDS)
    print(f"... {name}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="hubbench-") as folder:
        context = Context(
            Path(folder), rounds, arguments.quick, arguments.long, not arguments.no_peers
        )
        try:
            return PARTS[name](context)
        except (NotReadyError, RecordingError) as error:
            part = Part(name)
            part.say("the whole part", "did not run", None, "", note=str(error))
            return part


def _name(arguments: argparse.Namespace) -> str:
    """Only parts that were measured in full replace those of the results that are kept."""
    is_full = not (arguments.quick or arguments.no_peers or arguments.rounds)
    return KEPT if is_full else "results-partial.json"


if __name__ == "__main__":
    sys.exit(main())
