"""Lists of questions that were written before anybody looked what the search says to them."""

from __future__ import annotations

import pytest

from hub.search.answering import answer
from tests.search.blind.fifth import FIFTH
from tests.search.blind.first import FIRST
from tests.search.blind.fourth import FOURTH
from tests.search.blind.second import SECOND
from tests.search.blind.sixth import SIXTH
from tests.search.blind.third import THIRD
from tests.search.shelf import FINDER
from tests.search.things import UNSURE

Row = tuple[str, *tuple[str, ...]]
LISTS = {
    "first": FIRST,
    "second": SECOND,
    "third": THIRD,
    "fourth": FOURTH,
    "fifth": FIFTH,
    "sixth": SIXTH,
}
HELD = 0.96
"""Share of each list that has to stay right."""


def is_right(row: Row) -> bool:
    """Whether what is meant stands first, or the screen says that it is not sure and may."""
    typed, *meant = row
    answered = answer(FINDER, typed)
    is_unsure = not (answered.is_sure and answered.hits)
    return (UNSURE in meant and is_unsure) or (
        bool(answered.hits) and answered.hits[0].key in meant
    )


@pytest.mark.parametrize("name", LISTS)
def test_nearly_all_of_a_list_stay_right(name: str) -> None:
    rows = LISTS[name]
    wrong = [row for row in rows if not is_right(row)]

    assert len(wrong) <= (1 - HELD) * len(rows), wrong


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_written_only_once(name: str) -> None:
    typed = [row[0] for row in LISTS[name]]

    assert len(typed) == len(set(typed))


def test_nonsense_gets_hardly_ever_a_sure_answer() -> None:
    nonsense = [row for rows in LISTS.values() for row in rows if row[1:] == (UNSURE,)]

    assert len(nonsense) >= 60
    assert len([row for row in nonsense if not is_right(row)]) <= 0.03 * len(nonsense)
