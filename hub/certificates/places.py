"""Where keys and certificates lie, and how they are written: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.config import Config
from hub.errors import RefusedError

SECRET: Final = 0o600
PUBLIC: Final = 0o644


@dataclass(frozen=True, slots=True)
class Places:
    """The files, beside the store and not in it: the services that share the store see none.

    Attributes:
        folder: Survives; belongs to the user that ends TLS.
        run: Sockets; lost at power-off.
    """

    folder: Path
    run: Path

    @property
    def authority(self) -> Path:
        """Key and certificate of the hub's own authority; the server of pages cannot see it."""
        return self.folder / "authority" / "authority.pem"

    @property
    def serving(self) -> Path:
        """Key and certificate that are shown to phones: one file, so that they always fit."""
        return self.folder / "serving.pem"

    @property
    def supplied(self) -> Path:
        """Key and certificates that the commune supplied."""
        return self.folder / "supplied.pem"

    @property
    def server_config(self) -> Path:
        """What nginx is told."""
        return self.folder / "nginx.conf"

    @property
    def download(self) -> Path:
        """The authority's certificate, for phones."""
        return self.folder / "public" / "authority.crt"

    @property
    def told(self) -> Path:
        """What is public about all of them; see `hub.certificates.told`."""
        return self.folder / "public" / "told.json"

    @property
    def pages(self) -> Path:
        """The socket on which the pages believe who calls: only nginx can open it."""
        return self.run / "pages.sock"

    @property
    def pid(self) -> Path:
        """Who is to read its configuration again."""
        return self.run / "nginx.pid"

    def make(self) -> None:
        """Make the folders.

        Raises:
            RefusedError: ``certificate.not_yours``: another user owns them.
        """
        try:
            for folder, mode in (
                (self.folder, 0o755),
                (self.authority.parent, 0o700),
                (self.told.parent, 0o755),
                (self.run, 0o755),
            ):
                if not folder.is_dir():
                    folder.mkdir(mode=mode, parents=True)
                    folder.chmod(mode)
                    _give_to_owner_of(folder.parent, folder)
        except PermissionError as error:
            raise RefusedError("certificate.not_yours", path=self.folder) from error


def places_of(config: Config) -> Places:
    """``/var/lib/hub-tls`` beside ``/var/lib/hub``, and the same for ``/run/hub``."""
    data, run = config.data_dir, config.run_dir
    return Places(data.with_name(f"{data.name}-tls"), run.with_name(f"{run.name}-tls"))


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Put a file in place so that a power cut leaves the old one or the new one.

    Args:
        path: Its place.
        content: What it holds.
        mode: `SECRET` or `PUBLIC`.

    Raises:
        RefusedError: ``certificate.not_yours``, ``certificate.not_written``.
    """
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                os.fchmod(file.fileno(), mode)
                _give_to_owner_of(path.parent, Path(draft))
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except PermissionError as error:
        raise RefusedError("certificate.not_yours", path=path.parent) from error
    except OSError as error:
        raise RefusedError("certificate.not_written", path=path, error=error) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _give_to_owner_of(folder: Path, made: Path) -> None:
    """What an administrator writes still belongs to the service."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(made, owner.st_uid, owner.st_gid)
