"""Keeps the hub's certificates good: makes what is due, tells what is public, sets nginx up."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from hub.certificates.due import Kind, Wanted, Why, Work, blocks_of, covered, work
from hub.certificates.making import (
    Signer,
    fingerprint,
    load_signer,
    new_authority,
    new_leaf,
    told_authority,
    told_leaf,
)
from hub.certificates.places import PUBLIC, SECRET, Places, write_whole
from hub.certificates.server_config import Front, text_of
from hub.certificates.supplied import Supplied
from hub.certificates.told import Told, read_told, to_json
from hub.config import Config
from hub.errors import RefusedError
from hub.interfaces import ANYWHERE

SUPPLIED = "supplied"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keys and certificates of one hub.

    Attributes:
        places: Where they lie.
        config: The configuration.
        wanted: What the certificate shall be good for.
    """

    places: Places
    config: Config
    wanted: Wanted

    def keep(self, now: datetime, asked: Work | None = None) -> Work:
        """Make what is due.

        Args:
            now: A clock that can be believed, aware UTC.
            asked: What a person wants made anew.

        Returns:
            What was made, and why.

        Raises:
            RefusedError: The files cannot be written.
        """
        self.places.make()
        told = self.told()
        due = work(told, self.wanted, now)
        if asked is not None:
            due = Work(due.authority or asked.authority, due.leaf or asked.leaf)
        if due.authority is not None and self.wanted.kind is Kind.AUTHORITY:
            told = self._renew_authority(told, now)
        if due.leaf is not None:
            told = self._renew_leaf(told, now)
        if due != Work(None, None) or not self.places.told.exists():
            self._tell(told)
        self.configure(told)
        return due

    def told(self) -> Told:
        """What is public, as far as the keys are still there."""
        told = read_told(self.places.told)
        is_whole = told.authority is None or self.places.authority.is_file()
        return replace(
            told,
            authority=told.authority if is_whole else None,
            serving=told.serving if self.places.serving.is_file() else None,
            supplied=told.supplied if self.places.supplied.is_file() else None,
        )

    def install(self, supplied: Supplied) -> None:
        """Use a certificate that the commune supplied.

        Raises:
            RefusedError: The files cannot be written.
        """
        self.places.make()
        leaf = told_leaf(SUPPLIED, supplied.leaf, supplied.issuer)
        write_whole(self.places.supplied, supplied.pem, SECRET)
        told = replace(self.told(), supplied=replace(leaf, names=supplied.names))
        self._tell(told)
        self.configure(told)

    def configure(self, told: Told) -> None:
        """Write nginx's file, and have a running nginx read it and the keys again."""
        names = told.supplied.names if told.supplied is not None else ()
        front = Front(
            listens=listens(self.config.web.host, self.config.network.https_port),
            serving=str(self.places.serving),
            pages=str(self.places.pages),
            run=str(self.places.run),
            pid=str(self.places.pid),
            supplied=str(self.places.supplied) if names else None,
            supplied_names=names,
        )
        text = text_of(front).encode()
        if _content(self.places.server_config) != text:
            write_whole(self.places.server_config, text, PUBLIC)

    def _renew_authority(self, told: Told, now: datetime) -> Told:
        if self.places.authority.is_file():  # phones still believe it: a mistake can be undone
            before = self.places.authority.with_name("before.pem")
            write_whole(before, self.places.authority.read_bytes(), SECRET)
        made = new_authority(self.config.name, self.wanted.names, blocks_of(self.wanted), now)
        write_whole(self.places.authority, made.pem(), SECRET)
        return replace(told, authority=told_authority(made.certificate))

    def _renew_leaf(self, told: Told, now: datetime) -> Told:
        signer = self._signer()
        authority = told_authority(signer.certificate) if signer is not None else None
        names, addresses = covered(authority, self.wanted)
        if not names and not addresses:
            raise RefusedError("certificate.nothing_covered")
        made = new_leaf(signer, names, addresses, now)
        write_whole(self.places.serving, made.pem(), SECRET)
        issuer = authority.fingerprint if authority else fingerprint(made.certificate)
        leaf = told_leaf(self.wanted.kind, made.certificate, issuer)
        return replace(told, authority=authority or told.authority, serving=leaf)

    def _signer(self) -> Signer | None:
        if self.wanted.kind is Kind.SELF_SIGNED:
            return None
        return load_signer(self.places.authority.read_bytes())

    def _tell(self, told: Told) -> None:
        if told.authority is not None and self.places.authority.is_file():
            certificate = load_signer(self.places.authority.read_bytes()).certificate
            write_whole(self.places.download, certificate.public_bytes(Encoding.DER), PUBLIC)
        write_whole(self.places.told, to_json(told), PUBLIC)


def read_again(places: Places, kill: Callable[[int, int], None] = os.kill) -> bool:
    """Have a running nginx read its file and keys again; False when none runs.

    Args:
        places: Where its number stands.
        kill: Sends a signal.
    """
    with suppress(OSError, ValueError):
        number = int(places.pid.read_text("ascii"))
        if _is_nginx(number):
            kill(number, signal.SIGHUP)
            return True
    return False


def listens(host: str, port: int) -> tuple[str, ...]:
    """Where nginx listens, as it writes addresses: like the pages, and IPv6 where there is any."""
    if host not in ANYWHERE:
        return (f"[{host}]:{port}" if ":" in host else f"{host}:{port}",)
    return (f"0.0.0.0:{port}", f"[::]:{port}") if _has_ipv6() else (f"0.0.0.0:{port}",)


def all_new(*, with_authority: bool) -> Work:
    """What a person asks for by `village-hub certificate renew`."""
    return Work(Why.ASKED if with_authority else None, Why.ASKED)


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::", 0))
    except OSError:
        return False
    return True


def _is_nginx(number: int) -> bool:
    """The number may have been given to another process since."""
    return Path(f"/proc/{number}/comm").read_text("ascii").strip() == "nginx"


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
