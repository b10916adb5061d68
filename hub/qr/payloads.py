"""Texts of QR codes for links, wifi networks, telephone numbers and places (pure)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from hub.errors import RefusedError

MOST_LINK: Final = 250
"""Longer links need version 12 and more, which not every phone reads from the side (ADR 0028)."""
MOST_SSID_BYTES: Final = 32
_PASSPHRASE: Final = re.compile(r"[\x20-\x7e]{8,63}|[0-9a-fA-F]{64}")
_SPECIAL: Final = re.compile(r'([\\;,":])')
_PHONE: Final = re.compile(r"\+?[0-9]{2,15}")
_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][!-~]*)?")


class Security(StrEnum):
    """How a wifi network lets people in."""

    OPEN = "open"
    WPA2 = "wpa2"
    WPA3 = "wpa3"


def link(address: str) -> str:
    """An https address as it is: phones open it.

    Raises:
        RefusedError: ``qr.link``.
    """
    if not _LINK.fullmatch(address) or len(address) > MOST_LINK:
        raise RefusedError("qr.link", value=address[:80], most=MOST_LINK)
    return address


def wifi(ssid: str, password: str = "", *, security: Security, is_hidden: bool = False) -> str:
    """Joins a network: ``WIFI:T:WPA;S:name;P:password;;``.

    WPA3 networks are ``T:WPA`` too, as the Wi-Fi Alliance's WPA3 specification (section 7) has
    it; ``R:1`` says that the network has no older mode to fall back to.

    Args:
        ssid: Name of the network, 1 to 32 bytes in UTF-8.
        password: 8 to 63 printable ASCII characters, or 64 hexadecimal digits; empty when open.
        security: How it lets people in.
        is_hidden: It does not tell its name by radio.

    Raises:
        RefusedError: ``qr.ssid`` or ``qr.password``.
    """
    if not 1 <= len(ssid.encode()) <= MOST_SSID_BYTES or not ssid.isprintable():
        raise RefusedError("qr.ssid", most=MOST_SSID_BYTES)
    is_open = security is Security.OPEN
    if bool(password) == is_open or (password and not _PASSPHRASE.fullmatch(password)):
        raise RefusedError("qr.password")
    fields = [f"T:{'nopass' if is_open else 'WPA'}"]
    if security is Security.WPA3:
        fields.append("R:1")
    fields.append(f"S:{_escaped(ssid)}")
    if password:
        fields.append(f"P:{_escaped(password)}")
    if is_hidden:
        fields.append("H:true")
    return f"WIFI:{';'.join(fields)};;"


def phone(number: str) -> str:
    """Calls a number; blanks and dots are left out.

    Raises:
        RefusedError: ``qr.phone``.
    """
    digits = re.sub(r"[ .\-()]", "", number)
    if not _PHONE.fullmatch(digits):
        raise RefusedError("qr.phone", value=number[:40])
    return f"tel:{digits}"


def place(latitude: float, longitude: float) -> str:
    """Shows a place on a map (RFC 5870), to about a metre.

    Raises:
        RefusedError: ``qr.place``.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise RefusedError("qr.place", latitude=latitude, longitude=longitude)
    return f"geo:{latitude:.5f},{longitude:.5f}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
