"""`village-hub programme`: what can be broadcast comes in, is listed, goes out."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path

import pytest

from hub.cli import programme
from hub.cli.document import MistakesError
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot
from hub.errors import MediaError, RefusedError, StoreError
from hub.store.calendar import programmes, put_rule_book, put_slots, remove_slots
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import LANGUAGES, say
from tests.cli.village import Call, caller, make_village
from tests.media.sounds import save, tone

RATE = 48_000
PEOPLE = ("--title", "Bản tin xã", "--author", "Bình", "--approver", "Hoa")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return make_village(tmp_path)


@pytest.fixture
def call(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(programme, config, capsys)


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return save(tmp_path / "ban-tin.wav", tone(440, 8000, 2.0), 8000)


def stored(tmp_path: Path) -> dict[ProgrammeId, Programme]:
    with open_hub(tmp_path / "data", Service.CLI) as store:
        return programmes(store)


def media(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "data/media").iterdir()}


def test_a_programme_is_added_with_all_that_is_said_of_it(
    tmp_path: Path, call: Call, wav: Path
) -> None:
    details = ("--kind", "priority", "--level", "province", "--source", "relay")

    told = call("add", wav, "--id", "vov", *PEOPLE, *details)

    found = stored(tmp_path)[ProgrammeId("vov")]
    assert (found.title, found.kind, found.level) == ("Bản tin xã", Kind.PRIORITY, Level.PROVINCE)
    assert (found.source, found.author, found.approver) == (Source.RELAY, "Bình", "Hoa")
    assert (found.frames, found.rate) == (2 * RATE, RATE)
    assert media(tmp_path) == {found.media}
    added, warning = told.splitlines()
    assert added == say("programme.added", "vi", id="vov", title="Bản tin xã", length="0:02")
    assert warning.startswith("  Lưu ý: Âm thanh rất ngắn")


def test_a_programme_is_called_like_its_file_and_is_routine_of_the_commune(
    tmp_path: Path, call: Call, wav: Path
) -> None:
    call("add", wav, *PEOPLE)

    found = stored(tmp_path)[ProgrammeId("ban-tin")]
    assert (found.kind, found.level, found.source) == (Kind.ROUTINE, Level.COMMUNE, Source.FILE)


def test_what_the_rules_want_another_person_for_is_refused_to_its_writer(
    tmp_path: Path, call: Call, wav: Path
) -> None:
    with open_hub(tmp_path / "data", Service.CLI) as store:
        put_rule_book(store, RuleBook(other_approver=True))
    own = ("--title", "Thử", "--author", "Bình", "--approver", "Bình")

    with pytest.raises(RefusedError, match=r"approval\.needs_other"):
        call("add", wav, *own)

    assert stored(tmp_path) == {}
    call("add", wav, *own, "--kind", "emergency")
    call("add", wav, *PEOPLE, "--id", "hai")
    assert {one.approver for one in stored(tmp_path).values()} == {"Bình", "Hoa"}


def test_a_draft_is_said_to_be_one(call: Call, wav: Path) -> None:
    told = call("add", wav, "--title", "Thử", "--author", "Bình")

    assert say("programme.draft", "vi") in told
    assert "CHƯA DUYỆT" in call("list")


def test_a_list_is_added_with_files_beside_it(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "usb"
    (folder / "media").mkdir(parents=True)
    save(folder / "media/a.wav", tone(440, 8000, 3.5), 8000)
    save(folder / "other.wav", tone(550, 8000, 3.5), 8000)
    (folder / "programmes.toml").write_text(
        '[[programmes]]\nid = "a"\ntitle = "A"\nauthor = "Bình"\ntext = "Kính chào"\n'
        '[[programmes]]\nid = "b"\ntitle = "B"\nauthor = "Bình"\ntone = "chime"\n'
        'file = "other.wav"\n',
        "utf-8",
    )

    told = call("add", "--from", folder / "programmes.toml")

    assert set(stored(tmp_path)) == {"a", "b"}
    assert len(told.splitlines()) == 2


def test_all_mistakes_of_a_list_are_told_together_and_nothing_is_stored(
    tmp_path: Path, call: Call, wav: Path
) -> None:
    (tmp_path / "programmes.toml").write_text(
        f'[[programmes]]\nid = "tin"\ntitle = "Tin"\nauthor = "B"\nfile = "{wav.name}"\n'
        f'[[programmes]]\nid = "tin"\nkind = "news"\nfile = "{wav.name}"\ncolour = 1\n'
        '[[programmes]]\nid = "Xã"\ntitle = "a\\u0007b"\nauthor = "B"\nfile = "none.wav"\n',
        "utf-8",
    )

    with pytest.raises(MistakesError) as caught:
        call("add", "--from", tmp_path / "programmes.toml")

    assert sorted(problem.key for problem in caught.value.problems) == [
        "config.bad_name",
        "config.unknown_key",
        "config.wrong_value",
        "media.no_file",
        "programme.missing",
        "programme.missing",
        "programme.not_a_line",
        "programme.twice",
    ]
    assert stored(tmp_path) == {}
    for problem in caught.value.problems:
        for language in LANGUAGES:
            assert "{" not in say(problem.key, language, **problem.values)


@pytest.mark.parametrize("content", ["", "programmes = []", "[[programme]]\nid = 'a'"])
def test_a_list_without_programmes_is_a_mistake(tmp_path: Path, call: Call, content: str) -> None:
    (tmp_path / "programmes.toml").write_text(content)

    with pytest.raises(MistakesError):
        call("add", "--from", tmp_path / "programmes.toml")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[[programmes", b"a = " + b"[" * 5000])
def test_a_list_that_is_no_toml_is_refused(tmp_path: Path, call: Call, content: bytes) -> None:
    (tmp_path / "programmes.toml").write_bytes(content)

    with pytest.raises(RefusedError) as caught:
        call("add", "--from", tmp_path / "programmes.toml")

    assert caught.value.key == "document.not_toml"


def test_a_list_that_is_not_there_is_refused(tmp_path: Path, call: Call) -> None:
    with pytest.raises(RefusedError) as caught:
        call("add", "--from", tmp_path / "none.toml")

    assert caught.value.key == "document.no_file"


def test_neither_or_both_of_file_and_list_is_refused(call: Call, wav: Path) -> None:
    for words in (("add",), ("add", wav, "--from", wav)):
        with pytest.raises(RefusedError) as caught:
            call(*words)
        assert caught.value.key == "programme.file_or_list"


def test_a_file_that_is_no_audio_is_one_clear_mistake(tmp_path: Path, call: Call) -> None:
    bad = tmp_path / "letter.wav"
    bad.write_text("Kính gửi")

    with pytest.raises(MistakesError) as caught:
        call("add", bad, *PEOPLE)

    (problem,) = caught.value.problems
    assert isinstance(problem, MediaError)
    assert problem.key == "prepare.not_media"


def test_a_changed_file_replaces_and_the_old_one_stays_for_a_cue_under_way(
    tmp_path: Path, call: Call, wav: Path
) -> None:
    call("add", wav, *PEOPLE)
    old = stored(tmp_path)[ProgrammeId("ban-tin")].media
    save(wav, tone(880, 8000, 3.0), 8000)

    told = call("add", wav, *PEOPLE)

    new = stored(tmp_path)[ProgrammeId("ban-tin")].media
    assert told.startswith("Đã thay")
    assert media(tmp_path) == {old, new}
    assert new != old


def test_a_replaced_file_is_removed_a_day_later(tmp_path: Path, call: Call, wav: Path) -> None:
    call("add", wav, *PEOPLE)
    old = tmp_path / "data/media" / stored(tmp_path)[ProgrammeId("ban-tin")].media
    long_ago = time.time() - 400 * 86_400
    os.utime(old, (long_ago, long_ago))
    save(wav, tone(880, 8000, 3.0), 8000)
    call("add", wav, *PEOPLE)
    assert old.exists()
    yesterday = time.time() - 90_000
    os.utime(old, (yesterday, yesterday))

    call("add", wav, *PEOPLE)

    assert media(tmp_path) == {stored(tmp_path)[ProgrammeId("ban-tin")].media}


def test_adding_the_same_again_changes_nothing(tmp_path: Path, call: Call, wav: Path) -> None:
    call("add", wav, *PEOPLE)
    before = stored(tmp_path)

    told = call("add", wav, *PEOPLE)

    assert told.startswith("Không có gì thay đổi")
    assert stored(tmp_path) == before


def test_the_list_is_read_by_people_and_programs(call: Call, wav: Path) -> None:
    assert "programme add" in call("list")
    call("add", wav, *PEOPLE)

    line, told = call("list"), json.loads(call("list", "--json"))

    assert line == (
        "ban-tin · Bản tin xã · thông thường · cấp xã · 0:02 · biên soạn: Bình · duyệt: Hoa\n"
    )
    assert (told[0]["id"], told[0]["length_s"], len(told[0]["sha256"])) == ("ban-tin", 2.0, 64)


def test_added_programmes_are_json_for_programs(call: Call, wav: Path) -> None:
    told = json.loads(call("add", wav, *PEOPLE, "--json"))

    assert [one["title"] for one in told] == ["Bản tin xã"]


def test_a_programme_is_removed_with_its_file(tmp_path: Path, call: Call, wav: Path) -> None:
    call("add", wav, *PEOPLE)

    told = call("remove", "ban-tin")

    assert told == "Đã gỡ ban-tin · Bản tin xã.\n"
    assert stored(tmp_path) == {}
    assert media(tmp_path) == set()


def test_a_file_that_another_programme_uses_stays(tmp_path: Path, call: Call, wav: Path) -> None:
    call("add", wav, *PEOPLE)
    call("add", wav, "--id", "lan-nua", *PEOPLE)

    call("remove", "ban-tin")

    assert media(tmp_path) == {stored(tmp_path)[ProgrammeId("lan-nua")].media}


def test_a_programme_in_the_calendar_is_not_removed(tmp_path: Path, call: Call, wav: Path) -> None:
    call("add", wav, *PEOPLE)
    slot = Slot(
        id=SlotId("sang"),
        title="Sáng",
        recurrence=Recurrence(start=datetime(2026, 12, 1, 5)),
        length_s=60.0,
        content=(ProgrammeId("ban-tin"),),
    )
    with open_hub(tmp_path / "data", Service.CLI) as store:
        put_slots(store, [slot])

    with pytest.raises(RefusedError) as caught:
        call("remove", "ban-tin")

    assert (caught.value.key, caught.value.values["slot"]) == ("programme.in_use", "sang")
    assert media(tmp_path) == {stored(tmp_path)[ProgrammeId("ban-tin")].media}
    with open_hub(tmp_path / "data", Service.CLI) as store:
        remove_slots(store, [slot.id])
    call("remove", "ban-tin")


def test_an_unknown_programme_is_not_removed(call: Call) -> None:
    with pytest.raises(RefusedError) as caught:
        call("remove", "none")

    assert caught.value.key == "programme.unknown"


def test_a_village_without_a_store_is_told_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "village.toml"
    config.write_text('[hub]\ndata_dir = "data"\n')

    with pytest.raises(StoreError) as caught:
        caller(programme, config, capsys)("list")

    assert "village-hub migrate" in say(caught.value.key, "vi", **caught.value.values)
