"""A hub's certificates in a folder, and the real OpenSSL that judges them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hub.certificates.due import Kind, Wanted
from hub.certificates.keeper import Keeper
from hub.certificates.making import load_signer, new_leaf, pem_of
from hub.certificates.places import Places, places_of
from hub.config import Config, parse

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
NAMES = ("hub.local", "thon-thu.local")


def config_in(folder: Path, **network: Any) -> Config:
    hub = {"name": "Thôn Thử", "data_dir": "data", "run_dir": "run", "assume_clock": True}
    return parse({"hub": hub, "network": network}, folder)


def wanted(*addresses: str, names: tuple[str, ...] = NAMES, **more: Any) -> Wanted:
    return Wanted(more.pop("kind", Kind.AUTHORITY), names, addresses or ("192.168.1.9",), **more)


@dataclass
class Hub:
    """One hub, and what OpenSSL thinks of what it made."""

    folder: Path

    @property
    def places(self) -> Places:
        return places_of(config_in(self.folder))

    def keeper(self, wish: Wanted | None = None) -> Keeper:
        return Keeper(self.places, config_in(self.folder), wish or wanted())

    def serving(self) -> x509.Certificate:
        return load_signer(self.places.serving.read_bytes()).certificate

    def sign(self, *names: str, addresses: tuple[str, ...] = ()) -> Path:
        """What a thief of the authority's key could make."""
        signer = load_signer(self.places.authority.read_bytes())
        made = new_leaf(signer, names, addresses, NOW)
        path = self.folder / "stolen.pem"
        path.write_bytes(pem_of(made.key, made.certificate))
        return path

    def judge(self, leaf: Path, at: datetime = NOW) -> tuple[bool, str]:
        """OpenSSL as a phone that installed the authority."""
        root = self.folder / "root.pem"
        certificate = x509.load_der_x509_certificate(self.places.download.read_bytes())
        root.write_bytes(certificate.public_bytes(Encoding.PEM))
        seconds = str(int(at.timestamp()))
        command = ["openssl", "verify", "-attime", seconds, "-purpose", "sslserver", "-x509_strict"]
        answer = subprocess.run(
            [*command, "-CAfile", str(root), str(leaf)], capture_output=True, text=True, check=False
        )
        return answer.returncode == 0, answer.stdout + answer.stderr
