"""The socket file of a service: made safely, replaced when stale, and who knocks at it."""

from __future__ import annotations

import socket
import stat
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.errors import ControlError
from hub.varlink.service import refusal
from hub.varlink.wire import encode

BACKLOG: Final = 64
"""Callers that may wait to be let in."""

_MODE: Final = 0o660
_PEER: Final = struct.Struct("3i")


def listen(path: Path) -> socket.socket:
    """Listen on `path`: made beside it and moved there, so that its mode is never another.

    Raises:
        ControlError: ``control.taken`` when another service answers there,
            ``control.cannot_listen`` when the file cannot be made.
    """
    _look_for_another(path)
    made = path.with_name(path.name + "~")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.unlink(missing_ok=True)
        listener.bind(str(made))
        made.chmod(_MODE)
        listener.listen(BACKLOG)
        listener.settimeout(0.0)
        made.rename(path)
    except OSError as error:
        listener.close()
        raise ControlError("control.cannot_listen", path=path, error=error) from error
    return listener


def uid_of(connection: socket.socket) -> int:
    """The user at the other end, as the kernel knows it."""
    peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(peer)[1])


def send_away(connection: socket.socket) -> None:
    """Say that this user may not call, without waiting for it to be read."""
    with connection, suppress(OSError):
        connection.settimeout(0.0)
        connection.send(encode(refusal("PermissionDenied")))


def _look_for_another(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if not stat.S_ISSOCK(mode):
        raise ControlError("control.cannot_listen", path=path, error="not a socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, suppress(OSError):
        probe.settimeout(0.2)
        probe.connect(str(path))
        raise ControlError("control.taken", path=path)
