"""What a village head reads is in the words of a village: on every page, in both languages."""

import re
from html import unescape

import pytest

from hub.domain.person import Role
from hub.words import LANGUAGES, catalogue
from tests.web.planned import NEWS, ON
from tests.web.rich import make_rich
from tests.web.site import Site, Visitor
from web.entry.rights import routes

UNITS = r"MiB|KiB|ms|dB|dBFS|dBTP|LUFS|Hz|UTC|(?<=\d )[AV]"
MACHINE = (
    r"hub|Hub|GPIO|systemd|systemctl|API|JSON|CSV|UID|RRULE|FREQ|DTSTART|PCM|UTF-8|TOML|sudo"
    r"|SQLite|Python|RTC|Errno|KeyError|village-hub(?!\.crt)|demo"
)
OURS = r"cues?|slots?|playout|xruns?|backend|zone id|sound cards?|command line|ran dry"
WORDS_VI = r"[Cc]ard âm thanh|[Kk]hung giờ|dòng lệnh|hụt tiếng|phần nghìn giây|bộ đệm|mã băm"
IDS = r"xom-\d|ina-1|\w+@xa|tin-[0-9a-f]{6,}|main|usb|jack|nhap|khong-co|[0-9a-f]{16,}"
TIMES = r"\d{4}-\d\d-\d\d(?:T|\b)|\d{8}T\d{6}Z?"
ENGLISH = r"(?:stop|hold|resume|play|routine|priority|emergency|planned|dropped)"
GAPS = r"\{\w+\}|\b(?:plain|because|incident|audit|settings|home|slot)\.\w+"
SHOWN = "Chương trình nhap"
"""The title that the tests give a draft has its id in it."""


def forbidden(language: str) -> re.Pattern[str]:
    words = f"{UNITS}|{MACHINE}|{OURS}|{WORDS_VI}|{IDS}"
    words += f"|{ENGLISH}|None" if language == "vi" else ""
    return re.compile(rf"(?<![\w./-])(?:{words})(?![\w-])|{TIMES}|{GAPS}")


FOLDED = re.compile(r'<details class="more technical">.*?</details>', re.DOTALL)
"""Figures for whoever set the machine up; the village head need not open it."""
SILENT = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SAID = re.compile(r' (?:aria-label|title|placeholder|alt)="([^"]*)"')

PLACES = {
    "/compose/<identity>": "/compose/nhap",
    "/content/cards/<kind>": "/content/cards/helper",
    "/content/cards/<kind>/<identity>": "/content/cards/helper/new",
    "/content/documents/<identity>": "/content/documents/new",
    "/content/feedback/<identity>": "",
    "/content/notices/<identity>": "/content/notices/new",
    "/content/warnings/<identity>": "/content/warnings/new",
    "/meetings/<identity>": "/meetings/m1",
    "/meetings/<identity>/now": "/meetings/m1/now",
    "/pair/<secret>": "/pair/x",
    "/settings/hear/<identity>": "",
    "/settings/hear/<identity>/now": "",
    "/settings/periods/<identity>": "/settings/periods/new",
    "/settings/rules/<place>": "/settings/rules/xom-1",
    "/settings/volume/<zone>": "/settings/volume/xom-1",
    "/slot": f"/slot?id={NEWS.id}&on={ON}",
    "/slot/change": f"/slot/change?id={NEWS.id}&on={ON}&act=move",
    "/sounds/<identity>": "",
    "/sounds/<identity>/now": "",
    "/upload/files/<identity>": "",
}
"""Where a page with a part that varies is seen; "" = made of what others are made of."""
MORE = (
    "/calendar?days=7", "/calendar?day=2026-12-02", "/slot?id=tep@xa", "/slot?id=ba@xa",
    "/slot?id=nhap@xa", "/slot?id=xom@xa", f"/slot/change?id={NEWS.id}&act=all",
    f"/slot/change?id={NEWS.id}&on={ON}&act=skip", "/settings/rules/commune", "/no-such-page",
    *(
        f"/content/cards/{kind}/new"
        for kind in ("procedure", "place", "wifi", "product", "payment", "meeting")
    ),
)  # fmt: skip
PAPERS = {"/log/print", "/style"}
"""For inspectors, who want figures; and the page on which we look at our own parts."""
NO_PAGES = re.compile(r"^/(api|kiosk|static)/|/sound$|/voice$|^/events$|^/live/frames|\.(ics|crt)$")


