"""Proposals in the store: one for each draft, with its answer."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from hub.domain.ids import ProgrammeId
from hub.domain.person import PersonId
from hub.domain.proposal import Proposal, ProposalState
from hub.store.calendar_json import load_slot_document, slot_document
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

_COLUMNS: Final = "programme, slot, person, asked_at, state, decided_by, decided_at, word"


def put_proposal(conn: Database, proposal: Proposal) -> None:
    """Store a proposal in the place of the one of the same draft."""
    decided = proposal.decided_at
    conn.run(
        f"INSERT OR REPLACE INTO proposal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # our own names
        (
            proposal.programme,
            json.dumps(slot_document(proposal.slot), ensure_ascii=False),
            proposal.person,
            to_text(proposal.at),
            proposal.state,
            proposal.decided_by,
            None if decided is None else to_text(decided),
            proposal.word,
        ),
    )


def proposal_of(conn: Database, programme: ProgrammeId) -> Proposal | None:
    """What is wished for a draft; None when nobody has said."""
    row = conn.row(f"SELECT {_COLUMNS} FROM proposal WHERE programme = ?", (programme,))  # noqa: S608
    return None if row is None else _proposal(row)


def waiting(conn: Database) -> dict[ProgrammeId, Proposal]:
    """Proposals that nobody has answered, by draft."""
    rows = conn.rows(
        f"SELECT {_COLUMNS} FROM proposal WHERE state = ?",  # noqa: S608
        (ProposalState.WAITS,),
    )
    return {found.programme: found for found in map(_proposal, rows)}


def count_waiting(conn: Database) -> int:
    """How many nobody has answered."""
    row = conn.row("SELECT count(*) FROM proposal WHERE state = ?", (ProposalState.WAITS,))
    return int(row[0]) if row is not None else 0


def proposals_of(conn: Database, person: PersonId, after: datetime) -> tuple[Proposal, ...]:
    """What one person wishes, newest first: what still waits, and what was answered lately.

    Args:
        conn: The store.
        person: Who.
        after: Answers before this moment, aware UTC, are no news any more.
    """
    rows = conn.rows(
        f"SELECT {_COLUMNS} FROM proposal WHERE person = ?"  # noqa: S608
        " AND (decided_at IS NULL OR decided_at >= ?) ORDER BY asked_at DESC, programme",
        (person, to_text(after)),
    )
    return tuple(map(_proposal, rows))


def _proposal(row: Row) -> Proposal:
    programme, slot, person, at, state, decided_by, decided_at, word = row
    return Proposal(
        ProgrammeId(programme),
        load_slot_document(json.loads(slot)),
        PersonId(person),
        to_instant(at),
        ProposalState(state),
        decided_by,
        None if decided_at is None else to_instant(decided_at),
        word,
    )
