"""Has a week of the log book printed as a PDF, by a child process: one at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Final

from hub.errors import LinkError
from hub.logbook.wish import Wish

LONGEST_S: Final = 60.0
"""A Raspberry Pi 4 takes some seconds for a full week, and longer when it has other work."""
COMMAND: Final = (sys.executable, "-P", "-m", "hub.logbook.binder")


@dataclass(slots=True)
class Binder:
    """Who prints.

    Attributes:
        command: What is run; it is told the wish on standard input and answers with the PDF.
    """

    command: tuple[str, ...] = COMMAND
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def bind(self, wish: Wish) -> bytes:
        """The PDF.

        Raises:
            LinkError: It could not be made, or another is being made.
        """
        if not self._busy.acquire(blocking=False):
            raise LinkError("log.paper_busy")
        try:
            made = subprocess.run(  # noqa: S603  # our own module, nothing of it is given
                self.command,
                input=wish.written(),
                capture_output=True,
                check=True,
                timeout=LONGEST_S,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise LinkError("log.no_paper", error=type(error).__name__) from error
        finally:
            self._busy.release()
        return made.stdout
