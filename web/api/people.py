"""People and their phones: who is there, and shutting a phone out."""

from __future__ import annotations

from hub.domain.person import PhoneId, Right
from hub.store.people import persons
from hub.store.phones import phone_of_id, phones, revoke
from web.api.access import asker, write_down
from web.api.problems import ApiRefusalError
from web.api.routing import blueprint, operation
from web.api.shapes import People, Person, Phone, shaped
from web.entry.standing import check_may_shut_out
from web.parts import parts, people

pages = blueprint("people")


@operation(pages, "GET", "/people", Right.PEOPLE, People)
def everybody() -> People:
    """Everybody who works the hub, with their phones."""
    paired = phones(people())
    tz = parts().config.timezone
    return People(
        [
            Person(
                one.name,
                one.role,
                [
                    shaped(
                        Phone,
                        phone,
                        paired_at=phone.paired_at.astimezone(tz),
                        seen_at=phone.seen_at.astimezone(tz),
                    )
                    for phone in paired
                    if phone.person.id == one.id
                ],
            )
            for one in persons(people())
        ]
    )


@operation(pages, "DELETE", "/phones/<identity>", Right.PEOPLE, {204: None}, problems=(404,))
def shut_out(identity: str) -> None:
    """Shut a phone out, at once; one that is out already stays out."""
    kept = phone_of_id(people(), PhoneId(identity))
    if kept is None:
        raise ApiRefusalError(404, "people.no_phone")
    check_may_shut_out(people(), asker().person, kept.phone)
    if revoke(people(), kept.phone.id, parts().clock.now()):
        write_down("audit.revoked", name=kept.phone.person.name, phone=kept.phone.name)
