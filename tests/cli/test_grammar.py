"""A wrong command line is answered in the user's language."""

import argparse
import inspect

import pytest

from hub.__main__ import main
from hub.cli.grammar import COUNTED, SENTENCES, speak
from hub.words import LANGUAGES, catalogue


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["order", "foo"], "không có lựa chọn 'foo'"),
        (["order"], "còn thiếu: verb"),
        (["plan", "--from"], "--from: cần một giá trị theo sau"),
        (["plan", "--nhanh", "--calendar", "x"], "không hiểu: --nhanh"),
        (["--language"], "cần một giá trị theo sau"),
        (["--language", "fr", "plan"], "không có lựa chọn 'fr'"),
        ([], "còn thiếu: command"),
        (["plan", "--help"], "cách dùng: village-hub plan"),
    ],
)
def test_a_wrong_line_is_told_in_vietnamese(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    said = "".join(capsys.readouterr())
    assert told in said
    assert ended.value.code in {0, 2}
    assert not {"usage", "error", "argument", "show", "options"} & set(
        said.replace(":", "").split()
    )


def test_english_is_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--language", "en", "order", "foo"])

    assert "invalid choice: 'foo'" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_is_argparse_s_own_and_takes_the_same_values(language: str) -> None:
    source = inspect.getsource(argparse)
    try:
        for text, name in {**SENTENCES, **COUNTED}.items():
            shown = text.encode("unicode_escape").decode()
            assert shown in source, text
            ours = catalogue(language)[f"usage.{name}"]
            assert _values(ours) == _values(text), name
    finally:
        speak("vi")


def _values(text: str) -> list[str]:
    return sorted(
        part[: part.index(")") + 2] if part[0] == "(" else part[0] for part in text.split("%")[1:]
    )
