"""The picture of the machine shows the table as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broadcast.machine import TABLE, Action, Event, State, Transition
from broadcast.machine_picture import DOT, PAGE, ROOT, SVG, dot, main, page_table, stale, with_table


def changed() -> dict[State, dict[Event, Transition]]:
    """The table with another answer to one event."""
    table = {state: dict(row) for state, row in TABLE.items()}
    table[State.IDLE][Event.SOUND_BACK] = (State.ON_AIR, (Action.NOTE_START,))
    return table


def test_the_papers_show_the_table_as_it_is() -> None:
    assert list(stale(ROOT)) == [], "run: python -m broadcast.machine_picture"


def test_a_changed_table_changes_picture_and_page() -> None:
    page = (ROOT / PAGE).read_text("utf-8")

    assert dot(changed()) != dot(TABLE)
    assert with_table(page, changed()) != page


def test_every_state_is_named_in_both_languages() -> None:
    picture = dot(TABLE)

    for name in ("nghỉ", "idle", "đang phát", "on air", "đã dừng", "mất tiếng", "dead air"):
        assert name in picture


def test_stop_is_drawn_once() -> None:
    assert dot(TABLE).count("<B>stop</B>") == 1


def test_a_fault_is_drawn_once_and_says_from_where_it_leads_elsewhere() -> None:
    assert dot(TABLE).count("<B>fault (≠ stopped)</B>") == 1


def test_what_changes_nothing_is_not_drawn() -> None:
    picture = dot(TABLE)

    assert '"idle" -> "idle"' not in picture
    assert '"on-air" -> "on-air"' in picture


def test_the_page_has_a_row_for_every_event_and_a_column_for_every_state() -> None:
    rows = page_table(TABLE).splitlines()

    assert len(rows) == 2 + len(Event)
    assert {row.count("|") for row in rows} == {2 + len(State)}
    assert "| **resume** | – | – | – | – | → **idle** | – |" in rows


def test_stale_papers_are_named(tmp_path: Path) -> None:
    for path in (DOT, PAGE):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    (tmp_path / DOT).write_text(dot(changed()), "utf-8")
    page = tmp_path / PAGE
    page.write_text(with_table(page.read_text("utf-8"), changed()), "utf-8")

    assert list(stale(tmp_path)) == [DOT, PAGE]


@pytest.mark.service
@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz draws the picture")
def test_the_papers_are_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / SVG).parent.mkdir(parents=True)
    shutil.copy(ROOT / PAGE, tmp_path / PAGE)

    assert main(tmp_path) == 0

    assert list(stale(tmp_path)) == []
    assert "đang phát" in (tmp_path / SVG).read_text("utf-8")
    assert str(SVG) in capsys.readouterr().out
