"""How often who may ask: a stranger by their address, an opened phone by itself."""

from __future__ import annotations

from flask import Flask, abort, current_app, request

from web.entry import safety
from web.entry.guard import PHONE, caller
from web.entry.limits import PHONE_READS, READS, WALL, rate_of
from web.parts import parts


def set_up(app: Flask) -> None:
    """Turn away who asks too often, before anything is looked up for them."""
    app.before_request(_check)


def _check() -> None:
    if request.environ.get(WALL):
        return
    view = current_app.view_functions.get(request.endpoint or "")
    rate = rate_of(view, is_read=request.method in safety.SAFE_METHODS)
    if parts().buckets.take(request.remote_addr or "", rate):
        return
    if rate is not READS or not _is_known():
        abort(429)


def _is_known() -> bool:
    """An opened phone, which has a larger bucket of its own, wherever it is."""
    found = caller() if safety.cookie(PHONE) else None
    if found is None or not found.is_open:
        return False
    return parts().buckets.take(found.phone.id, PHONE_READS)
