"""Asks the pages how long ago the screen painted."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Final

PATIENCE_S: Final = 2.0
LONGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class Pulse:
    """An answer.

    Attributes:
        age_s: Seconds since the page painted; None = not since the service began.
        is_lit: Its light must be on.
    """

    age_s: float | None
    is_lit: bool = True


def ask(port: int) -> Pulse | None:
    """The answer, or None when nobody answers in time."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        line.request("GET", "/kiosk/pulse", headers={"Host": f"localhost:{port}"})
        answer = line.getresponse()
        if answer.status != http.HTTPStatus.OK:
            return None
        told = json.loads(answer.read(LONGEST))
        age_s, is_lit = told["age_s"], bool(told["lit"])
        return Pulse(None if age_s is None else float(age_s), is_lit)
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None  # nobody, or a program that is not the hub
    finally:
        line.close()
