"""Ratings and feedback: what people tell the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hub.domain.opinion import (
    NEXT_STATES,
    UNKNOWN,
    Addressee,
    Face,
    Feedback,
    FeedbackId,
    FeedbackState,
    MonthOfRatings,
    PointId,
    Rating,
    is_burst,
)
from hub.errors import RefusedError
from hub.store.database import Database, Row
from hub.store.doubts import end_doubt
from hub.store.facts_json import to_instant, to_text

MOST_TEXT: Final = 4_000
MOST_PHONE: Final = 20
MOST_FEEDBACK: Final = 20_000
"""A village that tells more in its hub's life is a flood of machines."""
PHONE_KEPT: Final = timedelta(days=30)
"""How long a telephone number and a voice stay after the answer."""
FEEDBACK_KEPT: Final = timedelta(days=365)
"""How long what was told stays after the answer."""
_COLUMNS: Final = "id, number, addressee, text, voice, phone, at, state, answer, changed"


def rate(
    conn: Database,
    point: PointId,
    face: Face,
    at: datetime,
    tz: ZoneInfo,
    *,
    is_lost: bool = False,
) -> Rating:
    """Keep a tap and count it in its local month, unless it belongs to a burst.

    Args:
        conn: ``content.db``.
        point: What was rated.
        face: Which face.
        at: Now, aware UTC.
        tz: The village's time zone, for the month.
        is_lost: Nobody knows the time: `at` is the least it can be.
    """
    month = f"{at.astimezone(tz):%Y-%m}{UNKNOWN if is_lost else ''}"
    with conn.transaction():
        row = conn.row(
            "SELECT at, month FROM rating WHERE point = ? AND burst = 0 ORDER BY seq DESC LIMIT 1",
            (point,),
        )  # the last that counted: whoever comes after a child at play is heard
        is_near = row is not None and row[1].endswith(UNKNOWN) is is_lost  # else a cut lies between
        last = to_instant(row[0]) if row is not None and is_near else None
        tap = Rating(point, face, at, month, is_burst(at, last))
        conn.run(
            "INSERT INTO rating (point, face, at, month, burst) VALUES (?, ?, ?, ?, ?)",
            (point, int(face), to_text(at), month, int(tap.is_burst)),
        )
        conn.run(
            "INSERT INTO rating_month (point, month, face, burst, count) VALUES (?, ?, ?, ?, 1)"
            " ON CONFLICT (point, month, face, burst) DO UPDATE SET count = count + 1",
            (point, month, int(face), int(tap.is_burst)),
        )
    return tap


def months_of_ratings(conn: Database) -> tuple[MonthOfRatings, ...]:
    """What each month came to at each point, the newest month first."""
    counts: dict[tuple[str, str], list[int]] = {}
    bursts: dict[tuple[str, str], int] = {}
    for point, month, face, burst, count in conn.rows(
        "SELECT point, month, face, burst, count FROM rating_month ORDER BY month DESC, point"
    ):
        own = counts.setdefault((point, month), [0] * len(Face))
        if burst:
            bursts[point, month] = bursts.get((point, month), 0) + count
        else:
            own[face - 1] += count
    return tuple(
        MonthOfRatings(
            PointId(point),
            month,
            (own[0], own[1], own[2], own[3], own[4]),
            bursts.get((point, month), 0),
        )
        for (point, month), own in counts.items()
    )


def settle_months(conn: Database, until: datetime, tz: ZoneInfo) -> None:
    """The clock is trusted again: taps of which nobody knew the month were made by now.

    Args:
        conn: ``content.db``; the span ends, too.
        until: Now, aware UTC.
        tz: The village's time zone.
    """
    last = f"{until.astimezone(tz):%Y-%m}"
    with conn.transaction():
        end_doubt(conn, until)
        open_ones = conn.rows(
            "SELECT DISTINCT month FROM rating_month WHERE month LIKE ?", (f"%{UNKNOWN}",)
        )
        for (month,) in open_ones:
            first = month.removesuffix(UNKNOWN)
            settled = first if first >= last else f"{first}/{last}"
            conn.run(
                "INSERT INTO rating_month (point, month, face, burst, count)"
                " SELECT point, ?, face, burst, count FROM rating_month WHERE month = ?"
                " ON CONFLICT (point, month, face, burst)"
                " DO UPDATE SET count = count + excluded.count",
                (settled, month),
            )
            conn.run("DELETE FROM rating_month WHERE month = ?", (month,))
            conn.run("UPDATE rating SET month = ? WHERE month = ?", (settled, month))


def forget_taps(conn: Database, before: datetime) -> int:
    """Forget single taps before an instant; the months keep their sums."""
    return conn.run("DELETE FROM rating WHERE at < ?", (to_text(before),))


