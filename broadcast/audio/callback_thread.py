"""Makes a thread of PortAudio's fit to call Python many times a second."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from ctypes import pythonapi
from typing import Final

PRIORITY: Final = 10
"""Above everything ordinary, below what the kernel's drivers use."""
SWITCH_S: Final = 0.001
"""How long another Python thread may make the callback wait; usual are 5 ms, half a block."""


def adopt_thread() -> None:
    """Prepare the calling thread; once, from its first callback.

    For each call from a thread it did not make, the interpreter makes a thread state and
    throws it away again, which maps and unmaps memory: half of the idle cost of the playout.
    One more claim on that state, never released, keeps it until the thread ends; what is left
    over then is a few kilobytes each time a card is opened.

    Real-time priority is taken where the system allows it (`LimitRTPRIO=`).
    """
    pythonapi.PyGILState_Ensure()
    with suppress(PermissionError):
        if os.sched_getscheduler(0) == os.SCHED_OTHER:  # JACK's thread has one already
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))


def switch_quickly() -> None:
    """Let no Python thread keep the callback waiting for long."""
    sys.setswitchinterval(SWITCH_S)
