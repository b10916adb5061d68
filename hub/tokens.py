"""Secrets that the hub hands out: cookies, tickets, codes to type; kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import Final

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters of codes that people type: none looks like another (no 0 O 1 I L)."""

SETUP_LETTERS: Final = 8
"""31^8 ≈ 8.5 × 10^11 codes, behind a back-off that survives restarts."""

RECOVERY_LETTERS: Final = 16


def new_token() -> str:
    """A secret of 256 bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """A name that no other thing has; no secret."""
    return secrets.token_hex(8)


def new_code(letters: int) -> str:
    """A code for people to type, in groups of four: ``7KQ2-M9XD``."""
    code = "".join(secrets.choice(LETTERS) for _ in range(letters))
    return "-".join(code[at : at + 4] for at in range(0, letters, 4))


def as_typed(text: str) -> str:
    """A typed code as it was printed: capitals, groups of four, whatever was put between."""
    plain = unicodedata.normalize("NFKC", text[:100]).upper()
    kept = "".join(letter for letter in plain if letter in LETTERS)
    return "-".join(kept[at : at + 4] for at in range(0, len(kept), 4))


def digest(secret: str) -> str:
    """What is kept of a secret: SHA-256, 64 hexadecimal digits.

    Enough for random secrets of 40 bits and more that are tried against a back-off; PINs
    are kept by argon2.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
