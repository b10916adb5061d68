"""Every command is there, and says what it does, in both languages."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

from hub.__main__ import main
from hub.words import LANGUAGES

COMMANDS = sorted(entry.name for entry in entry_points(group="village_hub.commands"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(
    command: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["village-hub", command, "--language", language, "--help"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 0
    assert f"village-hub {command}" in capsys.readouterr().out
