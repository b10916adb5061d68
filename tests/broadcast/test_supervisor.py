"""The end of a terminal's services: all at once, and none is waited for without end."""

from __future__ import annotations

import os
import selectors
import sys
from pathlib import Path

import pytest

from broadcast import supervisor
from broadcast.supervisor import Child, Supervisor
from hub.clock import SystemClock

STUBBORN = "import signal, pathlib, time; signal.signal(15, signal.SIG_IGN);"
KIND = "import pathlib, time;"
UP = "pathlib.Path({!r}).touch(); time.sleep(60)"


def child(name: str, sort: str, folder: Path, ended: list[str]) -> Child:
    program = sort + UP.format(str(folder / name))
    command = [sys.executable, "-c", program]
    return Child(name, command, os.environ, lambda: ended.append(name))


def test_children_that_do_not_listen_are_killed_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "END_S", 1.0)
    clock, ended = SystemClock(), list[str]()
    names = {"playout": KIND, "deaf": STUBBORN, "deafer": STUBBORN}
    children = [child(name, sort, tmp_path, ended) for name, sort in names.items()]
    told: list[tuple[str, int]] = []
    runs = Supervisor(children, clock, lambda name, code: told.append((name, code)))

    def all_up() -> bool:
        return all((tmp_path / name).exists() for name in names)

    with selectors.DefaultSelector() as selector:
        runs.run(selector, all_up, lambda: clock.monotonic() + 0.02)

    assert sorted(ended) == sorted(names)
    assert told == []
    assert runs.is_all_over


def test_trouble_at_the_end_of_one_leaves_no_other_behind(tmp_path: Path) -> None:
    clock, ended = SystemClock(), list[str]()
    processes: list[int] = []

    def trouble() -> None:
        raise OSError("no line can be driven")

    first, last = (child(name, KIND, tmp_path, ended) for name in ("first", "last"))
    middle = Child("middle", first.command, os.environ, trouble)
    runs = Supervisor([first, middle, last], clock, lambda name, code: None)

    def all_up() -> bool:
        here = [s.process.pid for s in runs._supervised if s.process is not None]
        processes[:] = here
        return len(here) == 3 and all((tmp_path / name).exists() for name in ("first", "last"))

    with selectors.DefaultSelector() as selector, pytest.raises(OSError, match="no line"):
        runs.run(selector, all_up, lambda: clock.monotonic() + 0.02)

    assert sorted(ended) == ["first", "last"]
    assert not any(Path(f"/proc/{process}").exists() for process in processes)
