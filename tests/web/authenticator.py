"""A phone's finger sensor in software: real keys and bytes as WebAuthn writes them, and lies."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ES256, ES384 = b"\x26", b"\x38\x22"
"""-7 and -35, as CBOR writes them."""


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def cbor_bytes(content: bytes) -> bytes:
    return b"\x59" + struct.pack(">H", len(content)) + content


@dataclass
class Authenticator:
    """Makes passkeys and signs; what it is told to say otherwise, it says otherwise.

    Attributes:
        counter: Signatures so far; None = it counts none.
    """

    origin: str = "https://hub.local"
    site: str = "hub.local"
    counter: int | None = 0
    passkeys: dict[str, tuple[ec.EllipticCurvePrivateKey, str]] = field(default_factory=dict)

    def make(self, options: dict[str, Any], **lies: Any) -> str:
        """Answer ``navigator.credentials.create`` as the page sends it."""
        identity, key = secrets.token_bytes(16), ec.generate_private_key(ec.SECP256R1())
        self.passkeys[b64(identity)] = (key, options["user"]["id"])
        held = (
            bytes(16)
            + struct.pack(">H", len(identity))
            + identity
            + _cose(key, lies.get("algorithm", ES256))
        )
        flags = lies.get("flags", PRESENT | VERIFIED) | ATTESTED
        data = self._data(flags, lies) + held
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData" + cbor_bytes(
            data
        )  # three entries: "none", nothing to attest, the data
        told = {
            "clientDataJSON": b64(self._client_data("webauthn.create", options, lies)),
            "attestationObject": b64(attestation),
        }
        return json.dumps({"rawId": b64(identity), "type": "public-key", "response": told})

    def sign(self, options: dict[str, Any], **lies: Any) -> str:
        """Answer ``navigator.credentials.get`` as the page sends it."""
        allowed = [one["id"] for one in options.get("allowCredentials", [])] or [*self.passkeys]
        identity = lies.get("identity") or next(one for one in self.passkeys if one in allowed)
        key, user = self.passkeys[identity]
        client = self._client_data("webauthn.get", options, lies)
        data = self._data(lies.get("flags", PRESENT | VERIFIED), lies)
        signature = key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(lies.get("signature", signature)),
            "userHandle": lies.get("user", user),
        }
        return json.dumps({"rawId": identity, "type": "public-key", "response": told})

    def _data(self, flags: int, lies: dict[str, Any]) -> bytes:
        if self.counter is not None:
            self.counter += 1
        counter = lies.get("counter", self.counter or 0)
        site = lies.get("site", self.site)
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, counter)

    def _client_data(self, sort: str, options: dict[str, Any], lies: dict[str, Any]) -> bytes:
        told = {
            "type": lies.get("type", sort),
            "challenge": lies.get("challenge", options["challenge"]),
            "origin": lies.get("origin", self.origin),
            "crossOrigin": lies.get("cross", False),
        }
        return json.dumps(told).encode()


def _cose(key: ec.EllipticCurvePrivateKey, algorithm: bytes) -> bytes:
    """{1: EC2, 3: ES256, -1: P-256, -2: x, -3: y} (RFC 9053, 7.1.1)."""
    numbers = key.public_key().public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return b"\xa5\x01\x02\x03" + algorithm + b"\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y
