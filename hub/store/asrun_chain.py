"""Look over the whole as-run log: was a row changed, removed, put in, moved or cut off?

The chain shows any change by somebody who does not compute it again.  Against one who
does, the head's hash that stands on every printed week is the witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hub.store.asrun import GENESIS
from hub.store.database import Database

# As bytes, so that damaged text is seen as damage and does not end the look.
_ALL: Final = """
SELECT seq, CAST(at AS BLOB), CAST(sort AS BLOB), CAST(body AS BLOB),
       CAST(prev_hash AS BLOB), CAST(hash AS BLOB)
FROM asrun NOT INDEXED ORDER BY seq
"""


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """What was found.

    Attributes:
        rows: Rows looked at: all of them, or up to the broken one.
        first_broken: Number of the first row that is not as it was written; None = all are.
        why: A key of the catalogue (``log.row_*``); empty when nothing is broken.
    """

    rows: int
    first_broken: int | None = None
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """True when every row is as it was written."""
        return self.first_broken is None


def verify(conn: Database) -> ChainVerdict:
    """Look over the whole log, in one pass and little memory.

    Raises:
        StoreError: The file itself is damaged.
    """
    with conn.snapshot():
        count, previous = 0, GENESIS.encode()
        for seq, at, sort, body, prev_hash, digest in conn.each(_ALL):
            count += 1
            if seq != count:
                why = "log.row_removed" if seq > count else "log.row_inserted"
                return ChainVerdict(count, min(seq, count), why)
            if prev_hash != previous:
                return ChainVerdict(count, seq, "log.row_unlinked")
            text = b"\n".join((prev_hash, b"%d" % seq, at, sort, body))
            if sha256(text).hexdigest().encode() != digest:
                return ChainVerdict(count, seq, "log.row_changed")
            previous = digest
        return _check_end(conn, count, previous.decode())


def _check_end(conn: Database, count: int, digest: str) -> ChainVerdict:
    """The rows are linked; are they all, and are they those that were written?"""
    head = conn.row("SELECT count, hash FROM asrun_head")
    used = conn.row("SELECT seq FROM sqlite_sequence WHERE name = 'asrun'")
    ever = max(head[0] if head else 0, used[0] if used else 0)
    if ever > count:
        return ChainVerdict(count, count + 1, "log.rows_cut_off")
    if head is None:
        return ChainVerdict(count, count, "log.head_missing") if count else ChainVerdict(0)
    if head[0] < count:
        return ChainVerdict(count, head[0] + 1, "log.row_inserted")
    if head[1] != digest:
        return ChainVerdict(count, count, "log.head_differs")
    return ChainVerdict(count)
