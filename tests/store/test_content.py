"""What the screen shows and what people tell it is kept, counted and never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.content.starter import starter_document
from hub.domain.goods import Meeting, MeetingId, PaymentId, PaymentTarget, Product, ProductId
from hub.domain.helper import Helper, HelperId, Opening, Place, PlaceId
from hub.domain.notice import Attachment, Notice, NoticeId, NoticeKind
from hub.domain.opinion import (
    Addressee,
    Face,
    Feedback,
    FeedbackId,
    FeedbackState,
    PointId,
)
from hub.errors import RefusedError, StoreError
from hub.store.cards import Card, cards, put_card, remove_card
from hub.store.catalogue import (
    catalogue_mark,
    put_catalogue,
    remove_catalogue,
    stored_catalogue,
)
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.migrate import migrate
from hub.store.notices import notices, put_notice, remove_notice, shown_notices
from hub.store.opinions import (
    all_feedback,
    answer,
    feedback_numbered,
    forget_taps,
    months_of_ratings,
    put_feedback,
    rate,
)
from hub.store.permits import Service
from hub.store.steps import CONTENT_DB, shipped

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TZ = ZoneInfo("Asia/Ho_Chi_Minh")
HOUSE = PointId("nha-van-hoa")
NOTICE = Notice(
    NoticeId("quy-2026"),
    NoticeKind.CONTRIBUTION,
    "Thu quỹ năm 2026",
    "Mỗi hộ 120.000 đồng.",
    NOW,
    NOW + timedelta(days=30),
    "Bình",
    "Hoa",
    NOW,
    "https://example.gov.vn/y-kien",
    "vi",
    (Attachment("a" * 64, "bang-thu.pdf", "application/pdf"),),
)
TOLD = Feedback(FeedbackId("f1"), Addressee.COMMUNE, "Đèn đường hỏng", NOW, NOW, phone="0912345678")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate(tmp_path / CONTENT_DB, shipped(CONTENT_DB))
    with open_content(tmp_path, Service.CLI) as database:
        yield database


def seconds(count: float) -> datetime:
    return NOW + timedelta(seconds=count)


def test_a_notice_comes_back_as_it_was_entered(store: Database) -> None:
    put_notice(store, NOTICE)

    assert notices(store) == (NOTICE,)


def test_a_notice_is_shown_from_its_start_to_its_end(store: Database) -> None:
    put_notice(store, NOTICE)

    assert shown_notices(store, NOW - timedelta(seconds=1)) == ()
    assert shown_notices(store, NOW) == (NOTICE,)
    assert shown_notices(store, NOW + timedelta(days=30)) == ()


def test_a_notice_that_nobody_approved_is_not_shown(store: Database) -> None:
    put_notice(store, replace(NOTICE, approver=""))

    assert shown_notices(store, NOW) == ()


def test_a_notice_that_was_taken_away_is_gone_until_it_is_entered_again(store: Database) -> None:
    put_notice(store, NOTICE)

    assert remove_notice(store, NOTICE.id, NOW)
    assert not remove_notice(store, NOTICE.id, NOW)
    assert notices(store) == ()
    put_notice(store, NOTICE)
    assert notices(store) == (NOTICE,)


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        (replace(NOTICE, title=" "), "notice.title"),
        (replace(NOTICE, title="x" * 201), "notice.title"),
        (replace(NOTICE, text="x" * 20_001), "notice.text"),
        (replace(NOTICE, ends=NOW), "notice.dates"),
        (replace(NOTICE, attachments=NOTICE.attachments * 21), "notice.attachments"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(store: Database, bad: Notice, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        put_notice(store, bad)

    assert caught.value.key == key


def test_each_tap_is_kept_and_a_burst_counts_once(store: Database) -> None:
    faces = [Face.VERY_GOOD, Face.VERY_GOOD, Face.VERY_BAD, Face.GOOD]
    taps = [
        rate(store, HOUSE, face, seconds(at), TZ)
        for face, at in zip(faces, (0, 1, 2, 30), strict=True)
    ]

    (month,) = months_of_ratings(store)

    assert [tap.is_burst for tap in taps] == [False, True, True, False]
    assert (month.counts, month.bursts, month.total) == ((0, 0, 0, 1, 1), 2, 2)
    assert month.satisfied == 1.0


def test_whoever_comes_after_a_child_at_play_is_counted(store: Database) -> None:
    """Taps every 15 s: every other one of the child's counts, and the grown-up's."""
    taps = [rate(store, HOUSE, Face.VERY_BAD, seconds(at), TZ) for at in (0, 15, 30, 45)]
    after = rate(store, HOUSE, Face.GOOD, seconds(60), TZ)

    assert [tap.is_burst for tap in taps] == [False, True, False, True]
    assert not after.is_burst


def test_another_point_has_its_own_bursts(store: Database) -> None:
    rate(store, HOUSE, Face.GOOD, NOW, TZ)

    assert not rate(store, PointId("quay-1"), Face.GOOD, seconds(1), TZ).is_burst
    assert len(months_of_ratings(store)) == 2


def test_a_clock_that_was_set_back_makes_no_burst(store: Database) -> None:
    rate(store, HOUSE, Face.GOOD, NOW, TZ)

    assert not rate(store, HOUSE, Face.GOOD, NOW - timedelta(hours=1), TZ).is_burst


def test_a_tap_late_in_the_evening_counts_for_the_local_month(store: Database) -> None:
    tap = rate(store, HOUSE, Face.FAIR, datetime(2026, 11, 30, 18, tzinfo=UTC), TZ)

    assert tap.month == "2026-12"


def test_sums_remain_when_taps_are_forgotten(store: Database) -> None:
    rate(store, HOUSE, Face.BAD, NOW, TZ)

    assert forget_taps(store, seconds(1)) == 1
    assert months_of_ratings(store)[0].counts == (0, 1, 0, 0, 0)


def test_a_month_without_ratings_has_no_share(store: Database) -> None:
    assert months_of_ratings(store) == ()


def test_feedback_gets_the_next_number_and_is_found_by_it(store: Database) -> None:
    first = put_feedback(store, TOLD)
    second = put_feedback(store, replace(TOLD, id=FeedbackId("f2")))

    assert (first.number, second.number) == (1, 2)
    assert feedback_numbered(store, 1) == first
    assert feedback_numbered(store, 3) is None


def test_the_same_feedback_sent_twice_is_one(store: Database) -> None:
    first = put_feedback(store, TOLD)

    assert put_feedback(store, TOLD) == first
    assert all_feedback(store) == (first,)


def test_an_answer_is_kept_and_cannot_be_taken_back(store: Database) -> None:
    put_feedback(store, TOLD)
    answer(store, TOLD.id, FeedbackState.FORWARDED, "", seconds(1))
    told = answer(store, TOLD.id, FeedbackState.ANSWERED, "Tuần sau sửa.", seconds(2))

    assert feedback_numbered(store, 1) == told
    assert told.answer == "Tuần sau sửa."
    with pytest.raises(RefusedError, match=r"feedback\.state"):
        answer(store, TOLD.id, FeedbackState.FORWARDED, "", seconds(3))
    with pytest.raises(RefusedError, match=r"feedback\.unknown"):
        answer(store, FeedbackId("x"), FeedbackState.CLOSED, "", seconds(3))


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        (replace(TOLD, text="  "), "feedback.empty"),
        (replace(TOLD, text="x" * 4_001), "feedback.text"),
        (replace(TOLD, phone="gọi tôi"), "feedback.phone"),
        (replace(TOLD, phone="0" * 21), "feedback.phone"),
    ],
)
def test_feedback_that_cannot_be_is_refused(store: Database, bad: Feedback, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        put_feedback(store, bad)

    assert caught.value.key == key


def test_a_voice_message_needs_no_text(store: Database) -> None:
    assert put_feedback(store, replace(TOLD, text="", voice_sha256="b" * 64)).number == 1


CARDS: list[Card] = [
    Helper(HelperId("hoa"), "Chị Hoa", "Tổ trưởng", "0912 345 678", ("vi", "tyz"), ("sinh-con",)),
    Place(
        PlaceId("nha-van-hoa"),
        "Nhà văn hóa thôn 3",
        openings=(Opening(0, time(7, 30), time(11)), Opening(0, time(13, 30), time(17))),
    ),
    Product(ProductId("mat-ong"), "Mật ong bạc hà", "HTX Yên Minh", stars=4),
    PaymentTarget(
        PaymentId("quy"), "Quỹ thôn", "970405", "8800", "NGUYEN VAN A", 120_000, "Quy thon", NOW
    ),
    Meeting(MeetingId("hop"), "Họp xã", NOW, seconds(3600), "https://meet.example.vn/x"),
]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: type(card).__name__)
def test_a_card_comes_back_as_it_was_entered(store: Database, card: Card) -> None:
    put_card(store, card, NOW)

    assert cards(store, type(card)) == (card,)  # type: ignore[type-var]
    assert remove_card(store, type(card), card.id)
    assert cards(store, type(card)) == ()  # type: ignore[type-var]


def test_cards_stand_in_the_order_that_was_set(store: Database) -> None:
    for position, name in ((2, "a"), (1, "b")):
        put_card(store, Helper(HelperId(name), name), NOW, position)

    assert [one.id for one in cards(store, Helper)] == ["b", "a"]


def test_a_card_with_fields_of_a_newer_program_is_read(store: Database) -> None:
    document = '{"id": "a", "name": "A", "colour": "red"}'
    store.run(
        "INSERT INTO card (kind, id, position, document) VALUES ('helper', 'a', 0, ?)", (document,)
    )

    assert cards(store, Helper) == (Helper(HelperId("a"), "A"),)


def test_a_card_that_is_too_long_is_refused(store: Database) -> None:
    with pytest.raises(RefusedError, match=r"card\.too_big"):
        put_card(store, Product(ProductId("x"), "x" * 20_000, "y"), NOW)


def test_a_place_tells_whether_it_is_open() -> None:
    house = CARDS[1]
    assert isinstance(house, Place)

    assert house.is_open(0, time(7, 30)) is True
    assert house.is_open(0, time(11)) is False
    assert house.is_open(1, time(8)) is False
    assert Place(PlaceId("x"), "x").is_open(0, time(8)) is None


def test_a_helper_without_topics_helps_with_everything() -> None:
    assert Helper(HelperId("a"), "A").helps_with("sinh-con")
    assert not Helper(HelperId("a"), "A", topics=("dat-dai",)).helps_with("sinh-con")


def test_a_catalogue_takes_the_place_of_the_one_before(store: Database) -> None:
    assert (stored_catalogue(store), catalogue_mark(store)) == (None, "")

    put_catalogue(store, "xa", 1, b"one", NOW, is_forced=False)
    first = catalogue_mark(store)
    put_catalogue(store, "xa", 2, b"two", NOW, is_forced=False)

    found = stored_catalogue(store)
    assert found is not None
    assert (found.version, found.document) == (2, b"two")
    assert catalogue_mark(store) not in {first, ""}
    assert remove_catalogue(store)
    assert stored_catalogue(store) is None


def test_an_older_edition_takes_the_place_only_by_force(store: Database) -> None:
    put_catalogue(store, "xa", 2, b"two", NOW, is_forced=False)

    put_catalogue(store, "xa", 2, b"two", NOW, is_forced=False)  # the same file again
    for version, document in ((2, b"other"), (1, b"one")):
        with pytest.raises(RefusedError, match=r"content\.older"):
            put_catalogue(store, "xa", version, document, NOW, is_forced=False)
    put_catalogue(store, "xa", 1, b"one", NOW, is_forced=True)

    found = stored_catalogue(store)
    assert found is not None
    assert found.version == 1


def test_the_playout_and_the_web_cannot_change_procedures(store: Database, tmp_path: Path) -> None:
    for service in (Service.BROADCAST, Service.WEB, Service.WIFI):
        with open_content(tmp_path, service) as other, pytest.raises(StoreError):
            put_catalogue(other, "xa", 1, starter_document(), NOW, is_forced=False)


def test_the_web_writes_what_people_tell(store: Database, tmp_path: Path) -> None:
    with open_content(tmp_path, Service.WEB) as web:
        rate(web, HOUSE, Face.GOOD, NOW, TZ)
        put_feedback(web, TOLD)
        put_notice(web, NOTICE)
        put_card(web, CARDS[0], NOW)

    assert len(all_feedback(store)) == 1


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hub.domain.opinion import Addressee, Feedback, FeedbackId
from hub.store.connect import open_content
from hub.store.opinions import put_feedback
from hub.store.permits import Service
now = datetime(2026, 11, 22, tzinfo=UTC)
with open_content(Path(sys.argv[1]), Service.WEB) as store:
    for n in range(10_000):
        told = put_feedback(store, Feedback(FeedbackId(f"f{n}"), Addressee.VILLAGE, "x", now, now))
        print(told.number, flush=True)
"""


@pytest.mark.service
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    migrate(tmp_path / CONTENT_DB, shipped(CONTENT_DB))
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged = 20 + len(writer.stdout.readlines())

    with open_content(tmp_path, Service.CLI) as store:
        kept = {one.number for one in all_feedback(store, 10_000)}

    assert set(range(1, acknowledged + 1)) <= kept
