"""Keeps the interpreter's state of a foreign thread between its callbacks.

PortAudio calls from a thread Python did not make.  For each call the interpreter then makes
a thread state and throws it away again, which maps and unmaps memory: half of the idle cost
of the playout (measured, docs/adr).  One more claim on that state, never released, keeps it
until the thread ends; what is left over is a few kilobytes each time a card is opened.
"""

from __future__ import annotations

from ctypes import pythonapi


def pin_thread() -> None:
    """Claim this thread's interpreter state for good."""
    pythonapi.PyGILState_Ensure()
