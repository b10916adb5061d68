"""Reviews of emergencies: read out of orders and log, signed once, by somebody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hub.domain.bulletin import Kind
from hub.domain.facts import Outcome
from hub.domain.ids import CueId, OrderId, ProgrammeId
from hub.domain.order import Verb
from hub.domain.review import Review
from hub.errors import StoreError
from hub.store.asrun import append
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.orders import add
from hub.store.permits import PERMITS, Service
from hub.store.reviews import (
    COUNT,
    count_unreviewed,
    emergency_of,
    newest_reviews,
    reviews_of,
    sign,
    unreviewed,
)
from tests.store.samples import MORNING, make_cue, make_order

HOA = Review("Hoa", MORNING + timedelta(hours=2), "Phát đúng")
ORDERED = make_order(1, Verb.PLAY, programme=ProgrammeId("lu"), kind=Kind.EMERGENCY)
ROW = make_cue(
    1, cue=CueId("order:lenh-1"), slot=None, order=OrderId("lenh-1"), author="Trưởng thôn",
    kind=Kind.EMERGENCY,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, new_store: Path) -> Path:
    shutil.copytree(new_store, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def broadcast(folder: Path) -> Iterator[Database]:
    with open_hub(folder, Service.BROADCAST) as store:
        yield store


@pytest.fixture
def web(folder: Path) -> Iterator[Database]:
    with open_hub(folder, Service.WEB) as store:
        yield store


@pytest.mark.parametrize("outcome", Outcome)
def test_every_emergency_of_the_log_waits_whatever_became_of_it(
    broadcast: Database, web: Database, outcome: Outcome
) -> None:
    append(broadcast, make_cue(1), MORNING)
    append(broadcast, make_cue(2, kind=Kind.PRIORITY), MORNING)
    append(broadcast, make_cue(3, kind=Kind.EMERGENCY, outcome=outcome), MORNING)

    (found,) = unreviewed(web)

    assert (found.cue, found.by) == ("tin-xa@3", "Lò Văn Páo")
    assert count_unreviewed(web) == 1


def test_an_order_waits_before_its_row_is_written_and_once_with_it(
    broadcast: Database, web: Database
) -> None:
    add(web, ORDERED)
    add(web, make_order(2, Verb.STOP))
    add(web, make_order(3, Verb.PLAY, programme=ProgrammeId("tin"), kind=Kind.ROUTINE))

    (before,) = unreviewed(web)
    append(broadcast, ROW, MORNING)
    (after,) = unreviewed(web)

    assert (before.cue, before.by, before.seen) == ("order:lenh-1", "Trưởng thôn", "")
    assert (after.cue, after.by) == ("order:lenh-1", "Trưởng thôn")
    assert len(after.seen) == 64
    assert count_unreviewed(web) == 1


def test_an_order_that_was_signed_before_its_row_came_stays_signed(
    broadcast: Database, web: Database
) -> None:
    add(web, ORDERED)
    (found,) = unreviewed(web)

    assert sign(web, found, HOA)
    assert count_unreviewed(web) == 0
    append(broadcast, ROW, MORNING)

    assert unreviewed(web) == ()
    assert reviews_of(web, [ROW.cue]) == {ROW.cue: HOA}


def test_a_talk_was_given_by_whoever_spoke(broadcast: Database, web: Database) -> None:
    talk = replace(ROW, cue=CueId("talk:7"), order=OrderId("7"), author="Páo", approver="Páo")
    append(broadcast, talk, MORNING)

    assert [one.by for one in unreviewed(web)] == ["Páo"]


def test_it_is_signed_once(broadcast: Database, web: Database) -> None:
    append(broadcast, ROW, MORNING)
    (found,) = unreviewed(web)

    assert sign(web, found, HOA)
    assert not sign(web, found, replace(HOA, reviewer="Lan"))

    kept = emergency_of(web, ROW.cue)
    assert kept is not None
    assert kept.review == HOA
    assert [one.review for one in newest_reviews(web, 5)] == [HOA]
    assert count_unreviewed(web) == 0


@pytest.mark.parametrize("name", ["Trưởng thôn", ""])
def test_the_store_itself_refuses_a_signature_of_whoever_gave_it(
    broadcast: Database, web: Database, name: str
) -> None:
    append(broadcast, ROW, MORNING)
    (found,) = unreviewed(web)

    with pytest.raises(StoreError):
        sign(web, found, replace(HOA, reviewer=name))

    assert count_unreviewed(web) == 1


@pytest.mark.parametrize(
    "change",
    ["UPDATE emergency_review SET reviewer = 'Lan'", "DELETE FROM emergency_review"],
)
def test_what_was_signed_stays(broadcast: Database, web: Database, change: str) -> None:
    append(broadcast, ROW, MORNING)
    sign(web, unreviewed(web)[0], HOA)

    with pytest.raises(StoreError):
        web.run(change)

    assert reviews_of(web, [ROW.cue]) == {ROW.cue: HOA}


@pytest.mark.parametrize(
    "service", [one for one in Service if "emergency_review" not in PERMITS[one]]
)
def test_only_the_pages_sign(
    folder: Path, broadcast: Database, web: Database, service: Service
) -> None:
    append(broadcast, ROW, MORNING)
    (found,) = unreviewed(web)

    with open_hub(folder, service) as other, pytest.raises(StoreError):
        sign(other, found, HOA)


def test_names_with_odd_letters_are_found_again(broadcast: Database, web: Database) -> None:
    for number, name in enumerate(('a"b', "loa\\xóm", "Đường 2\tx", "\x7f", "🔊")):
        order = replace(ORDERED, id=OrderId(name))
        add(web, order)
        if number % 2:
            cue = CueId(f"order:{name}")
            append(broadcast, replace(ROW, cue=cue, order=order.id), MORNING)

    found = unreviewed(web)
    assert len(found) == count_unreviewed(web) == 5
    assert all(sign(web, one, HOA) for one in found)
    assert count_unreviewed(web) == 0
    assert all(emergency_of(web, one.cue) is not None for one in found)


def test_counting_them_does_not_read_the_whole_log(broadcast: Database) -> None:
    steps = [str(row[-1]) for row in broadcast.rows(f"EXPLAIN QUERY PLAN {COUNT}")]

    looks = [
        step for step in steps if step.startswith(("SCAN asrun", "SEARCH asrun", "SCAN orders"))
    ]
    assert any("asrun_emergency" in step for step in looks)
    assert any("orders_emergency" in step for step in looks)
    assert all("INDEX" in step for step in looks)
    assert not any("(sort=?)" in step for step in looks)
