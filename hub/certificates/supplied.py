"""Checks a certificate that the commune supplies: key, dates, chain, names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from hub.certificates.making import common_name, held_names
from hub.errors import RefusedError

LIMIT: Final = 256 * 1024
"""Bytes of a file; a chain of four is 8 KiB."""
MOST: Final = 10
"""Certificates of a chain."""
WEAKEST_RSA: Final = 2048
"""Bits; browsers refuse less."""

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Supplied:
    """A certificate that passed.

    Attributes:
        leaf: The hub's.
        issuer: Who vouches, as a person reads it.
        names: Names of this hub that it is good for.
        pem: Key and chain for one file.
    """

    leaf: x509.Certificate
    issuer: str
    names: tuple[str, ...]
    pem: bytes


def check(
    chain_pem: bytes,
    key_pem: bytes,
    wanted: Sequence[str],
    now: datetime,
    roots: Sequence[x509.Certificate] = (),
) -> Supplied:
    """Look at everything that would make phones refuse it, before it is used.

    Args:
        chain_pem: The hub's certificate, then those that vouch for it.
        key_pem: Its key, without a password.
        wanted: Names of the configuration.
        now: The wall clock, aware UTC.
        roots: Authorities that phones know; need not be in the chain.

    Raises:
        RefusedError: ``certificate.*``, which says what is wrong with it.
    """
    chain, key = _chain(chain_pem), _key(key_pem)
    leaf = chain[0]
    if _public(key.public_key()) != _public(leaf.public_key()):
        raise RefusedError("certificate.other_key")
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < WEAKEST_RSA:
        raise RefusedError("certificate.weak_key", bits=key.key_size)
    _check_dates(chain, now)
    _check_links(chain)
    _check_end(chain[-1], roots)
    _check_purpose(leaf)
    held, _ = held_names(leaf)
    names = tuple(name for name in wanted if any(_fits(name, each) for each in held))
    if not names:
        shown = ", ".join(held) or common_name(leaf.subject)
        raise RefusedError("certificate.other_name", names=shown, wanted=", ".join(wanted))
    kept = [each for each in chain if each.subject != each.issuer or each is leaf]
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem = plain + b"".join(each.public_bytes(Encoding.PEM) for each in kept)
    return Supplied(leaf, common_name(leaf.issuer), names, pem)


def known_roots(bundle: Path) -> list[x509.Certificate]:
    """The authorities that this system knows; phones know about the same ones."""
    try:
        return x509.load_pem_x509_certificates(bundle.read_bytes())
    except (OSError, ValueError):
        return []


def _chain(pem: bytes) -> list[x509.Certificate]:
    if len(pem) > LIMIT:
        raise RefusedError("certificate.too_large", bytes=len(pem))
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise RefusedError("certificate.no_certificate") from error
    if len(found) > MOST:
        raise RefusedError("certificate.too_large", bytes=len(pem))
    return found


def _key(pem: bytes) -> Key:
    if len(pem) > LIMIT:
        raise RefusedError("certificate.too_large", bytes=len(pem))
    try:
        key = load_pem_private_key(pem, None)
    except TypeError as error:
        raise RefusedError("certificate.locked_key") from error
    except ValueError as error:
        raise RefusedError("certificate.no_key") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise RefusedError("certificate.no_key")
    return key


def _check_dates(chain: Sequence[x509.Certificate], now: datetime) -> None:
    for each in chain:
        named = common_name(each.subject)
        if each.not_valid_before_utc > now:
            raise RefusedError(
                "certificate.not_yet", name=named, starts=f"{each.not_valid_before_utc:%Y-%m-%d}"
            )
        if each.not_valid_after_utc <= now:
            raise RefusedError(
                "certificate.ended", name=named, ends=f"{each.not_valid_after_utc:%Y-%m-%d}"
            )


def _check_links(chain: Sequence[x509.Certificate]) -> None:
    """Each is signed by the next."""
    for made, maker in itertools.pairwise(chain):
        if not _is_from(made, maker):
            raise RefusedError("certificate.broken_chain", **_parties(made))


def _check_end(last: x509.Certificate, roots: Sequence[x509.Certificate]) -> None:
    """The last one is signed by itself, or by somebody whom phones know."""
    if last.subject != last.issuer and not any(_is_from(last, root) for root in roots):
        raise RefusedError("certificate.no_chain", **_parties(last))


def _is_from(made: x509.Certificate, maker: x509.Certificate) -> bool:
    try:
        made.verify_directly_issued_by(maker)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _parties(made: x509.Certificate) -> dict[str, str]:
    return {"name": common_name(made.subject), "issuer": common_name(made.issuer)}


def _check_purpose(leaf: x509.Certificate) -> None:
    try:
        uses = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return
    if ExtendedKeyUsageOID.SERVER_AUTH not in uses:
        raise RefusedError("certificate.other_purpose")


def _fits(name: str, held: str) -> bool:
    """A star stands for one label (RFC 6125 6.4.3)."""
    if held.startswith("*."):
        return re.fullmatch(r"[^.]+" + re.escape(held[1:]), name) is not None
    return name == held


def _public(key: object) -> bytes:
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise RefusedError("certificate.other_key")
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
