"""What a service answers: its own methods, and the questions every Varlink service answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.errors import HubError
from hub.varlink import families, interface
from hub.varlink.wire import Message, encode

Handler = Callable[[dict[str, Any]], Mapping[str, Any]]
"""One method: checked parameters in, results out; refuses by raising a `HubError`."""

STANDARD: Final = """# Every Varlink service answers these.
interface org.varlink.service

# Who it is and which interfaces it has.
method GetInfo() -> (
  vendor: string,
  product: string,
  version: string,
  url: string,
  interfaces: []string
)

# The text of an interface.
method GetInterfaceDescription(interface: string) -> (description: string)

# There is no such interface.
error InterfaceNotFound (interface: string)

# There is no such method.
error MethodNotFound (method: string)

# The interface has the method, this service does not.
error MethodNotImplemented (method: string)

# A parameter does not fit.
error InvalidParameter (parameter: string)

# This user may not call it.
error PermissionDenied ()

# The method answers more than once and must be asked so.
error ExpectedMore ()
"""


@dataclass(frozen=True, slots=True)
class About:
    """Who answers.

    Attributes:
        vendor: Who made it.
        product: What it is.
        version: Which.
        url: Where to read about it.
    """

    vendor: str = "Village hub"
    product: str = "village-hub"
    version: str = "0"
    url: str = ""


class Service:
    """Answers requests, one message for each.

    Args:
        text: The interface text; requests are checked by it.
        handlers: The methods by name.
        about: Who answers.
        lasting: Methods that are answered again and again when they are asked with `more`;
            none of them ever refuses.

    Raises:
        ValueError: The text cannot be read, or methods and handlers do not match.
    """

    def __init__(
        self,
        text: str,
        handlers: Mapping[str, Handler],
        about: About,
        lasting: Collection[str] = (),
    ) -> None:
        self._own = interface.read(text)
        self._standard = interface.read(STANDARD)
        self._handlers = {name.rpartition(".")[2]: handler for name, handler in handlers.items()}
        self._about = about
        self._lasting = {f"{self._own.name}.{name}" for name in lasting}
        if self._handlers.keys() != self._own.methods.keys():
            odd = self._handlers.keys() ^ self._own.methods.keys()
            raise ValueError(f"handlers and methods of {self._own.name} differ: {sorted(odd)}")
        self._texts = {
            families.STANDARD: STANDARD,
            families.NAME: families.TEXT,
            self._own.name: text,
        }

    def goes_on(self, request: Message) -> bool:
        """True when more answers follow the first."""
        is_more = request.get("more") is True and request.get("oneway") is not True
        return is_more and request.get("method") in self._lasting

    def answer(self, request: Message) -> bytes | None:
        """The reply to a request, ready for the wire; None when none is wanted.

        `more` of a method that does not last is answered by one reply: nothing follows.
        """
        reply = self._answer(request)
        if self.goes_on(request) and "error" not in reply:
            reply = {**reply, "continues": True}
        if request.get("oneway") is True:
            return None
        try:
            return encode(reply)
        except (TypeError, ValueError):
            return encode(families.to_reply(HubError("control.bad_answer")))

    def _answer(self, request: Message) -> Message:
        method, parameters = request.get("method"), request.get("parameters")
        if not isinstance(method, str):
            return refusal("InvalidParameter", parameter="method")
        if request.get("upgrade") is True:
            return refusal("InvalidParameter", parameter="upgrade")
        name, _, member = method.rpartition(".")
        given = {} if parameters is None else parameters
        if name == families.STANDARD:
            return self._answer_standard(member, given)
        if name != self._own.name:
            known = name in self._texts
            return (
                refusal("MethodNotFound", method=method)
                if known
                else refusal("InterfaceNotFound", interface=name)
            )
        return self._answer_own(member, given, method)

    def _answer_own(self, member: str, given: Any, method: str) -> Message:
        if member not in self._handlers:
            return refusal("MethodNotFound", method=method)
        wrong = self._own.wrong(member, given)
        if wrong is not None:
            return refusal("InvalidParameter", parameter=wrong)
        try:
            return {"parameters": dict(self._handlers[member](given))}
        except HubError as error:
            return families.to_reply(error)

    def _answer_standard(self, member: str, given: Any) -> Message:
        if member not in self._standard.methods:
            return refusal("MethodNotFound", method=f"{families.STANDARD}.{member}")
        wrong = self._standard.wrong(member, given)
        if wrong is not None:
            return refusal("InvalidParameter", parameter=wrong)
        if member == "GetInfo":
            about = self._about
            return {
                "parameters": {
                    "vendor": about.vendor,
                    "product": about.product,
                    "version": about.version,
                    "url": about.url,
                    "interfaces": list(self._texts),
                }
            }
        text = self._texts.get(given["interface"])
        if text is None:
            return refusal("InterfaceNotFound", interface=given["interface"])
        return {"parameters": {"description": text}}


def refusal(name: str, **parameters: str) -> Message:
    """One of the errors that every Varlink service knows."""
    return {"error": f"{families.STANDARD}.{name}", "parameters": parameters}
