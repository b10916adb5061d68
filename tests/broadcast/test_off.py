"""broadcast.off: every line off after the playout has died, whatever else is wrong."""

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from broadcast.off import drive_all_off, main, read_wires
from hub.config import Config, load
from hub.hardware.fake import FakeBoard, is_keyed, line_file
from hub.words import say

CONFIG = """
[hub]
language = "en"
run_dir = "run"
[[cards]]
name = "main"
device = "null"
[[zones]]
id = "north"
line = 17
[[zones]]
id = "south"
line = 27
active_high = false
[[zones]]
id = "hall"
"""

KEY_AND_WAIT = """
import sys
import tomllib
from pathlib import Path
from hub.hardware.fake import FakeBoard
board = FakeBoard(Path(sys.argv[1]))
lines = [board.line(17, active_high=True), board.line(27, active_high=False)]
for line in lines:
    line.on()
print("keyed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "hub.toml"
    path.write_text(CONFIG)
    return path


@pytest.fixture
def config(config_file: Path) -> Config:
    return load(config_file)


def _leave_keyed(config: Config) -> None:
    """As a playout that was killed leaves them."""
    for pin in (17, 27):
        FakeBoard(config.run_dir).line(pin, active_high=True).close()
        line_file(config.run_dir, pin).write_bytes(b"1")


def _keyed(config: Config) -> list[bool]:
    return [is_keyed(config.run_dir, pin) for pin in (17, 27)]


def test_every_line_is_off_afterwards(config: Config) -> None:
    _leave_keyed(config)

    problems = drive_all_off(config)

    assert problems == []
    assert _keyed(config) == [False, False]


def test_nothing_is_ever_keyed(config: Config) -> None:
    _leave_keyed(config)
    history = line_file(config.run_dir, 17).with_name("history")
    history.touch()

    drive_all_off(config)

    assert {row.split()[3] for row in history.read_text().splitlines()} == {"0"}


def test_the_lines_are_free_afterwards(config: Config) -> None:
    drive_all_off(config)

    assert not FakeBoard(config.run_dir).line(17, active_high=True).is_on


def test_a_pin_that_fails_is_named_and_the_others_are_off(config: Config) -> None:
    _leave_keyed(config)
    FakeBoard(config.run_dir).break_pin(17)

    problems = drive_all_off(config)

    assert [(p.key, p.values["zone"], p.values["pin"]) for p in problems] == [
        ("amplifier.off_failed", "north", 17)
    ]
    assert _keyed(config) == [True, False]


def test_a_line_that_somebody_still_owns_is_named(config: Config) -> None:
    owner = FakeBoard(config.run_dir)
    owner.line(27, active_high=False).on()

    problems = drive_all_off(config)

    assert [p.values["zone"] for p in problems] == ["south"]
    owner.close()


def test_a_board_that_cannot_be_opened_is_a_problem_of_every_zone(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file where a folder should be")
    (tmp_path / "hub.toml").write_text(CONFIG)

    problems = drive_all_off(load(tmp_path / "hub.toml"))

    assert [p.values["zone"] for p in problems] == ["north", "south"]


def test_a_hub_without_lines_has_nothing_to_do(tmp_path: Path) -> None:
    (tmp_path / "hub.toml").write_text('[hub]\nrun_dir = "run"\n')

    assert drive_all_off(load(tmp_path / "hub.toml")) == []
    assert not (tmp_path / "run").exists()


def test_the_command_says_nothing_when_all_is_well(
    config_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--config", str(config_file)])

    assert (code, *capsys.readouterr()) == (0, "", "")


def test_the_command_ends_well_even_if_a_pin_fails_but_says_which(
    config: Config, config_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    FakeBoard(config.run_dir).break_pin(27)

    code = main(["--config", str(config_file)])

    assert code == 0
    assert "south" in capsys.readouterr().err


def test_the_command_says_what_is_wrong_with_the_configuration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--config", str(tmp_path / "none.toml")])

    assert code == 78
    assert "none.toml" in capsys.readouterr().err


def test_the_sentence_for_a_failed_pin_says_why(config: Config) -> None:
    FakeBoard(config.run_dir).break_pin(17)

    problem = drive_all_off(config)[0]

    sentence = say(problem.key, "en", **problem.values)
    assert "GPIO 17" in sentence
    assert "told to fail" in sentence


@pytest.mark.parametrize(
    ("board", "expected"), [("fake", []), ("gpiozero", ["amplifier.off_failed"] * 2)]
)
def test_a_board_is_opened_as_the_configuration_says(
    tmp_path: Path, board: str, expected: list[str]
) -> None:
    (tmp_path / "hub.toml").write_text(CONFIG + f'[hardware]\nboard = "{board}"\n')

    problems = drive_all_off(load(tmp_path / "hub.toml"))

    assert [problem.key for problem in problems] == expected


def test_a_mistake_elsewhere_in_the_configuration_leaves_no_amplifier_on(
    config: Config, config_file: Path
) -> None:
    _leave_keyed(config)
    config_file.write_text(CONFIG + 'line = "seventeen"\n[audio]\nrate = "fast"\n')

    code = main(["--config", str(config_file)])

    assert code == 0
    assert _keyed(config) == [False, False]


def test_a_line_whose_off_level_nobody_can_tell_is_left_alone_and_named(
    config: Config, config_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _leave_keyed(config)
    config_file.write_text(CONFIG.replace("active_high = false", 'active_high = "low"'))

    main(["--config", str(config_file)])

    assert _keyed(config) == [False, True]
    assert "south" in capsys.readouterr().err


def test_the_quick_reader_and_the_configuration_find_the_same_lines(config: Config) -> None:
    wires, problems = read_wires(tomllib.loads(CONFIG))

    with_line = [zone for zone in config.zones.values() if zone.line is not None]
    assert [(w.zone, w.pin, w.active_high) for w in wires] == [
        (zone.id, zone.line, zone.active_high) for zone in with_line
    ]
    assert problems == []


def test_a_wrong_call_says_how_to_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--conf", "x"]) == 2
    assert "--config FILE" in capsys.readouterr().err


def test_what_is_slow_to_load_is_not_loaded() -> None:
    code = "import broadcast.off, sys; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    ).stdout.split()

    assert not {"gpiozero", "hub.config", "hub.words", "argparse", "zoneinfo"} & set(loaded)


@pytest.mark.service
def test_lines_that_a_killed_process_left_keyed_are_off_after_the_command(
    config: Config, config_file: Path
) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", KEY_AND_WAIT, str(config.run_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert owner.stdout is not None
    owner.stdout.readline()
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    before = _keyed(config)

    done = subprocess.run(
        [sys.executable, "-m", "broadcast.off", "--config", str(config_file)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert before == [True, True]
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert _keyed(config) == [False, False]
