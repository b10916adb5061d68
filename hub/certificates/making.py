"""Makes keys and certificates: the hub's authority and what phones are shown."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hub.certificates.due import AUTHORITY_DAYS, EARLIER, LEAF_DAYS
from hub.certificates.told import Authority, Leaf
from hub.errors import RefusedError

Key = ec.EllipticCurvePrivateKey
COMMON_NAME: Final = 64
"""Letters of a common name (RFC 5280, ub-common-name)."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who vouches: key and certificate."""

    key: Key
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """Both, for a file that only its user may read."""
        return pem_of(self.key, self.certificate)


def new_authority(
    name: str, names: tuple[str, ...], ranges: tuple[str, ...], now: datetime
) -> Signer:
    """An authority that may vouch for this hub and for nothing else.

    The constraints are critical: what does not understand them must refuse the certificate
    (RFC 5280 4.2.1.10).  `pathlen` 0 and `serverAuth` keep it from making other authorities,
    and from vouching for mail and programs.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    mark = (
        hashlib.sha256(
            key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        )
        .hexdigest()[:4]
        .upper()
    )
    subject = _subject(f"{name[: COMMON_NAME - 12]} · hub {mark}")
    permitted: list[x509.GeneralName] = [x509.DNSName(each) for each in names]
    permitted += [x509.IPAddress(ipaddress.ip_network(each)) for each in ranges]
    builder = (
        _builder(subject, subject, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(_serves(), critical=False)
    )
    return Signer(key, builder.sign(key, SHA256()))


def new_leaf(
    signer: Signer | None, names: tuple[str, ...], addresses: tuple[str, ...], now: datetime
) -> Signer:
    """A certificate for phones, with a key of its own.

    Args:
        signer: The authority, or None: it vouches for itself.
        names: Names it is good for.
        addresses: Addresses it is good for.
        now: A clock that can be believed, aware UTC.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(names[0] if names else addresses[0])
    issuer = subject if signer is None else signer.certificate.subject
    held: list[x509.GeneralName] = [x509.DNSName(each) for each in names]
    held += [x509.IPAddress(ipaddress.ip_address(each)) for each in addresses]
    signing = key if signer is None else signer.key
    builder = (
        _builder(subject, issuer, key, now, LEAF_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(held), critical=False)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(_serves(), critical=False)
        .add_extension(_issuer_key(signing), critical=False)
    )
    return Signer(key, builder.sign(signing, SHA256()))


def load_signer(pem: bytes) -> Signer:
    """Key and certificate of one file.

    Raises:
        RefusedError: ``certificate.damaged``.
    """
    try:
        key, certificate = load_pem_private_key(pem, None), x509.load_pem_x509_certificate(pem)
    except (ValueError, TypeError) as error:
        raise RefusedError("certificate.damaged") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise RefusedError("certificate.damaged")
    return Signer(key, certificate)


def pem_of(key: Key, *certificates: x509.Certificate) -> bytes:
    """A key and certificates in one file."""
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return plain + b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 as phones show it: pairs with colons."""
    return certificate.fingerprint(SHA256()).hex(":").upper()


def told_authority(certificate: x509.Certificate) -> Authority:
    """What is public about an authority."""
    held = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = held.permitted_subtrees or []
    return Authority(
        name=common_name(certificate.subject),
        names=tuple(e.value for e in permitted if isinstance(e, x509.DNSName)),
        ranges=tuple(str(e.value) for e in permitted if isinstance(e, x509.IPAddress)),
        starts=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
        fingerprint=fingerprint(certificate),
    )


def told_leaf(kind: str, certificate: x509.Certificate, issuer: str) -> Leaf:
    """What is public about a certificate."""
    names, addresses = held_names(certificate)
    return Leaf(
        kind,
        names,
        addresses,
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        fingerprint(certificate),
        issuer,
    )


def held_names(certificate: x509.Certificate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and addresses that a certificate is good for; the common name counts nowhere."""
    try:
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return (), ()
    names = held.get_values_for_type(x509.DNSName)
    addresses = held.get_values_for_type(x509.IPAddress)
    return tuple(name.lower() for name in names), tuple(map(str, addresses))


def common_name(name: x509.Name) -> str:
    """What a person reads first of a name."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def _subject(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:COMMON_NAME])])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, days: int
) -> x509.CertificateBuilder:
    starts = (now - EARLIER).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(starts + timedelta(days=days, seconds=-1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _issuer_key(key: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _serves() -> x509.ExtendedKeyUsage:
    return x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