def visible(page: str) -> str:
    """What is read or read aloud, without what is folded away for technicians."""
    page = SILENT.sub(" ", FOLDED.sub(" ", page))
    said = " ".join(SAID.findall(page))
    return unescape(f"{re.sub(r'<[^>]+>', ' ', page)} {said}").replace(SHOWN, "")


def addresses(site: Site, role: Role) -> list[str]:
    """Every page that somebody of a role may open."""
    found = [
        PLACES.get(route.path, route.path)
        for route in routes(site.app)
        if route.method == "GET" and route.is_for(role) and not NO_PAGES.search(route.path)
    ]
    return [path for path in (*found, *MORE) if path and path not in PAPERS]


def read(phone: Visitor, path: str) -> str:
    answer = phone.get(path)
    text = visible(answer.text) if answer.mimetype == "text/html" else ""
    answer.close()
    return text


@pytest.fixture
def rich(site: Site) -> Site:
    return make_rich(site)


def test_every_page_with_a_part_that_varies_has_a_place(site: Site) -> None:
    lacking = [path for path in addresses(site, Role.HEAD) if "<" in path]

    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [Role.HEAD, Role.SPEAKER])
def test_no_page_of_the_village_speaks_the_machines_language(
    rich: Site, role: Role, language: str
) -> None:
    phone = rich.phone(role, "Bà Hoa")
    phone.set_cookie("hub_language", language)
    looked, wrong = 0, {}
    for path in addresses(rich, role):
        text = read(phone, path)
        looked += bool(text)
        found = {
            " ".join(text[max(0, hit.start() - 25) : hit.end() + 15].split())
            for hit in forbidden(language).finditer(text)
        }
        if found:
            wrong[path] = found

    assert wrong == {}
    assert looked > (20 if role is Role.SPEAKER else 45)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_to_orders_do_not_either(rich: Site, language: str) -> None:
    phone = rich.phone()
    phone.set_cookie("hub_language", language)
    for verb in ("stop", "hold", "resume"):
        text = visible(phone.order(verb).text)
        assert forbidden(language).findall(text) == []


def test_a_technician_still_finds_the_figures(rich: Site) -> None:
    phone = rich.phone(Role.IT)

    health, zones = phone.get("/settings/health").text, phone.get("/settings/zones").text

    assert "MiB" in health
    assert "Card âm thanh main" in health
    assert "xom-1" in zones


def test_a_village_head_can_hand_the_figures_on(rich: Site) -> None:
    page = rich.phone().get("/settings/health").text

    assert "MiB" not in visible(page)
    assert "MiB" in "".join(FOLDED.findall(page))


PHONE = {
    "amplifier", "approval", "audit", "because", "bulletin", "calendar", "calendar_page", "card",
    "compose", "content_page", "control", "cue", "date", "doctor", "effect", "enter",
    "error", "feed", "feedback", "halt", "health", "home", "ics", "incident", "keys", "live_page",
    "log_page", "look", "notice", "offline", "order_answer", "page", "passkey", "proposal",
    "reading", "record", "reviews", "settings", "slot", "sounds", "upload", "warning", "when",
}  # fmt: skip
"""Subjects of the catalogue that phones speak of."""
FOLDED_AWAY = {"settings.zone_ms", "settings.level_db", "settings.level.other"}
NEVER_THERE = {
    "control.taken", "control.cannot_listen", "calendar.not_a_file", "calendar.no_file",
    "calendar.unreadable", "calendar.too_large", "calendar.nothing_usable",
}  # fmt: skip
"""Said of paths that a command was given, or of a service that does not start."""
SENTENCE_OF_RULES = re.compile(r"^when\.said\.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_for_phones_has_such_a_word(language: str) -> None:
    told = catalogue(language)
    words = re.compile(
        rf"(?<![\w./-])(?:{UNITS}|{MACHINE}|{OURS}|{WORDS_VI})(?![\w-])"
        r"|\{(?:detail|error|path|engine|sensor|job|rule|slot|card)\}"
    )
    wrong = {
        key: text
        for key, bare in told.items()
        if key.partition(".")[0] in PHONE
        and key not in FOLDED_AWAY | NEVER_THERE
        and not SENTENCE_OF_RULES.match(key)
        and key != "calendar_page.added"
        for text in (told.get(f"plain.{key}", bare),)
        if words.search(text)
    }

    assert wrong == {}
