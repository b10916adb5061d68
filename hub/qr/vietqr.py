"""VietQR: a bank transfer with its account, amount and purpose (pure).

EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode, with NAPAS' own field
38 (QR Format T&C v1.0, 2021): two digits of tag, two of length, then the value.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from typing import Final

from hub.errors import RefusedError

NAPAS: Final = "A000000727"
TO_ACCOUNT: Final = "QRIBFTTA"
TO_CARD: Final = "QRIBFTTC"
DONG: Final = "704"
MOST_AMOUNT: Final = 499_999_999
"""NAPAS 24/7 carries less than 500 million đồng at a time."""
MOST_TEXT: Final = 25
"""EMVCo: each text of field 62."""

_BIN: Final = re.compile(r"[0-9]{6}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,19}")
_NOT_IN_NAMES: Final = re.compile(r"[^0-9A-Za-z]+")
_NOT_IN_PURPOSES: Final = re.compile(r"[^0-9A-Za-z/?:().,'+-]+")
"""All but the character set X of messages between banks (ISO 15022)."""
_DASHES: Final = str.maketrans("\u2013\u2014\u2018\u2019", "--''")
_CARD: Final = re.compile(r"[0-9]{16}|[0-9]{19}")


def vietqr(
    bank_bin: str,
    account: str,
    *,
    amount: int = 0,
    purpose: str = "",
    bill: str = "",
    is_card: bool = False,
) -> str:
    """The text of a transfer's code.

    With an amount it is a dynamic code (12), in which banks' apps fix amount and purpose; without
    one it is static (11), and the payer types the amount.

    Args:
        bank_bin: Six digits that name the bank.
        account: Account number, or card number when `is_card`.
        amount: Whole đồng, 1 to 499,999,999; 0 = the payer types it.
        purpose: What stands in the transfer; accents are taken away, as banks want.
        bill: Number of a bill.
        is_card: The number is a card's.

    Raises:
        RefusedError: ``qr.bank``, ``qr.account``, ``qr.amount`` or ``qr.purpose``.
    """
    if not _BIN.fullmatch(bank_bin):
        raise RefusedError("qr.bank", value=bank_bin[:20])
    if not (_CARD if is_card else _ACCOUNT).fullmatch(account):
        raise RefusedError("qr.account", value=account[:30])
    if not 0 <= amount <= MOST_AMOUNT:
        raise RefusedError("qr.amount", value=amount, most=MOST_AMOUNT)
    told = [("01", _told(bill)), ("08", _told(purpose))]
    further = "".join(_field(tag, text) for tag, text in told if text)
    target = _field("00", bank_bin) + _field("01", account)
    service = TO_CARD if is_card else TO_ACCOUNT
    body = (
        _field("00", "01")
        + _field("01", "12" if amount else "11")
        + _field("38", _field("00", NAPAS) + _field("01", target) + _field("02", service))
        + _field("53", DONG)
        + (_field("54", str(amount)) if amount else "")
        + _field("58", "VN")
        + (_field("62", further) if further else "")
        + "6304"
    )
    return body + checksum(body)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE over everything up to and with ``6304``, four capital digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def without_accents(text: str) -> str:
    """What a bank lets stand in a name: plain letters, digits and single blanks."""
    return _plain(text, _NOT_IN_NAMES)


def as_purpose(text: str) -> str:
    """What may stand in a transfer: the same, and the punctuation that banks pass on.

    EMVCo lets field 62-08 have any printable ASCII character ("ans"); messages between banks have
    fewer, and a bank's app leaves out or refuses the rest.
    """
    return _plain(text, _NOT_IN_PURPOSES)


def _plain(text: str, unwanted: re.Pattern[str]) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in spread if not unicodedata.combining(c))
    return " ".join(unwanted.sub(" ", letters.translate(_DASHES)).split())


def _told(text: str) -> str:
    plain = as_purpose(text)
    says_nothing = not any(c.isalnum() for c in plain)
    if len(plain) > MOST_TEXT or (text.strip() and says_nothing):
        raise RefusedError("qr.purpose", value=plain[:60], most=MOST_TEXT)
    return plain


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"
