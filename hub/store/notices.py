"""Notices on the screen: entered, approved, taken away; nothing is lost."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from hub.domain.notice import Attachment, Notice, NoticeId, NoticeKind
from hub.errors import RefusedError
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

MOST_TITLE: Final = 200
MOST_TEXT: Final = 20_000
MOST_ATTACHMENTS: Final = 20
_COLUMNS: Final = (
    "id, kind, title, text, starts, ends, author, approver, entered, link, language, attachments"
)


def put_notice(conn: Database, notice: Notice) -> None:
    """Enter a notice, or correct the one with its identity.

    Raises:
        RefusedError: ``notice.title``, ``notice.text``, ``notice.dates`` or
            ``notice.attachments``.
    """
    _check(notice)
    attachments = [[one.sha256, one.name, one.kind] for one in notice.attachments]
    conn.run(
        f"INSERT INTO notice ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own list of columns
        " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title,"
        " text = excluded.text, starts = excluded.starts, ends = excluded.ends,"
        " author = excluded.author, approver = excluded.approver, link = excluded.link,"
        " language = excluded.language, attachments = excluded.attachments, removed_at = NULL",
        (
            notice.id,
            notice.kind,
            notice.title,
            notice.text,
            to_text(notice.starts),
            to_text(notice.ends) if notice.ends else None,
            notice.author,
            notice.approver,
            to_text(notice.entered),
            notice.link,
            notice.language,
            json.dumps(attachments, ensure_ascii=False),
        ),
    )


def remove_notice(conn: Database, identity: NoticeId, at: datetime) -> bool:
    """Take a notice away; whether it was there."""
    return (
        conn.run(
            "UPDATE notice SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
            (to_text(at), identity),
        )
        > 0
    )


def notices(conn: Database) -> tuple[Notice, ...]:
    """Every notice that was not taken away, the newest first."""
    found = conn.rows(
        f"SELECT {_COLUMNS} FROM notice WHERE removed_at IS NULL ORDER BY starts DESC, id"  # noqa: S608 - our own list of columns
    )
    return tuple(map(_notice, found))


def shown_notices(conn: Database, now: datetime) -> tuple[Notice, ...]:
    """Those to be shown now, the newest first."""
    return tuple(notice for notice in notices(conn) if notice.is_shown(now))


def _check(notice: Notice) -> None:
    if not 1 <= len(notice.title.strip()) <= MOST_TITLE or not notice.title.isprintable():
        raise RefusedError("notice.title", most=MOST_TITLE)
    if len(notice.text) > MOST_TEXT or "\0" in notice.text:
        raise RefusedError("notice.text", most=MOST_TEXT)
    if notice.ends is not None and notice.ends <= notice.starts:
        raise RefusedError("notice.dates")
    if len(notice.attachments) > MOST_ATTACHMENTS:
        raise RefusedError("notice.attachments", most=MOST_ATTACHMENTS)


def _notice(row: Row) -> Notice:
    identity, kind, title, text, starts, ends, author, approver, entered, *rest = row
    link, language, attachments = rest
    return Notice(
        NoticeId(identity),
        NoticeKind(kind),
        title,
        text,
        to_instant(starts),
        to_instant(ends) if ends else None,
        author,
        approver,
        to_instant(entered),
        link,
        language,
        tuple(Attachment(*one) for one in json.loads(attachments)),
    )
