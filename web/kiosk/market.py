"""Local goods with the code of their origin, and accounts with a code that pays."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from hub.domain.goods import PaymentTarget, Product
from hub.errors import RefusedError
from hub.qr.banks import bank_table
from hub.qr.vietqr import as_purpose, vietqr
from hub.store.cards import cards, cards_changed
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw, draw_link
from web.kiosk.lost_clock import latest
from web.language import language
from web.parts import content
from web.present.number import whole

pages = Blueprint("market", __name__, url_prefix="/kiosk")


@dataclass(frozen=True, slots=True)
class Offered:
    """A product with the code of its origin, if it has one."""

    product: Product
    drawn: Drawn | None


@dataclass(frozen=True, slots=True)
class Payable:
    """An account with its code.

    Attributes:
        target: The account.
        bank: Its bank's name.
        amount: "120.000 đồng"; empty = the payer types it.
        purpose: What stands in the transfer, as banks write it.
        drawn: The code.
    """

    target: PaymentTarget
    bank: str
    amount: str
    purpose: str
    drawn: Drawn


@pages.get("/goods")
@anybody()
def goods() -> str:
    """What the village sells."""
    store = content()
    found = [
        Offered(one, draw_link(one.trace, one.trace.removeprefix("https://").split("/")[0]))
        if one.trace
        else Offered(one, None)
        for one in cards(store, Product)
    ]
    changed = cards_changed(store, Product)
    return render_template("kiosk/goods.html", goods=found, changed=changed)


@pages.get("/payments")
@anybody()
def payments() -> str:
    """What can be paid, each with its fixed amount and purpose."""
    store, now = content(), latest()
    found = [payable(one) for one in cards(store, PaymentTarget) if one.is_shown(now)]
    changed = cards_changed(store, PaymentTarget)
    return render_template("kiosk/payments.html", payments=found, changed=changed)


def payable(one: PaymentTarget) -> Payable:
    """An account as it is shown.

    Raises:
        RefusedError: The account cannot be paid into by code.
    """
    text = vietqr(one.bank_bin, one.account, amount=one.amount, purpose=one.purpose)
    return Payable(
        one,
        _bank(one.bank_bin),
        whole(one.amount, language()) if one.amount else "",
        as_purpose(one.purpose),
        draw(text, one.account),
    )


def _bank(bank_bin: str) -> str:
    try:
        return bank_table().find(bank_bin).short
    except RefusedError:
        return bank_bin
