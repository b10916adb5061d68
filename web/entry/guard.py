"""Who may see and do what: each view says what it needs, and one place checks it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, g, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub.domain.person import Person, Right
from hub.errors import RefusedError, StoreError
from hub.store.phones import phone_of_id
from web.entry import hearing, safety
from web.entry.entering import Caller, Door
from web.entry.limits import CODES, ENTRIES
from web.lived import is_lost, system_time
from web.parts import parts, people

PHONE: Final = "hub_phone"
OPEN: Final = "hub_open"

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Need:
    """What a view asks of whoever calls it.

    Attributes:
        right: A right of the person, or None for anybody.
        is_open: The phone must have been opened by its PIN.
        is_entry: It looks at PINs, codes or tickets: asked more seldom.
        is_marked: Its forms are checked; only what nobody can misuse is not.
        most_bytes: Longest body; pages that take files raise it.
        is_api: An operation of the API, which checks by itself who asks (`web/api/access.py`).
        is_sound: It is one sound, which the player of a phone may fetch by a signed link.
    """

    right: Right | None = None
    is_open: bool = True
    is_entry: bool = False
    is_marked: bool = True
    most_bytes: int = safety.BODY_LIMIT
    is_api: bool = False
    is_sound: bool = False


def needs(
    right: Right,
    *,
    is_open: bool = True,
    is_entry: bool = False,
    most_bytes: int = safety.BODY_LIMIT,
    is_sound: bool = False,
) -> Callable[[View], View]:
    """Only persons with this right."""
    return _with(Need(right, is_open, is_entry, most_bytes=most_bytes, is_sound=is_sound))


def anybody(
    *, is_entry: bool = False, is_marked: bool = True, most_bytes: int = safety.BODY_LIMIT
) -> Callable[[View], View]:
    """Whoever reaches the hub, paired or not."""
    return _with(
        Need(
            None,
            is_open=False,
            is_entry=is_entry,
            is_marked=is_marked,
            most_bytes=most_bytes,
        )
    )


def need_of(view: Callable[..., object]) -> Need:
    """What a view needs.

    Raises:
        KeyError: It does not say; such a view is never called.
    """
    return cast("Need", vars(view)["need"])


def set_up(app: Flask) -> None:
    """Check each request before its view is called."""
    app.before_request(_check)
    app.jinja_env.globals.update(caller=caller, may=may, Right=Right, sound_url=sound_url)


def caller() -> Caller | None:
    """Who asks, or None."""
    if "caller" not in g:
        g.caller = door().recognise(safety.cookie(PHONE), safety.cookie(OPEN))
        g.phone_id = g.caller.phone.id if g.caller is not None else ""
    return cast("Caller | None", g.caller)


def person() -> Person:
    """Who asks, in views that need a right."""
    found = caller()
    assert found is not None
    return found.person


def still_here() -> Callable[[], bool]:
    """Whether this phone is still paired, to be asked as long as its answer goes on."""
    found, made_of = caller(), parts()
    assert found is not None
    identity = found.phone.id

    def is_here() -> bool:
        try:
            database = made_of.spares.take("people", made_of.open_people)
            kept = phone_of_id(database, identity)
        except StoreError:
            return True  # a bad disk shows nobody out; the next request is asked again
        made_of.spares.give("people", database)
        return kept is not None and kept.phone.revoked_at is None

    return is_here


def may(right: Right) -> bool:
    """Whether whoever asks has a right."""
    found = caller()
    return found is not None and found.person.may(right)


def door() -> Door:
    """The door, for this request."""
    own, address = parts(), request.remote_addr or ""
    return Door(
        people(),
        own.pins,
        own.clock.now(),
        traits(),
        address,
        browser(),
        own.clock.monotonic(),
        system_time(),
        own.openings,
        is_lost,
    )


def sound_url(endpoint: str, **values: Any) -> str:
    """The address of a sound, good for the player of this phone, which is not its browser."""
    return hearing.with_key(door(), caller(), url_for(endpoint, **values))


def browser() -> str:
    """What the browser says of itself, its version too: phones of one make often differ in it.

    Its languages are left out: what downloads a file for a browser does not send them.
    """
    return request.headers.get("User-Agent", "")


def traits() -> str:
    """Hash of what browser and system asks, without versions, so that updates change nothing."""
    told = f"{_first(_SYSTEMS)}|{_first(_BROWSERS)}"
    return hashlib.sha256(told.encode()).hexdigest()


def phone_name() -> str:
    """What kind of phone asks: "Android · Chrome"."""
    return f"{_first(_SYSTEMS)} · {_first(_BROWSERS)}"


def let_in(response: Response, cookies: tuple[str, str]) -> Response:
    """Give the cookies of a phone that was paired or opened."""
    cookie, opened = cookies
    safety.set_cookie(response, PHONE, cookie, safety.YEAR_S)
    safety.set_cookie(response, OPEN, opened, None)
    if request.is_secure:
        safety.set_cookie(response, safety.MET, "1", safety.YEAR_S)
    return response


def to(endpoint: str, **values: Any) -> Response:
    """Go and get another page."""
    return make_response(redirect(url_for(endpoint, **values), 303))


_SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
_BROWSERS: Final = (
    ("Zalo", "Zalo"), ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung"), ("Edg", "Edge"),
    ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("Chrom", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""What stands in a User-Agent, and what people call it; the first that fits."""


