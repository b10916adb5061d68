"""How safely a page came to this phone, and where the safer way is (pure)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hub.certificates.told import Told

HTTP_PORT: Final = 80
HTTPS_PORT: Final = 443


class Level(StrEnum):
    """A rung of the ladder, as far as the hub itself can tell."""

    ONLY_HTTP = "only_http"
    """There is no https yet."""
    HTTP = "http"
    """Plain, but https is there."""
    OWN = "own"
    """By the hub's own certificate; whether the phone believes it, only the phone knows."""
    SUPPLIED = "supplied"
    """By a certificate that every phone believes."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a page was asked for.

    Attributes:
        host: The Host header, of a name or an address that the hub knows.
        is_secure: By https.
        is_up: https can be reached.
        https_port: Its port.
    """

    host: str
    is_secure: bool
    is_up: bool
    https_port: int

    @property
    def name(self) -> str:
        """The host without its port."""
        return name_of(self.host)

    def level(self, told: Told) -> Level:
        """The rung of this page."""
        if self.is_secure:
            names = told.supplied.names if told.supplied is not None else ()
            return Level.SUPPLIED if self.name in names else Level.OWN
        return Level.HTTP if self.is_up else Level.ONLY_HTTP

    def safer(self, told: Told) -> str:
        """The same hub by https: by the commune's name when there is one."""
        names = told.supplied.names if told.supplied is not None else ()
        return base("https", names[0] if names else self.name, self.https_port)


def name_of(host: str) -> str:
    """A Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def base(scheme: str, host: str, port: int) -> str:
    """Scheme, host and port, with a slash at the end."""
    usual = HTTPS_PORT if scheme == "https" else HTTP_PORT
    return f"{scheme}://{host}" + ("" if port == usual else f":{port}") + "/"


def is_covered(told: Told, host: str) -> bool:
    """Whether the hub's own certificate is good for the host under which it was asked for."""
    leaf = told.serving
    if leaf is None:
        return False
    plain = host.strip("[]")
    try:
        return str(ipaddress.ip_address(plain)) in leaf.addresses
    except ValueError:
        return plain in leaf.names


def passkey_name(told: Told, host: str, *, is_secure: bool) -> str | None:
    """The name under which passkeys are good on this page (their RP ID); None = here they are not.

    Browsers keep them by https under a name, never under an address (WebAuthn 5.1.3), and only
    where they believe the certificate.
    """
    name = name_of(host)
    return name if is_secure and name in _named(told) else None


def named_way(told: Told, https_port: int) -> str | None:
    """The hub by https under a name: where passkeys are good; None while it has none."""
    names = _named(told)
    return base("https", names[0], https_port) if names else None


def _named(told: Told) -> tuple[str, ...]:
    """Names that a certificate of the hub carries, the commune's first."""
    leaves = (told.supplied, told.serving)
    return tuple(name for leaf in leaves if leaf is not None for name in leaf.names)


def grouped(fingerprint: str) -> list[str]:
    """A fingerprint in eight groups of four pairs, which people can compare."""
    pairs = fingerprint.split(":")
    return [" ".join(pairs[at : at + 4]) for at in range(0, len(pairs), 4)]
