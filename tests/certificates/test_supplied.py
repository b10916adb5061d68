"""A certificate that the commune supplies: what phones would refuse is refused at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hub.certificates.supplied import check
from hub.errors import RefusedError
from tests.certificates.hubs import NOW, Hub

NAME = "hub.xa-yen-minh.vn"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Office:
    """The commune's authority with one intermediate, and what it signs."""

    def __init__(self) -> None:
        self.root_key, self.key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.root = self.made("Gốc", "Gốc", self.root_key, self.root_key, is_ca=True)
        self.between = self.made("Xã", "Gốc", self.key, self.root_key, is_ca=True)
        self.leaf_key: Key = ec.generate_private_key(ec.SECP256R1())

    def made(
        self, name: str, issuer: str, key: Key, signer: Key, *, is_ca: bool = False, days: int = 90,
        starts: int = 0, names: tuple[str, ...] = (), uses: bool = False,
    ) -> x509.Certificate:  # fmt: skip
        first = NOW - timedelta(days=1) + timedelta(days=starts)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(first)
            .not_valid_after(first + timedelta(days=days))
            .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        )
        if names:
            held = x509.SubjectAlternativeName([x509.DNSName(each) for each in names])
            builder = builder.add_extension(held, critical=False)
        if uses:
            mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            builder = builder.add_extension(mail, critical=False)
        return builder.sign(signer, SHA256())

    def leaf(self, *names: str, **more: bool | int) -> x509.Certificate:
        return self.made(NAME, "Xã", self.leaf_key, self.key, names=names or (NAME,), **more)  # type: ignore[arg-type]

    def key_pem(self, password: bytes = b"") -> bytes:
        kept = BestAvailableEncryption(password) if password else NoEncryption()
        return self.leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept)


def pem(*chain: x509.Certificate) -> bytes:
    return b"".join(each.public_bytes(Encoding.PEM) for each in chain)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_whole_chain_passes_and_the_root_is_not_sent(office: Office) -> None:
    leaf = office.leaf()

    passed = check(pem(leaf, office.between, office.root), office.key_pem(), (NAME,), NOW)

    assert passed.names == (NAME,)
    assert x509.load_pem_x509_certificates(passed.pem) == [leaf, office.between]


def test_a_root_that_phones_know_need_not_be_in_the_file(office: Office) -> None:
    chain = pem(office.leaf(), office.between)

    assert check(chain, office.key_pem(), (NAME,), NOW, [office.root]).names == (NAME,)


def test_a_star_stands_for_one_label(office: Office) -> None:
    chain = pem(office.leaf("*.xa-yen-minh.vn"), office.between, office.root)

    assert check(chain, office.key_pem(), ("hub.local", NAME), NOW).names == (NAME,)
    with pytest.raises(RefusedError, match="other_name"):
        check(chain, office.key_pem(), ("a.hub.xa-yen-minh.vn",), NOW)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (lambda o: pem(o.leaf(), o.root), "broken_chain"),
        (lambda o: pem(o.between, o.leaf(), o.root), "other_key"),
        (lambda o: pem(o.leaf()), "no_chain"),
        (lambda o: pem(o.leaf(), o.between), "no_chain"),
        (lambda o: pem(o.leaf(days=1), o.between, o.root), "ended"),
        (lambda o: pem(o.leaf(starts=3), o.between, o.root), "not_yet"),
        (lambda o: pem(o.leaf("bank.vn"), o.between, o.root), "other_name"),
        (lambda o: pem(o.leaf(uses=True), o.between, o.root), "other_purpose"),
        (lambda _: b"not a certificate", "no_certificate"),
        (lambda _: b"-" * 300_000, "too_large"),
    ],
)
def test_what_phones_would_refuse_is_refused(
    office: Office, wrong: Callable[[Office], bytes], key: str
) -> None:
    with pytest.raises(RefusedError, match=f"certificate.{key}"):
        check(wrong(office), office.key_pem(), (NAME,), NOW)


def test_the_key_of_something_else_is_refused(office: Office) -> None:
    with pytest.raises(RefusedError, match="other_key"):
        check(pem(office.leaf(), office.between, office.root), Office().key_pem(), (NAME,), NOW)


def test_a_key_with_a_password_is_refused(office: Office) -> None:
    with pytest.raises(RefusedError, match="locked_key"):
        check(pem(office.leaf()), office.key_pem(b"secret"), (NAME,), NOW)


def test_a_weak_key_is_refused(office: Office) -> None:
    office.leaf_key = rsa.generate_private_key(65537, 1024)

    with pytest.raises(RefusedError, match="weak_key"):
        check(pem(office.leaf(), office.between, office.root), office.key_pem(), (NAME,), NOW)


def test_the_hubs_own_certificate_stays_for_its_own_names(office: Office, tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.keeper().keep(NOW)
    chain = pem(office.leaf(), office.between, office.root)

    hub.keeper().install(check(chain, office.key_pem(), (NAME,), NOW))

    text = hub.places.server_config.read_text("utf-8")
    assert f"server_name {NAME};" in text
    assert str(hub.places.serving) in text
    assert hub.places.supplied.stat().st_mode & 0o777 == 0o600
