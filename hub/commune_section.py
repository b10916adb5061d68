"""The section ``[commune]``: how the hub knows what its commune signed, and whom to call there."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from hub.toml_table import Table

KEY_BYTES: Final = 32
"""Of a public Ed25519 key (RFC 8032)."""

LONGEST_CALL: Final = 60
"""Letters; it stands in the middle of sentences."""


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune.

    Attributes:
        key: Its public Ed25519 key, 32 bytes; empty = none is known, and nothing is checked.
        call: Name and telephone number of its technician, as the pages say them; "" = none.
    """

    key: bytes = b""
    call: str = ""


def commune_of(table: Table) -> Commune:
    """The section ``[commune]``."""
    told = table.text("key", "")
    try:
        key = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        key = b"?"
    if told and len(key) != KEY_BYTES:
        table.problem("config.commune_key", value=told[:60])
    call = " ".join(table.text("call", "").split())
    if len(call) > LONGEST_CALL:
        table.problem("config.commune_call", most=LONGEST_CALL)
    table.done()
    return Commune(key, call)