def put_feedback(conn: Database, feedback: Feedback) -> Feedback:
    """Keep a feedback; the same one again is the one that is kept, with its number.

    Raises:
        RefusedError: ``feedback.empty``, ``feedback.text``, ``feedback.phone`` or
            ``feedback.full``.
    """
    _check(feedback)
    with conn.transaction():
        known = feedback_of(conn, feedback.id)
        if known is not None:
            return known
        row = conn.row("SELECT coalesce(max(number), 0) + 1, count(*) FROM feedback")
        number, count = row or (1, 0)
        if count >= MOST_FEEDBACK:
            raise RefusedError("feedback.full", most=MOST_FEEDBACK)
        stored = replace(feedback, number=int(number))
        conn.run(
            f"INSERT INTO feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own list of columns
            (
                stored.id,
                stored.number,
                stored.to,
                stored.text,
                stored.voice_sha256,
                stored.phone,
                to_text(stored.at),
                stored.state,
                stored.answer,
                to_text(stored.changed),
            ),
        )
    return stored


def answer(
    conn: Database, identity: FeedbackId, state: FeedbackState, text: str, at: datetime
) -> Feedback:
    """Take a feedback a step further.

    Raises:
        RefusedError: ``feedback.unknown``, ``feedback.state`` or ``feedback.text``.
    """
    if len(text) > MOST_TEXT:
        raise RefusedError("feedback.text", most=MOST_TEXT)
    with conn.transaction():
        known = feedback_of(conn, identity)
        if known is None:
            raise RefusedError("feedback.unknown")
        if state not in NEXT_STATES[known.state]:
            raise RefusedError("feedback.state", number=known.number)
        conn.run(
            "UPDATE feedback SET state = ?, answer = ?, changed = ? WHERE id = ?",
            (state, text or known.answer, to_text(at), identity),
        )
    return replace(known, state=state, answer=text or known.answer, changed=at)


def forget_feedback(conn: Database, now: datetime) -> None:
    """Forget what is not needed any more of feedback that was answered or closed.

    Telephone number and voice go first; a year later all but the number and the state.
    """
    over = "state IN ('answered', 'closed') AND changed < ?"
    conn.run(
        f"UPDATE feedback SET phone = '', voice = '' WHERE (phone != '' OR voice != '') AND {over}",  # noqa: S608 - our own words
        (to_text(now - PHONE_KEPT),),
    )
    conn.run(
        "UPDATE feedback SET text = '', voice = '', answer = ''"  # noqa: S608 - our own words
        f" WHERE (text != '' OR voice != '' OR answer != '') AND {over}",
        (to_text(now - FEEDBACK_KEPT),),
    )


def voices_wanted(conn: Database) -> frozenset[str]:
    """Hashes of voice messages that somebody may still have to hear."""
    return frozenset(row[0] for row in conn.rows("SELECT voice FROM feedback WHERE voice != ''"))


def feedback_of(conn: Database, identity: FeedbackId) -> Feedback | None:
    """One feedback."""
    row = conn.row(f"SELECT {_COLUMNS} FROM feedback WHERE id = ?", (identity,))  # noqa: S608 - our own list of columns
    return None if row is None else _feedback(row)


def feedback_numbered(conn: Database, number: int) -> Feedback | None:
    """The feedback with the number that a person noted."""
    row = conn.row(f"SELECT {_COLUMNS} FROM feedback WHERE number = ?", (number,))  # noqa: S608 - our own list of columns
    return None if row is None else _feedback(row)


def all_feedback(conn: Database, most: int = 200) -> tuple[Feedback, ...]:
    """Feedback, the one that changed last first."""
    question = f"SELECT {_COLUMNS} FROM feedback"  # noqa: S608 - our own list of columns
    found = conn.rows(f"{question} ORDER BY changed DESC, number DESC LIMIT ?", (most,))
    return tuple(map(_feedback, found))


def _check(feedback: Feedback) -> None:
    if not feedback.text.strip() and not feedback.voice_sha256:
        raise RefusedError("feedback.empty")
    if len(feedback.text) > MOST_TEXT or "\0" in feedback.text:
        raise RefusedError("feedback.text", most=MOST_TEXT)
    if len(feedback.phone) > MOST_PHONE or not set(feedback.phone) <= set("+0123456789 ."):
        raise RefusedError("feedback.phone")


def _feedback(row: Row) -> Feedback:
    identity, number, to, text, voice, phone, at, state, told, changed = row
    return Feedback(
        FeedbackId(identity),
        Addressee(to),
        text,
        to_instant(at),
        to_instant(changed),
        number,
        voice,
        phone,
        FeedbackState(state),
        told,
    )
