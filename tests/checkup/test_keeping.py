"""What a hub keeps: store, backups, certificate, and what its log says last."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.certificates.told import Leaf, Told
from hub.checkup.finding import Verdict
from hub.checkup.keeping import of_backups, of_certificate, of_disk, of_log, of_store, of_versions
from hub.config import parse
from hub.domain.facts import Incident
from hub.domain.ids import ZoneId
from hub.domain.timeline import Reason
from hub.logbook.wording import Wording
from hub.store.asrun import append
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import back_up, migrate_all
from hub.store.permits import Service
from hub.words import say
from tests.store.samples import MORNING, make_cue

NOW = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)
TZ = ZoneInfo("Asia/Ho_Chi_Minh")
WORDS = Wording("vi", TZ, {ZoneId("xom-1"): "Xóm 1"})


def speak(key: str, /, **values: object) -> str:
    return say(key, "vi", **values)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate_all(tmp_path)
    with open_hub(tmp_path, Service.BROADCAST) as opened:
        yield opened


def test_a_store_that_can_be_written_is_well(store: Database, tmp_path: Path) -> None:
    assert of_store(store, tmp_path, speak).verdict is Verdict.WELL
    assert of_disk(tmp_path, speak).check == "disk"


def test_the_newest_backup_counts(store: Database, tmp_path: Path) -> None:
    assert of_backups(tmp_path, NOW, TZ, speak).verdict is Verdict.WARNING  # none yet
    copy = back_up(store.path)

    for age, verdict in ((timedelta(days=1), Verdict.WELL), (timedelta(days=4), Verdict.WARNING)):
        made_s = (NOW - age).timestamp()
        os.utime(copy, (made_s, made_s))
        found = of_backups(tmp_path, NOW, TZ, speak)
        assert found.verdict is verdict
        assert f"{(NOW - age).astimezone(TZ):%d/%m/%Y}" in found.says


@pytest.mark.parametrize(
    ("left", "verdict"),
    [(timedelta(days=90), Verdict.WELL), (timedelta(days=13), Verdict.WARNING),
     (timedelta(seconds=-1), Verdict.BAD)],
)  # fmt: skip
def test_a_certificate_that_ends_is_told_in_time(left: timedelta, verdict: Verdict) -> None:
    leaf = Leaf("supplied", ("loa.example",), (), NOW - timedelta(days=9), NOW + left, "AA", "X")

    (found,) = of_certificate(Told(serving=leaf), NOW, speak)

    assert found.verdict is verdict


def test_without_https_there_is_nothing_to_tell_of_certificates() -> None:
    assert list(of_certificate(Told(), NOW, speak)) == []


def test_the_last_cue_and_the_last_incidents_are_told(store: Database) -> None:
    assert [one.says for one in of_log(store, WORDS)] == ["Sổ nhật ký chưa có lần phát nào."]
    append(store, make_cue(1), MORNING)
    for day in range(7):
        append(store, Incident(MORNING + timedelta(days=day), Reason.of("health.undervoltage")),
               MORNING)  # fmt: skip

    last, *incidents = of_log(store, WORDS)

    assert make_cue(1).title in last.says
    assert len(incidents) == 5
    assert f"{(MORNING + timedelta(days=6)).astimezone(TZ):%d/%m/%Y}" in incidents[0].says
    assert "thiếu điện áp" in incidents[0].says


def test_versions_are_told_for_support(store: Database, tmp_path: Path) -> None:
    village = {
        "hub": {"name": "Thôn Thử", "data_dir": str(tmp_path), "run_dir": "run"},
        "cards": [{"name": "main", "device": "null"}],
        "zones": [{"id": "xom-1", "name": "Xóm 1"}],
    }

    found = of_versions(store, parse(village, tmp_path), speak)

    assert "Thôn Thử" in found.says
    assert f"dữ liệu bản {store.user_version()}" in found.says
