"""The commune's signature of a catalogue: right, missing, wrong, of a file that was changed."""

from __future__ import annotations

import base64
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hub.content.in_use import catalogue_in_use
from hub.content.signature import check_signature, is_signed
from hub.domain.catalogue import StoredCatalogue
from hub.errors import RefusedError

COMMUNE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY = COMMUNE.public_key().public_bytes_raw()
DOCUMENT = 'format = 1\ntitle = "Danh mục xã Hòa An"\n'.encode()


def signed(document: bytes = DOCUMENT, by: Ed25519PrivateKey = COMMUNE) -> bytes:
    return document + b"# signature: ed25519 " + base64.b64encode(by.sign(document)) + b"\n"


def reason(document: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        check_signature(document, KEY, "xa.toml")
    return caught.value.key


def test_what_the_commune_signed_passes() -> None:
    check_signature(signed(), KEY, "xa.toml")

    assert is_signed(signed(), KEY)


@pytest.mark.parametrize("end", [b"", b"\r\n", b"\n\n  \n"])
def test_blanks_that_an_editor_leaves_at_the_end_do_no_harm(end: bytes) -> None:
    check_signature(signed().rstrip() + end, KEY, "xa.toml")


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (DOCUMENT, "content.unsigned"),
        (b"", "content.unsigned"),
        (signed() + b'title = "x"\n', "content.unsigned"),
        (DOCUMENT + b"# signature: ed25519 AAAA\n", "content.wrong_signature"),
        (DOCUMENT + b"# signature: ed25519 !!!\n", "content.wrong_signature"),
        (signed(by=OTHER), "content.wrong_signature"),
        (signed().replace(b"format = 1", b"format = 2"), "content.wrong_signature"),
        (b"# " + signed(), "content.wrong_signature"),
        (signed(signed(), OTHER), "content.wrong_signature"),
    ],
)
def test_anything_else_is_refused_with_its_reason(document: bytes, why: str) -> None:
    assert reason(document) == why
    assert not is_signed(document, KEY)


def test_without_a_key_nothing_counts_as_signed() -> None:
    document = b'format = 1\nid = "xa"\ntitle = "x"\npublisher = "x"\nversion = 1\n'
    document += b'made_on = 2026-11-01\n[[procedure]]\ncode = "1.000894"\nname = "x"\n'
    stored = StoredCatalogue("xa", 1, "", signed(document), datetime(2026, 11, 2, tzinfo=UTC))

    assert not catalogue_in_use(stored).is_signed
    assert catalogue_in_use(stored, KEY).is_signed


@pytest.mark.property
@given(st.integers(0, len(DOCUMENT) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed(at: int, change: int) -> None:
    made = bytearray(signed())
    made[at] ^= change

    assert not is_signed(bytes(made), KEY)


def test_a_signature_of_openssl_is_one(tmp_path: Path) -> None:
    """As docs/guide-commune-it.md tells it."""
    (tmp_path / "xa.toml").write_bytes(DOCUMENT)
    script = (
        "openssl genpkey -algorithm ed25519 -out xa.pem\n"
        "openssl pkey -in xa.pem -pubout -outform DER | tail -c 32 | base64 > xa.pub\n"
        "openssl pkeyutl -sign -inkey xa.pem -rawin -in xa.toml -out xa.sig\n"
        'echo "# signature: ed25519 $(base64 -w 0 xa.sig)" >> xa.toml\n'
    )
    subprocess.run(["sh", "-ec", script], cwd=tmp_path, check=True, capture_output=True)

    key = base64.b64decode((tmp_path / "xa.pub").read_bytes())
    check_signature((tmp_path / "xa.toml").read_bytes(), key, "xa.toml")
