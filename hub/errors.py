"""Error families, told apart by what the caller does next.

An error carries a *key* of the message catalogue (`hub/translations`) and the
values that fill it, so that the same error is a sentence in Vietnamese on a phone
and in English in a log.  The message says what, which and the number.
"""

from __future__ import annotations


class HubError(Exception):
    """Base of all errors of the hub.

    Args:
        key: Name of a sentence in the message catalogue, such as ``"zone.unknown"``.
        values: What fills the sentence's ``{placeholders}``.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        filled = " ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.key} {filled}".strip()


class ConfigError(HubError, ValueError):
    """The configuration is wrong: the service ends at start with exit code 78.

    Args:
        problems: Every mistake found, each with its own key and values.
    """

    def __init__(self, problems: tuple[HubError, ...]) -> None:
        super().__init__("config.mistakes", count=len(problems))
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.problems)


class LinkError(HubError, ConnectionError):
    """The other end is away: wait, try again with back-off, say so once."""


class RefusedError(HubError, ValueError):
    """A document or request is refused: never retry the same one, keep it, report it."""


class MediaError(HubError, OSError):
    """Media cannot be played: skip the cue, play the fallback, report."""


class DeviceError(HubError, OSError):
    """A device failed: degrade; that zone is off, others go on."""


class StoreError(HubError, RuntimeError):
    """The store cannot be used: end and restart; the third time restore the backup."""


class StoreBusyError(StoreError):
    """The store cannot take a write now (disk full, read-only): keep the row and try again."""


class ControlError(HubError, RuntimeError):
    """An order was not confirmed: tell the person what is not known."""
