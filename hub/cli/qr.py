"""`village-hub qr link|procedure|wifi|pay|phone|place|banks`: codes to print or to try out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from hub.cli.common import load_config, print_json, speaker
from hub.content.in_use import catalogue_in_use
from hub.domain.procedure import ProcedureCode
from hub.errors import RefusedError
from hub.qr.banks import bank_table
from hub.qr.drawing import code
from hub.qr.payloads import Security, link, phone, place, wifi
from hub.qr.sizes import MM_PER_METRE, QUIET_ZONE
from hub.qr.vietqr import vietqr
from hub.store.catalogue import stored_catalogue
from hub.store.connect import open_content
from hub.store.permits import Service
from hub.words import say


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("qr.what", language)
    verbs = (*_MAKERS, "banks")
    parser.add_argument("verb", choices=verbs, help=say("qr.verb", language))
    parser.add_argument("values", nargs="*", metavar="V", help=say("qr.values", language))
    parser.add_argument("--password", default="", help=say("qr.of_password", language))
    parser.add_argument("--security", choices=tuple(Security), help=say("qr.security", language))
    parser.add_argument("--hidden", action="store_true", help=say("qr.hidden", language))
    parser.add_argument("--amount", type=int, default=0, help=say("qr.of_amount", language))
    parser.add_argument("--purpose", default="", help=say("qr.of_purpose", language))
    parser.add_argument("--distance", type=float, default=1.0, help=say("qr.distance", language))
    parser.add_argument("--svg", type=Path, metavar="F", help=say("qr.svg", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Make one code, or show the banks."""
    speak = speaker(arguments)
    if arguments.verb == "banks":
        table = bank_table()
        print(speak("qr.bank_table", made_on=table.made_on, source=table.source))
        for bank in table.banks:
            print(speak("qr.bank_line", bin=bank.bin, short=bank.short, name=bank.name))
        return 0
    made = code(_MAKERS[arguments.verb](arguments))
    module_mm = MM_PER_METRE * arguments.distance
    side_mm = round((made.modules + 2 * QUIET_ZONE) * module_mm)
    if arguments.svg is not None:
        _write(arguments.svg, made.svg)
    if arguments.json:
        print_json(
            {
                "text": made.text,
                "version": made.version,
                "modules": made.modules,
                "side_mm": side_mm,
            }
        )
        return 0
    print(made.text)
    print(speak("qr.size", side=side_mm, distance=f"{arguments.distance:g}", version=made.version))
    return 0


def _write(path: Path, svg: str) -> None:
    picture = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    try:
        path.write_text(picture if "xmlns" not in svg else svg, "utf-8")
    except OSError as error:
        raise RefusedError("document.unreadable", path=path, error=error.strerror) from error


def _values(arguments: argparse.Namespace, count: int) -> list[str]:
    values: list[str] = arguments.values
    if len(values) != count:
        raise RefusedError("qr.count", verb=arguments.verb, count=count)
    return values


def _link(arguments: argparse.Namespace) -> str:
    return link(_values(arguments, 1)[0])


def _procedure(arguments: argparse.Namespace) -> str:
    wanted = _values(arguments, 1)[0]
    with open_content(load_config(arguments).data_dir, Service.CLI) as store:
        found = catalogue_in_use(stored_catalogue(store)).catalogue.procedure(ProcedureCode(wanted))
    if found is None:
        raise RefusedError("qr.no_procedure", value=wanted[:40])
    return link(found.link)


def _wifi(arguments: argparse.Namespace) -> str:
    usual = Security.WPA2 if arguments.password else Security.OPEN
    security = Security(arguments.security) if arguments.security else usual
    ssid = _values(arguments, 1)[0]
    return wifi(ssid, arguments.password, security=security, is_hidden=arguments.hidden)


def _pay(arguments: argparse.Namespace) -> str:
    bank, account = _values(arguments, 2)
    return vietqr(
        bank_table().find(bank).bin, account, amount=arguments.amount, purpose=arguments.purpose
    )


def _phone(arguments: argparse.Namespace) -> str:
    return phone(" ".join(arguments.values))


def _place(arguments: argparse.Namespace) -> str:
    latitude, longitude = _values(arguments, 2)
    try:
        return place(float(latitude), float(longitude))
    except ValueError as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("qr.place", latitude=latitude, longitude=longitude) from error


_MAKERS: Final[Mapping[str, Callable[[argparse.Namespace], str]]] = {
    "link": _link,
    "procedure": _procedure,
    "wifi": _wifi,
    "pay": _pay,
    "phone": _phone,
    "place": _place,
}
