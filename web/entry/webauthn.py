"""What a passkey says, checked: the one file that knows `fido2` (docs/adr/0039).

It is imported when the first passkey is asked for: with `cryptography` it takes 10 MiB
that most hubs never need.
"""

from __future__ import annotations

import json
import logging
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAttachment,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hub.domain.passkey import PasskeyId
from hub.errors import RefusedError

ALGORITHMS: Final = (-7, -8, -257)
"""COSE: ES256 (Android, iPhone), EdDSA, RS256 (Windows); browsers warn without ES256 or RS256."""
PATIENCE_MS: Final = 60_000
LONGEST: Final = 16 * 1024
"""Letters of an answer; one without a chain of certificates has less than 2,000."""
LONGEST_ID: Final = 1023
"""Bytes of a credential id (WebAuthn 5.8.3)."""
UNREADABLE: Final = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OverflowError,
    NotImplementedError, RecursionError, struct.error, UnsupportedAlgorithm,
)  # fmt: skip
"""What the library raises for bytes that no honest authenticator sends (tests make them up)."""

ASKED: Final = ("id", "rawId", "type")
ANSWERED: Final = (
    "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle",
)  # fmt: skip
"""What we read of an answer (WebAuthn level 3, sections 5.1 and 5.2), all of it text in JSON."""

logging.getLogger("fido2").setLevel(logging.WARNING)  # its INFO tells what our audit log tells


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good.

    Attributes:
        name: The hub's name, of a certificate that the phone believes: the RP ID.
        origin: Scheme, name and port of the page that asks.
        village: Shown by the phone beside the person's name.
    """

    name: str
    origin: str
    village: str


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a phone has just made.

    Attributes:
        id: Its credential id.
        key: Attested credential data.
        counter: Signatures so far.
    """

    id: PasskeyId
    key: bytes
    counter: int


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer that was read, and not yet checked.

    Attributes:
        id: The passkey it says it is of.
        user: Whose it says it is (the id of a phone), or "".
        response: The answer.
    """

    id: PasskeyId
    user: str
    response: AuthenticationResponse


def creation(
    site: Site, challenge: bytes, user: tuple[str, str], known: Iterable[PasskeyId]
) -> dict[str, Any]:
    """What ``navigator.credentials.create`` is asked; bytes as base64url.

    Args:
        site: Where.
        challenge: To be signed.
        user: Id and name that the phone keeps with it.
        known: Passkeys the phone has here: it makes no second one.
    """
    identity, name = user
    options, _ = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=identity.encode(), name=name, display_name=name),
        _described(known),
        ResidentKeyRequirement.REQUIRED,
        UserVerificationRequirement.REQUIRED,
        AuthenticatorAttachment.PLATFORM,
        challenge,
    )
    return _plain(options.public_key)


def made(site: Site, challenge: bytes, told: str) -> Made:
    """The passkey that a phone made.

    Raises:
        RefusedError: ``passkey.refused``: another site or challenge, nobody looked at finger or
            face, or it cannot be read.
    """
    try:
        answer = RegistrationResponse.from_dict(_read(told))
        _check_frame(answer.response.client_data)
        found = _server(site).register_complete(_state(challenge), answer)
        data = found.credential_data
        assert data is not None
        if data.public_key[3] not in ALGORITHMS or len(data.credential_id) > LONGEST_ID:
            raise RefusedError("passkey.refused")
        if data.credential_id != answer.raw_id:
            raise RefusedError("passkey.refused")
    except UNREADABLE as error:
        raise RefusedError("passkey.refused") from error
    return Made(PasskeyId(websafe_encode(data.credential_id)), bytes(data), found.counter)


def request(site: Site, challenge: bytes, known: Iterable[PasskeyId]) -> dict[str, Any]:
    """What ``navigator.credentials.get`` is asked; without known ones the person chooses."""
    options, _ = _server(site).authenticate_begin(
        _described(known) or None, UserVerificationRequirement.REQUIRED, challenge
    )
    return _plain(options.public_key)


def claim(told: str) -> Claim:
    """Read an answer.

    Raises:
        RefusedError: ``passkey.refused``: it cannot be read.
    """
    try:
        found = AuthenticationResponse.from_dict(_read(told))
        _check_frame(found.response.client_data)
        user = (found.response.user_handle or b"").decode("ascii")
        return Claim(PasskeyId(websafe_encode(found.raw_id)), user, found)
    except UNREADABLE as error:
        raise RefusedError("passkey.refused") from error


def count(site: Site, challenge: bytes, claimed: Claim, key: bytes) -> int:
    """The count of signatures in an answer that is right.

    Raises:
        RefusedError: ``passkey.refused``: another site, challenge or key, or nobody looked at
            finger or face.
    """
    try:
        known = [AttestedCredentialData(key)]
        _server(site).authenticate_complete(_state(challenge), known, claimed.response)
        return int(claimed.response.response.authenticator_data.counter)
    except UNREADABLE as error:
        raise RefusedError("passkey.refused") from error


def _server(site: Site) -> Fido2Server:
    server = Fido2Server(
        PublicKeyCredentialRpEntity(name=site.village, id=site.name),
        AttestationConveyancePreference.NONE,
        lambda origin: origin == site.origin,
    )
    sort = PublicKeyCredentialType.PUBLIC_KEY
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=sort, alg=number) for number in ALGORITHMS
    ]
    return server


def _state(challenge: bytes) -> dict[str, Any]:
    """As the library remembers what it asked."""
    told = UserVerificationRequirement.REQUIRED
    return {"challenge": websafe_encode(challenge), "user_verification": told}


def _check_frame(client_data: Any) -> None:
    """Refuse what was asked from inside a page of another site."""
    if client_data.cross_origin:
        raise RefusedError("passkey.refused")


def _described(known: Iterable[PasskeyId]) -> list[PublicKeyCredentialDescriptor]:
    sort = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=sort, id=websafe_decode(one)) for one in known]


def _read(told: str) -> Mapping[str, Any]:
    if len(told) > LONGEST:
        raise RefusedError("passkey.refused")
    found = json.loads(told)
    response = found.get("response") if isinstance(found, dict) else None
    if not isinstance(response, dict):
        raise RefusedError("passkey.refused")
    return {**_texts(found, ASKED), "response": _texts(response, ANSWERED)}


def _texts(told: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """The fields we look at; a number where bytes belong would be made that many bytes."""
    found = {name: told[name] for name in names if told.get(name) is not None}
    if not all(isinstance(value, str) for value in found.values()):
        raise RefusedError("passkey.refused")
    return found


def _plain(options: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(dict(options))), "timeout": PATIENCE_MS}
