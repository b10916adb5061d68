"""The hub's errors as errors of the interface ``vn.hub``, and back."""

from __future__ import annotations

from typing import Any, Final

from hub.errors import (
    ControlError,
    DeviceError,
    HubError,
    LinkError,
    MediaError,
    RefusedError,
    StoreBusyError,
    StoreError,
)
from hub.varlink.wire import Message

NAME: Final = "vn.hub"
STANDARD: Final = "org.varlink.service"

_FAMILIES: Final[dict[str, type[HubError]]] = {
    "Refused": RefusedError,
    "Media": MediaError,
    "Device": DeviceError,
    "StoreBusy": StoreBusyError,
    "Store": StoreError,
    "Link": LinkError,
    "Control": ControlError,
    "Failed": HubError,
}
"""Narrower families first."""

TEXT: Final = """# Errors of a village hub.  The key names a sentence of the message catalogue
# and the values fill it, so that whoever asked can say it in their own language.
interface vn.hub

# The request is refused and changed nothing; asking the same again is no use.
error Refused (key: string, values: [string]object)

# Media cannot be played.
error Media (key: string, values: [string]object)

# A device failed.
error Device (key: string, values: [string]object)

# The store cannot take it now; ask again later.
error StoreBusy (key: string, values: [string]object)

# The store cannot be used.
error Store (key: string, values: [string]object)

# Another machine is away; ask again later.
error Link (key: string, values: [string]object)

# Another service did not confirm.
error Control (key: string, values: [string]object)

# Something else went wrong.
error Failed (key: string, values: [string]object)
"""


def to_reply(error: HubError) -> Message:
    """The reply that carries an error."""
    name = next(name for name, family in _FAMILIES.items() if isinstance(error, family))
    values = {key: _plain(value) for key, value in error.values.items()}
    return {"error": f"{NAME}.{name}", "parameters": {"key": error.key, "values": values}}


def from_reply(reply: Message, method: str) -> HubError:
    """The error that a reply carries, of the family it had on the other side."""
    interface, _, name = str(reply.get("error")).rpartition(".")
    parameters = reply.get("parameters")
    told: dict[str, Any] = parameters if isinstance(parameters, dict) else {}
    if interface == STANDARD:
        return _standard(name, told, method)
    key, values = told.get("key"), told.get("values")
    if name in _FAMILIES and isinstance(key, str) and isinstance(values, dict):
        return _FAMILIES[name](key, **values)
    return ControlError("control.failed", method=method, error=reply.get("error"))


def _standard(name: str, told: dict[str, Any], method: str) -> ControlError:
    match name:
        case "PermissionDenied":
            return ControlError("control.not_allowed", method=method)
        case "InvalidParameter":
            return ControlError(
                "control.bad_parameter", method=method, parameter=told.get("parameter", "")
            )
        case "MethodNotFound" | "MethodNotImplemented" | "InterfaceNotFound":
            return ControlError("control.no_method", method=method)
        case _:
            return ControlError("control.failed", method=method, error=name)


def _plain(value: object) -> object:
    """Numbers and truths stay what they are; anything else becomes its text."""
    return value if isinstance(value, bool | int | float | str) else str(value)
