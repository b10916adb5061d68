"""Settings: the list of them, and how loud each zone is by the hour of day."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, render_template, request

from hub.domain.ids import ZoneId
from hub.domain.person import Right
from hub.domain.rules import RuleBook
from hub.domain.volume import AS_SET_UP, LOWEST_FLOOR_DB, Stretch
from hub.domain.zone import Zone
from hub.errors import RefusedError
from hub.store.calendar import rule_book
from web.entry.guard import needs, to
from web.language import tell
from web.pages import (
    settings_approval,
    settings_health,
    settings_rules,
    settings_speech,
    settings_tone,
    settings_words,
    settings_zones,
)
from web.parts import parts, store
from web.present import settings as present_settings
from web.settings.change import Clash, change, shown_mark, write_down
from web.settings.forms import SPARE_ROWS, level_of, name_of, volume_of

pages = Blueprint("settings", __name__, url_prefix="/settings")
pages.register_blueprint(settings_rules.pages)
pages.register_blueprint(settings_approval.pages)
pages.register_blueprint(settings_zones.pages)
pages.register_blueprint(settings_speech.pages)
pages.register_blueprint(settings_words.pages)
pages.register_blueprint(settings_tone.pages)
pages.register_blueprint(settings_health.pages)

LONGEST_ISSUER = 60


@pages.get("")
@needs(Right.SETTINGS)
def overview() -> str:
    """Everything that can be set."""
    return render_template("settings.html", done=request.args.get("done", ""))


@pages.get("/volume")
@needs(Right.SETTINGS)
def volumes() -> str:
    """Every zone with its day as a picture."""
    return _volumes_page("")


def _volumes_page(problem: str, clash: Clash | None = None) -> str:
    """The page: with the floor that was chosen, when it was sent."""
    book = rule_book(store())
    shown = [
        (
            zone,
            present_settings.volume_lines(book.volumes.get(zone.id, AS_SET_UP), tell),
            present_settings.bars(book.volumes.get(zone.id, AS_SET_UP)),
            _together(zone),
        )
        for zone in parts().config.zones.values()
    ]
    return render_template(
        "settings_volumes.html",
        zones=shown,
        floor=request.form.get("floor", f"{book.emergency_floor_db:g}"),
        problem=problem,
        floors=[
            (f"{gain:g}", present_settings.level_name(gain, tell))
            for gain in present_settings.FLOORS
        ],
        was=shown_mark(book, _floor, clash),
        clash=clash,
        theirs=[present_settings.level_name(book.emergency_floor_db, tell)],
        figures=present_settings.level_figures(tell),
        done=request.args.get("done", ""),
    )


@pages.post("/volume/floor")
@needs(Right.SETTINGS)
def floor() -> tuple[str, int] | Response:
    """How soft an emergency may be at most."""
    try:
        level = level_of(request.form.get("floor", ""), LOWEST_FLOOR_DB)
    except RefusedError as error:
        return _volumes_page(tell(error.key, **error.values)), 422
    clash = change(_floor, lambda book: replace(book, emergency_floor_db=level), "audit.set_floor")
    if clash is not None:
        return _volumes_page("", clash), 409
    write_down("audit.set_floor", level=present_settings.level_name(level, tell))
    return to("settings.volumes", done="yes")


@pages.get("/volume/<zone>")
@needs(Right.SETTINGS)
def volume(zone: str) -> str:
    """One zone: usually, and by the hour."""
    book = rule_book(store())
    return _volume_page(_zone(zone), book, None, "")


@pages.post("/volume/<zone>")
@needs(Right.SETTINGS)
def set_volume(zone: str) -> tuple[str, int] | Response:
    """Store it; the playout hears of it within a second."""
    found = _zone(zone)
    try:
        wanted = volume_of(request.form)
    except RefusedError as error:
        problem = tell(error.key, **error.values)
        return _volume_page(found, rule_book(store()), None, problem), 422

    def part(book: RuleBook) -> RuleBook:
        return _volume_part(book, found.id)

    clash = change(
        part,
        lambda book: replace(book, volumes={**book.volumes, found.id: wanted}),
        "audit.set_volume",
    )
    if clash is not None:
        return _volume_page(found, clash.book, clash, ""), 409
    told = "; ".join(present_settings.volume_lines(wanted, tell))
    write_down("audit.set_volume", zone=found.name, level=told[:200])
    return to("settings.volumes", done="yes")


@pages.get("/paper")
@needs(Right.SETTINGS)
def paper() -> str:
    """What stands at the head of the log book."""
    return _paper_page("")


@pages.post("/paper")
@needs(Right.SETTINGS)
def set_paper() -> tuple[str, int] | Response:
    """Store it."""
    try:
        issuer = name_of(request.form.get("issuer", ""), LONGEST_ISSUER)
    except RefusedError as error:
        return _paper_page(tell(error.key, **error.values)), 422
    clash = change(_issuer, lambda book: replace(book, issuer=issuer), "audit.set_issuer")
    if clash is not None:
        return _paper_page("", clash), 409
    write_down("audit.set_issuer", name=issuer)
    return to("settings.overview", done="yes")


def _paper_page(problem: str, clash: Clash | None = None) -> str:
    """The form: with the name that was entered, when it was sent."""
    book = rule_book(store())
    return render_template(
        "settings_paper.html",
        issuer=request.form.get("issuer", book.issuer),
        was=shown_mark(book, _issuer, clash),
        clash=clash,
        theirs=[book.issuer] if book.issuer else [],
        problem=problem,
    )


def _volume_page(zone: Zone, book: RuleBook, clash: Clash | None, problem: str) -> str:
    """The form: with what was entered, when it could not be stored."""
    stored = book.volumes.get(zone.id, AS_SET_UP)
    rows = [_row(stretch) for stretch in stored.stretches]
    usual = f"{stored.usual_db:g}"
    if clash is not None or problem:
        names = ("from", "to", "level")
        rows = list(zip(*(request.form.getlist(name) for name in names), strict=False))
        usual = request.form.get("usual", usual)
        rows = [row for row in rows if row[0] or row[1]]
    gains = [stored.usual_db, *(stretch.gain_db for stretch in stored.stretches)]
    return render_template(
        "settings_volume.html",
        zone=zone,
        usual=usual,
        rows=[*rows, *[("", "", "-6")] * SPARE_ROWS],
        levels=present_settings.choices(tell, *gains),
        together=_together(zone),
        was=shown_mark(book, lambda one: _volume_part(one, zone.id), clash),
        clash=clash,
        theirs=present_settings.volume_lines(stored, tell),
        problem=problem,
    )


def _row(stretch: Stretch) -> tuple[str, str, str]:
    return f"{stretch.first:%H:%M}", f"{stretch.last:%H:%M}", f"{stretch.gain_db:g}"


def _together(zone: Zone) -> str:
    """Names of the zones that hear the same signal: the loudest of them settles it."""
    others = (
        one.name
        for one in parts().config.zones.values()
        if one.bus == zone.bus and one.id != zone.id
    )
    return ", ".join(others)


def _zone(identity: str) -> Zone:
    found = parts().config.zones.get(ZoneId(identity))
    if found is None:
        raise RefusedError("settings.no_zone")
    return found


def _volume_part(book: RuleBook, zone: ZoneId) -> RuleBook:
    return RuleBook(volumes={zone: book.volumes.get(zone, AS_SET_UP)})


def _floor(book: RuleBook) -> RuleBook:
    return RuleBook(emergency_floor_db=book.emergency_floor_db)


def _issuer(book: RuleBook) -> RuleBook:
    return RuleBook(issuer=book.issuer)
