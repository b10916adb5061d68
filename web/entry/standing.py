"""Who may let in and shut out whom: nobody hands on what they may not do (docs/adr/0035)."""

from __future__ import annotations

from hub.domain.person import MAY, Person, Phone, Role
from hub.errors import RefusedError
from hub.store.database import Database
from hub.store.phones import had_phone, phones

LEADERS = frozenset({Role.HEAD, Role.OFFICER})
"""Who answers for the loudspeakers: they may everything."""


def roles_to_give(people: Database, giver: Person) -> tuple[Role, ...]:
    """The roles somebody may let others in with.

    As long as no head and no officer has ever had a phone, whoever was let in first is still
    setting the hub up, and brings them in.
    """
    if not had_phone(people, LEADERS):
        return tuple(Role)
    return tuple(role for role in Role if MAY[role] <= MAY[giver.role])


def check_may_give(people: Database, giver: Person, role: Role) -> None:
    """Refuse to let somebody in with more than the giver may.

    Raises:
        RefusedError: ``people.above_you``.
    """
    if role not in roles_to_give(people, giver):
        raise RefusedError("people.above_you")


def check_may_shut_out(people: Database, by: Person, phone: Phone) -> None:
    """Anybody with the right may shut out a lost phone, but not the last one of the leaders.

    Raises:
        RefusedError: ``people.last_phone``.
    """
    if phone.person.role not in LEADERS or by.role in LEADERS:
        return
    left = [one for one in phones(people) if one.person.role in LEADERS and one.id != phone.id]
    if not left:
        raise RefusedError("people.last_phone")


def check_may_recover(by: Person) -> None:
    """A recovery code lets in whoever holds it, as anything: it is the leaders' to make.

    Raises:
        RefusedError: ``people.above_you``.
    """
    if by.role not in LEADERS:
        raise RefusedError("people.above_you")
