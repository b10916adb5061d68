"""Sets nginx up: writes its file, has a running one read it again, or end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import ifaddr

from hub.certificates.front import nginx
from hub.certificates.places import PUBLIC, Places, write_whole
from hub.certificates.server_config import Front, text_of
from hub.certificates.told import Told
from hub.config import Config
from hub.interfaces import ANYWHERE

Kill = Callable[[int, int], None]
HTTP2_LINE: Final = (1, 25, 1)
"""From this nginx on (Debian 13) the old way to ask for HTTP/2 is a warning at each start."""


def configure(places: Places, config: Config, told: Told) -> bool:
    """Write nginx's file when it would be another.

    Returns:
        True when it is another; a running nginx must read it again.

    Raises:
        RefusedError: It cannot be written.
    """
    names = told.supplied.names if told.supplied is not None else ()
    front = Front(
        listens=listens(config.web.host, config.network.https_port),
        serving=str(places.serving),
        pages=str(places.pages),
        run=str(places.run),
        pid=str(places.pid),
        supplied=str(places.supplied) if names else None,
        supplied_names=names,
        user="root" if places.folder.stat().st_uid == 0 else "",
        has_http2_line=has_http2_line(nginx()),
    )
    text = text_of(front).encode()
    if _content(places.server_config) == text:
        return False
    write_whole(places.server_config, text, PUBLIC)
    return True


def read_again(places: Places, kill: Kill = os.kill) -> bool:
    """Have a running nginx read its file and keys again; False when none runs.

    Args:
        places: Where its number stands.
        kill: Sends a signal.
    """
    return _send(places, signal.SIGHUP, kill)


def retire(places: Places, kill: Kill = os.kill) -> bool:
    """There shall be no https any more: nginx ends when it has answered, and stays so."""
    with suppress(OSError):
        places.server_config.unlink()
    return _send(places, signal.SIGQUIT, kill)


def has_http2_line(program: str | None) -> bool:
    """Whether this nginx knows ``http2 on``; an older one (Debian 12) refuses to start with it."""
    if program is None:
        return False
    try:
        told = subprocess.run([program, "-v"], capture_output=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    found = re.search(rb"nginx/(\d+)\.(\d+)\.(\d+)", told.stderr)
    return found is not None and tuple(map(int, found.groups())) >= HTTP2_LINE


def listens(host: str, port: int) -> tuple[str, ...]:
    """Where nginx listens, as it writes addresses: like the pages, and IPv6 where there is any."""
    if host not in ANYWHERE:
        return (f"[{host}]:{port}" if ":" in host else f"{host}:{port}",)
    has_ipv6 = any(ip.is_IPv6 for adapter in ifaddr.get_adapters() for ip in adapter.ips)
    return (f"0.0.0.0:{port}", f"[::]:{port}") if has_ipv6 else (f"0.0.0.0:{port}",)


def _send(places: Places, number: signal.Signals, kill: Kill) -> bool:
    with suppress(OSError, ValueError):
        process = int(places.pid.read_text("ascii"))
        if _is_nginx(process):
            kill(process, number)
            return True
    return False


def _is_nginx(number: int) -> bool:
    """The number may have been given to another process since."""
    return Path(f"/proc/{number}/comm").read_text("ascii").strip() == "nginx"


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
