"""What forms of our pages carry."""

from __future__ import annotations

import re


def mark_in(page: str) -> str:
    """The mark against forged forms, or "" in a page without a form."""
    found = re.search(r'name="mark" value="(\w+)"', page)
    return found[1] if found else ""


def mark_of(page: str) -> str:
    """The mark against forged forms in a page that has a form."""
    found = mark_in(page)
    assert found, page[-600:]
    return found


_FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r' action="([^"#]*)')
_HIDDEN = re.compile(r'<input type="hidden"[^>]*? name="(\w+)" value="([^"]*)">')


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to an address."""
    forms = zip(actions(page), _FORM.findall(page), strict=True)
    found = [dict(_HIDDEN.findall(body)) for to, (_, body) in forms if to == action]
    assert found, (action, actions(page))
    return found[0]


def actions(page: str) -> list[str]:
    """Where the forms of a page are sent; "" = to the page itself."""
    found = (_ACTION.search(head) for head, _ in _FORM.findall(page))
    return [one[1] if one is not None else "" for one in found]
