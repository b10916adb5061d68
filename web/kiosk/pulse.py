"""Tells the pages what became of the screen."""

from __future__ import annotations

import http.client
from typing import Final

from hub.checkup.pulse import PATIENCE_S

LONGEST: Final = 4096


def report(port: int, starts: int) -> bool:
    """Let the hub write down that the screen only shows its plain page; True = it has."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    headers = {"Host": f"localhost:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        line.request("POST", "/kiosk/trouble", f"starts={starts}", headers)
        answer = line.getresponse()
        answer.read(LONGEST)
    except (OSError, http.client.HTTPException):
        return False  # whoever watches tells it again
    else:
        return answer.status == http.HTTPStatus.NO_CONTENT
    finally:
        line.close()
