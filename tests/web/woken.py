"""A power cut without network: the board wakes up in the year 2000, and is set some time later."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.web.site import Site, Visitor

WOKEN = datetime(2000, 1, 1, 0, 2, tzinfo=UTC)


def wake(site: Site, *phones: Visitor, at: datetime = WOKEN, says: str = "past") -> None:
    """Everything starts anew, with a clock that nobody has set."""
    site.clock.step_wall((at - site.clock.now()).total_seconds())
    site.playout.state["clock"] = says
    site.start()
    for phone in phones:
        _again(site, phone)


def set_clock(site: Site, at: datetime) -> None:
    """A time server is reached while everything runs."""
    site.clock.step_wall((at - site.clock.now()).total_seconds())
    site.playout.state["clock"] = "ntp"
    site.clock.pass_time(2)  # the board asks once a second


def _again(site: Site, phone: Visitor) -> None:
    """The same browser, with its cookies, before the service that has just begun."""
    told = {name: phone.cookie(name) for name in ("hub_phone", "hub_open", "hub_seal")}
    phone.client = site.app.test_client()
    for name, value in told.items():
        if value:
            phone.set_cookie(name, value)
