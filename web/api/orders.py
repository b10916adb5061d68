"""Orders: stop, hold, resume, play.  The id makes giving one twice the same order."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from hub.domain.bulletin import PRECEDENCE_OF_KIND
from hub.domain.ids import OrderId, ProgrammeId
from hub.domain.order import Verb
from hub.domain.person import Right
from hub.errors import ControlError, LinkError, StoreError
from hub.store.calendar import programmes
from hub.store.orders import order_of
from hub.tokens import new_id
from hub.words import say
from web.api.access import asker, write_down
from web.api.problems import ApiRefusalError
from web.api.routing import blueprint, operation
from web.api.shapes import Obeyed
from web.api.taken import NewOrder, NewPlay
from web.entry.guard import check_entries, door
from web.parts import parts, people, store
from web.planning import approvers

pages = blueprint("orders")

GIVE: Final = "vn.hub.Broadcast.Give"
PATIENCE_S: Final = 0.3
LOGGER: Final = logging.getLogger("web")


@operation(
    pages, "POST", "/orders/stop", Right.STOP, Obeyed, body=NewOrder, problems=(502,), is_open=False
)
def stop(given: NewOrder) -> Obeyed:
    """Silence, at once; lines first."""
    return _give(Verb.STOP, given.id, given.zones)


@operation(pages, "POST", "/orders/hold", Right.HOLD, Obeyed, body=NewOrder, problems=(409, 502))
def hold(given: NewOrder) -> Obeyed:
    """Nothing new but emergencies."""
    _check_is_same(Verb.HOLD, given.id, zones=given.zones)
    return _give(Verb.HOLD, given.id, given.zones)


@operation(pages, "POST", "/orders/resume", Right.HOLD, Obeyed, body=NewOrder, problems=(409, 502))
def resume(given: NewOrder) -> Obeyed:
    """Lift stop and hold."""
    _check_is_same(Verb.RESUME, given.id, zones=given.zones)
    return _give(Verb.RESUME, given.id, given.zones)


@operation(pages, "POST", "/orders/play", Right.PLAY, Obeyed, body=NewPlay, problems=(409, 502))
def play(given: NewPlay) -> Obeyed:
    """Play an approved programme now."""
    found = programmes(store()).get(ProgrammeId(given.programme))
    if found is None or not found.approver:
        raise ApiRefusalError(422, "api.not_approved", programme=given.programme)
    kind = given.kind or found.kind
    if PRECEDENCE_OF_KIND[kind] > PRECEDENCE_OF_KIND[found.kind]:
        raise ApiRefusalError(422, "api.kind_above", kind=kind, approved=found.kind)
    approvers.check([found], kind, asker().person.name)
    more: dict[str, Any] = {
        "programme": found.id, "kind": kind, "repeats": given.repeats, "resume": given.resume,
    }  # fmt: skip
    _check_is_same(Verb.PLAY, given.id, zones=given.zones, **more)
    phone = asker().phone
    if phone is not None:
        check_entries()
        door().check_pin(phone.phone, given.pin)
    return _give(Verb.PLAY, given.id, given.zones, more)


def _give(
    verb: Verb, identity: str, zones: list[str] | None, more: Mapping[str, Any] | None = None
) -> Obeyed:
    """Ask first, write down afterwards: nothing may delay a stop."""
    told = {"id": _id(verb, identity), "verb": verb, "by": asker().name, **(more or {})}
    if zones is not None:
        told["zones"] = zones
    try:
        answer = parts().ask(GIVE, told)
    except (ControlError, LinkError):
        _write_down("audit.order_unconfirmed", verb)
        raise
    _write_down("audit.order", verb)
    parts().board.refresh()
    if answer["unconfirmed"]:
        raise ControlError("api.unconfirmed", zones=", ".join(answer["unconfirmed"]))
    since = datetime.fromisoformat(answer["since"])
    return Obeyed(identity, verb, answer["state"], since, list(answer["zones"]))


def _id(verb: Verb, identity: str) -> str:
    """Another verb, or another caller, is another order: an old id never swallows a stop."""
    once = f"-{new_id()}" if verb is Verb.STOP else ""  # a stop always stops
    return f"api-{asker().holder}-{verb}-{identity}{once}"


def _check_is_same(verb: Verb, identity: str, zones: list[str] | None, **more: object) -> None:
    """Refuse an id that was used for something else."""
    stored = order_of(store(), OrderId(_id(verb, identity)))
    if stored is None:
        return
    is_same = stored.zones == frozenset(zones or ()) and all(
        getattr(stored, name) == value for name, value in more.items()
    )
    if not is_same:
        raise ApiRefusalError(409, "api.id_used", id=identity)


def _write_down(key: str, verb: Verb) -> None:
    try:
        with people().patience(PATIENCE_S):
            write_down(key, verb=verb)
    except StoreError as error:  # the as-run log has the order, too
        LOGGER.warning("%s", say(error.key, "en", **error.values))
