"""Whoever holds a phone is told what they can do; commands are for terminals."""

import re
from dataclasses import replace

import pytest

from hub.commune_section import Commune
from hub.domain.person import Role
from hub.errors import ControlError, StoreError
from hub.words import LANGUAGES, catalogue
from tests.web.site import Site, quiet_state
from web.app import create_app

COMMAND = re.compile(
    r"systemctl|sudo|journalctl|timedatectl|village-hub(?!\.crt)|apt install|GPIO"
    r"|assume_clock|data_dir|run_dir|/etc/|\{socket\}|\.sock\b"
)
TERMINAL = frozenset({
    "calendar_cli", "certificate", "cli", "config", "document", "hardware", "media", "migrate",
    "person", "qr", "rules", "run", "screen", "signal", "audio", "people",
})  # fmt: skip
"""Subjects that only a terminal, a journal or the configuration speaks of."""
OF_PAGES = frozenset({"control", "store"})
"""Whatever these say of a path is shown when a page breaks."""
INSIDE = frozenset({"programme.none", "store.step_breaks_links", "control.taken", "speech.voice",
                    "control.cannot_listen"})  # fmt: skip
"""Said by the command line, or by a service that does not start."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_with_a_command_has_one_without(language: str) -> None:
    told = catalogue(language)

    bare = {
        key: text
        for key, text in told.items()
        if not key.startswith("plain.")
        and key.partition(".")[0] not in TERMINAL
        and key not in INSIDE
        and (COMMAND.search(text) or ("{path}" in text and key.partition(".")[0] in OF_PAGES))
        and f"plain.{key}" not in told
    }

    assert bare == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_sentence_names_no_command_and_no_path(language: str) -> None:
    told = catalogue(language)
    plain = {key: text for key, text in told.items() if key.startswith("plain.")}

    assert {key for key, text in plain.items() if COMMAND.search(text) or "{path}" in text} == set()
    unknown = {
        key for key in plain if key.count(".") > 1 and key.removeprefix("plain.") not in told
    }
    assert unknown == set()


def reached_at(site: Site, call: str) -> Site:
    """The same pages, with whom to call in the configuration."""
    parts = replace(site.parts, config=replace(site.parts.config, commune=Commune(call=call)))
    site.app = create_app(parts)
    return site


@pytest.mark.parametrize("why", ["not_running", "no_answer"])
def test_a_stop_that_nobody_answers_says_what_a_village_head_can_do(site: Site, why: str) -> None:
    phone = reached_at(site, "Anh Nam 0912 345 678").phone()
    site.playout.error = ControlError(f"control.{why}", path="/run/hub/broadcast.sock", seconds=0.5)

    told = phone.order("stop")

    assert told.status_code == 502
    assert "công tắc đỏ" in told.text
    assert "cán bộ kỹ thuật xã (Anh Nam 0912 345 678)" in told.text
    assert not COMMAND.search(told.text)
    assert "/run/hub" not in told.text


def test_without_a_number_it_says_whom_to_call_all_the_same(site: Site) -> None:
    phone = site.phone()
    site.playout.error = ControlError("control.not_running", path="/run/x.sock")

    assert "Hãy gọi cán bộ kỹ thuật xã." in phone.order("stop").text


def test_a_damaged_card_is_told_without_its_path(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = site.phone()

    def fails(*_: object) -> None:
        raise StoreError("store.corrupt", path="/var/lib/village-hub/hub.db", detail="malformed")

    monkeypatch.setattr("web.pages.settings.rule_book", fails)
    told = phone.get("/settings/volume").text

    assert "Dữ liệu của máy bị hỏng" in told
    assert not COMMAND.search(told)


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.IT])
def test_the_health_of_the_machine_names_commands_to_technicians_alone(
    site: Site, role: Role
) -> None:
    page = site.phone(role).get("/settings/health").text
    listed = re.sub(r"<(textarea|pre)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)

    assert bool(COMMAND.search(listed)) is (role is Role.IT)


@pytest.mark.parametrize(("clock", "is_known"), [("ntp", True), ("past", False), ("nobody", False)])
def test_who_does_not_know_the_time_does_not_say_that_nothing_comes(
    site: Site, clock: str, is_known: bool
) -> None:
    site.playout.state = quiet_state(clock=clock)

    page = site.phone().get("/").text

    assert ("Hai ngày tới không có gì trong lịch." in page) is is_known
    assert ("chưa phát theo lịch" in page) is not is_known
