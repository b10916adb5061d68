"""The configuration: every mistake is reported, with a sentence."""

from pathlib import Path

import pytest

from hub.config import load, parse
from hub.domain.relay import RelayPermits
from hub.errors import ConfigError
from hub.words import LANGUAGES, catalogue, say


def test_an_empty_document_gives_the_defaults() -> None:
    config = parse({}, Path("/base"))

    assert config.rate == 48_000
    assert str(config.timezone) == "Asia/Ho_Chi_Minh"


def test_all_mistakes_are_reported_together() -> None:
    document = {
        "hub": {"language": "fr", "timezone": "Asia/Nowhere", "colour": 1},
        "cards": [{"name": "main", "channels": 1}],
        "zones": [
            {"id": "x1", "card": "main", "line": 17},
            {"id": "x2", "card": "main", "line": 17, "delay_ms": 20},
            {"id": "x2", "card": "other", "channel": 3},
        ],
    }

    with pytest.raises(ConfigError) as caught:
        parse(document, Path("/base"))

    keys = sorted(problem.key for problem in caught.value.problems)
    assert keys == [
        "config.delay_differs",
        "config.no_card",
        "config.no_timezone",
        "config.pin_twice",
        "config.unknown_key",
        "config.wrong_value",
        "config.zone_twice",
    ]


def test_every_mistake_is_a_sentence_in_both_languages() -> None:
    with pytest.raises(ConfigError) as caught:
        parse({"zones": [{"id": "Xóm 1", "line": 99}]}, Path("/base"))

    for problem in caught.value.problems:
        for language in LANGUAGES:
            sentence = say(problem.key, language, **problem.values)
            assert "{" not in sentence
            assert problem.key not in sentence


def test_a_missing_file_is_a_clear_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "none.toml")

    assert caught.value.problems[0].key == "config.no_file"


def test_folders_are_resolved_because_a_socket_path_may_only_be_108_bytes_long() -> None:
    config = parse({"hub": {"run_dir": "../../var/run"}}, Path("/base/examples/village"))

    assert config.run_dir == Path("/base/var/run")


def test_both_catalogues_have_the_same_keys_and_placeholders() -> None:
    vietnamese, english = catalogue("vi"), catalogue("en")

    assert vietnamese.keys() == english.keys()
    for key, sentence in vietnamese.items():
        assert _placeholders(sentence) == _placeholders(english[key]), key


def _placeholders(sentence: str) -> set[str]:
    return {part.split("}")[0] for part in sentence.split("{")[1:]}


def test_a_fallback_of_its_own_stands_beside_the_configuration() -> None:
    config = parse({"audio": {"fallback": "ours.wav"}}, Path("/base"))

    assert config.fallback == Path("/base/ours.wav")


def test_without_a_fallback_the_built_in_one_is_taken() -> None:
    assert parse({}, Path("/base")).fallback is None


def test_without_a_word_of_it_no_host_may_be_relayed() -> None:
    assert parse({}, Path("/")).relay == RelayPermits()


def test_hosts_and_devices_that_may_be_relayed_are_read() -> None:
    relay = {
        "hosts": ["Stream.Dai-Tinh.vn", "10.0.0.5:8000", "[::1]:8000"],
        "devices": [{"name": "fm", "device": "hw:1"}],
    }

    found = parse({"relay": relay}, Path("/")).relay

    assert found.hosts == (("stream.dai-tinh.vn", None), ("10.0.0.5", 8000), ("::1", 8000))
    assert found.devices == {"fm": "hw:1"}


@pytest.mark.parametrize(
    "entry", ["http://a.vn", "a.vn/x", "*.vn", "", "a b", "a.vn:0", "a.vn:x", "a.vn:99999", "[::1"]
)
def test_what_is_no_host_is_a_mistake(entry: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse({"relay": {"hosts": [entry]}}, Path("/"))

    assert [problem.key for problem in caught.value.problems] == ["config.bad_host"]