def _first(words: tuple[tuple[str, str], ...]) -> str:
    agent = request.headers.get("User-Agent", "")
    return next((name for word, name in words if word in agent), "?")


def _with(need: Need) -> Callable[[View], View]:
    def say(view: View) -> View:
        vars(view)["need"] = need
        return view

    return say


def _asked() -> Need | None:
    """What the asked view needs; None when there is no such page."""
    if request.endpoint is None:
        return None
    return need_of(current_app.view_functions[request.endpoint])


def _check() -> AnyResponse | None:
    """What the view needs, in the order in which a person can put it right."""
    need = _asked()
    if need is None or need.is_api:
        return None
    found = _listener() if need.is_sound else caller()
    _let_body(need, found)
    if need.is_entry and request.method not in safety.SAFE_METHODS:
        check_entries()
    if need.is_marked:
        safety.check_form()
    if need.right is None:
        return None
    if found is None:
        return _elsewhere(url_for("enter.door"))
    if need.is_open and not found.is_open:
        return _elsewhere(url_for("enter.pin") + "?next=" + quote(_here()))
    if not found.person.may(need.right):
        raise RefusedError("error.not_yours", role=found.person.role)
    return None


def _listener() -> Caller | None:
    """Who asks for a sound: an open phone, or its player with a link that was made for it."""
    found = caller()
    if found is None or not found.is_open:
        found = hearing.recognise(door(), request.path, request.args) or found
        g.caller, g.phone_id = found, found.phone.id if found is not None else ""
    return found


def _let_body(need: Need, found: Caller | None) -> None:
    """Nobody else's file is even read."""
    if need.right is None or (found is not None and found.person.may(need.right)):
        request.max_content_length = need.most_bytes


def check_entries() -> None:
    """Refuse PINs and codes that come too often from one address.

    Raises:
        RefusedError: ``error.too_often``.
    """
    if not parts().buckets.take(request.remote_addr or "", ENTRIES):
        raise RefusedError("error.too_often")


def check_codes() -> None:
    """Refuse codes that come too often from everywhere: many addresses are one guesser.

    Raises:
        RefusedError: ``error.too_often``.
    """
    if not parts().buckets.take("everybody", CODES):
        raise RefusedError("error.too_often")


def _here() -> str:
    """Where to come back to: only pages that are read."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def _elsewhere(address: str) -> AnyResponse:
    """Send a page, or the part of a page that htmx fetches, to the door."""
    if request.headers.get("HX-Request") == "true":
        return Response(status=204, headers={"HX-Redirect": address})
    if request.headers.get("Accept", "") == "text/event-stream":
        return Response(status=204)  # the browser stops asking
    return redirect(address, 303)
