"""Keeps the hub's certificates good: makes what is due, tells what is public, sets nginx up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

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
from hub.certificates.server import configure
from hub.certificates.supplied import Supplied
from hub.certificates.told import Told, read_told, to_json
from hub.config import Config
from hub.errors import RefusedError

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
        configure(self.places, self.config, told)
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
        configure(self.places, self.config, told)

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


def all_new(*, with_authority: bool) -> Work:
    """What a person asks for by `village-hub certificate renew`."""
    return Work(Why.ASKED if with_authority else None, Why.ASKED)
