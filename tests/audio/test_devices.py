"""Which device a card means: on a Pi, on a laptop, on a bench."""

import os
from pathlib import Path

import pytest

from broadcast.audio.alsaconf import alsa_conf, is_server
from broadcast.audio.devices import Device, choose, wants_jack
from broadcast.audio.libraries import Hush, Libraries
from broadcast.audio.soundcards import SoundCard, Surroundings, look_around, sound_cards
from hub.config import Card
from hub.errors import DeviceError

PI_CARDS = """\
 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0
                      vc4-hdmi-0
 1 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones
                      bcm2835 Headphones
 2 [Device         ]: USB-Audio - USB Audio Device
                      C-Media Electronics Inc. USB Audio Device at usb-0000:01:00.0-1.2, full speed
 3 [Microphone     ]: USB-Audio - USB Microphone
                      USB Microphone at usb-0000:01:00.0-1.3, full speed
"""
PI_PCM = """\
00-00: MAI PCM i2s-hifi-0 : MAI PCM i2s-hifi-0 : playback 1
01-00: bcm2835 Headphones : bcm2835 Headphones : playback 8
02-00: USB Audio : USB Audio : playback 1 : capture 1
03-00: USB Audio : USB Audio : capture 1
"""
USB = SoundCard(2, "Device", "USB-Audio - USB Audio Device C-Media", 0)
HDMI = SoundCard(0, "vc4hdmi0", "vc4-hdmi", 0)
PI = Surroundings(cards=(USB, HDMI))

SYSTEM = Device(0, "system", "JACK Audio Connection Kit", 2, is_default=False)
PULSE = Device(1, "pulse", "ALSA", 32, is_default=False)
DEFAULT = Device(2, "default", "ALSA", 32, is_default=True)
MONO = Device(3, "USB Audio: - (hw:1,0)", "ALSA", 1, is_default=False)
EVERY = [SYSTEM, PULSE, DEFAULT, MONO]


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    (tmp_path / "cards").write_text(PI_CARDS)
    (tmp_path / "pcm").write_text(PI_PCM)
    return tmp_path


def test_cards_that_can_play_are_found_the_likeliest_first(proc: Path) -> None:
    found = sound_cards(proc)

    assert [card.id for card in found] == ["Device", "Headphones", "vc4hdmi0"]
    assert "C-Media" in found[0].name


def test_a_machine_without_cards_has_none(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text("--- no soundcards ---\n")
    (tmp_path / "pcm").write_text("")

    assert sound_cards(tmp_path) == ()
    assert sound_cards(tmp_path / "none", tmp_path) == ()


def test_a_service_that_may_not_see_names_sees_the_nodes(tmp_path: Path) -> None:
    for name in ("controlC1", "pcmC1D0c", "pcmC1D3p", "pcmC1D0p", "timer"):
        (tmp_path / name).touch()

    assert sound_cards(tmp_path / "none", tmp_path) == (SoundCard(1, "", "card 1", 0),)


@pytest.mark.parametrize(
    ("device", "around", "slave"),
    [
        ("hw:2", PI, '{ type hw card "2" device 0 }'),
        ("hw:CARD=Device,DEV=1", PI, '{ type hw card "Device" device 1 }'),
        ("plughw:Device,0", PI, '{ type plug slave.pcm { type hw card "Device" device 0 } }'),
        ("c-media", PI, '{ type plug slave.pcm { type hw card "Device" device 0 } }'),
        ("default", PI, '{ type plug slave.pcm { type hw card "Device" device 0 } }'),
        ("default", Surroundings(server="pulse", cards=(USB,)), "{ type pulse }"),
        ("pulse", Surroundings(), "{ type pulse }"),
        ("pulse", Surroundings(has_own_configuration=True), "{ type pulse }"),
        ("default", Surroundings(cards=(SoundCard(1, "", "card 1", 3),)),
         '{ type plug slave.pcm { type hw card "1" device 3 } }'),
    ],
)  # fmt: skip
def test_only_the_device_that_is_wanted_is_named(
    device: str, around: Surroundings, slave: str
) -> None:
    text = alsa_conf([Card("main-1", device)], around)

    assert text is not None
    assert text.splitlines()[1:] == [f"pcm.village_main_1 {slave}"]


@pytest.mark.parametrize("device", ["hw:5", "hw:Other", "behringer", "default"])
def test_a_card_that_is_not_there_has_no_entry(device: str) -> None:
    around = Surroundings() if device == "default" else PI

    assert "village" not in str(alsa_conf([Card("main", device)], around))


def test_several_cards_are_named_side_by_side() -> None:
    text = alsa_conf([Card("a", "hw:2"), Card("b", "hdmi")], PI)

    assert text is not None
    assert [line.split()[0] for line in text.splitlines()[1:]] == ["pcm.village_a", "pcm.village_b"]


def test_a_configuration_somebody_wrote_is_respected() -> None:
    own = Surroundings(cards=(USB,), has_own_configuration=True)

    assert alsa_conf([Card("main", "my-mixer")], own) is None
    assert alsa_conf([Card("main", "default")], own) is None


def test_the_bench_plays_to_jack_through_alsa() -> None:
    text = alsa_conf([Card("main", "jack", host_api="alsa", channels=2)], Surroundings())

    assert text is not None
    assert "{ type jack playback_ports { 0 system:playback_1 1 system:playback_2 } }" in text


@pytest.mark.parametrize(
    ("device", "around", "server"),
    [
        ("pulse", Surroundings(), True),
        ("default", Surroundings(server="pipewire"), True),
        ("default", PI, False),
        ("hw:2", PI, False),
        ("hw:9", PI, False),
    ],
)
def test_a_sound_server_is_known_as_one(device: str, around: Surroundings, server: bool) -> None:
    assert is_server(Card("main", device), around) is server


def test_a_running_sound_server_is_noticed(tmp_path: Path) -> None:
    nothing = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    assert look_around(nothing).server == ""
    assert look_around({**nothing, "PULSE_SERVER": "unix:/somewhere"}).server == "pulse"

    (tmp_path / "pipewire-0").touch()

    assert look_around(nothing).server == "pipewire"
    assert not look_around(nothing).has_own_configuration


def test_a_written_configuration_is_noticed(tmp_path: Path) -> None:
    (tmp_path / ".asoundrc").touch()

    assert look_around({"HOME": str(tmp_path)}).has_own_configuration


@pytest.mark.parametrize(
    ("device", "host_api", "channels", "found"),
    [
        ("default", "", 1, DEFAULT),
        ("", "", 2, DEFAULT),
        ("pulse", "", 2, PULSE),
        ("hw:1", "", 1, MONO),
        ("usb", "alsa", 1, MONO),
        ("default", "jack", 2, SYSTEM),
        ("jack:system", "", 1, SYSTEM),
        ("jack", "", 1, SYSTEM),
    ],
)
def test_a_device_is_an_exact_name_or_part_of_one(
    device: str, host_api: str, channels: int, found: Device
) -> None:
    assert choose(Card("main", device, host_api, channels), EVERY) == found


@pytest.mark.parametrize(
    ("device", "host_api", "channels"),
    [("usb", "", 2), ("nothing", "", 1), ("pulse", "jack", 1), ("default", "jack", 8)],
)
def test_a_device_that_does_not_fit_is_named_with_those_that_are_there(
    device: str, host_api: str, channels: int
) -> None:
    with pytest.raises(DeviceError) as caught:
        choose(Card("main", device, host_api, channels), EVERY)

    assert "USB Audio" in str(caught.value.values["names"])


def test_an_exact_name_that_is_known_is_not_guessed_at() -> None:
    with pytest.raises(DeviceError):
        choose(Card("main", "default"), EVERY, "village_main")


def test_jack_is_asked_natively_only_when_it_is_wanted() -> None:
    assert wants_jack(Card("a", "default", "jack"))
    assert wants_jack(Card("a", "jack:system"))
    assert not wants_jack(Card("a", "jack", "alsa"))
    assert not wants_jack(Card("a", "default"))


def test_the_libraries_are_told_only_of_what_is_wanted() -> None:
    environment: dict[str, str] = {}
    libraries = Libraries({"main": Card("main", "pulse")}, environment)

    libraries.prepare()

    assert environment["JACK_DEFAULT_SERVER"] == "none"
    assert environment["JACK_NO_START_SERVER"] == "1"
    assert "type pulse" in Path(environment["ALSA_CONFIG_PATH"]).read_text()
    assert libraries.device_name(Card("main", "pulse")) == "village_main"
    assert not libraries.have_changed()


@pytest.mark.parametrize("card", [Card("a", "default", "jack"), Card("a", "jack", "alsa")])
def test_a_jack_server_that_is_wanted_is_not_hidden(card: Card) -> None:
    environment = {"JACK_DEFAULT_SERVER": "bench"}

    Libraries({"main": card}, environment).prepare()

    assert environment["JACK_DEFAULT_SERVER"] == "bench"


def test_a_server_that_has_come_changes_what_is_there(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    libraries = Libraries({"main": Card("main", "default")}, environment)
    libraries.prepare()
    first = environment["ALSA_CONFIG_PATH"]
    (tmp_path / "pipewire-0").touch()

    assert libraries.have_changed()
    libraries.prepare()

    assert "type pipewire" in Path(environment["ALSA_CONFIG_PATH"]).read_text()
    assert libraries.block_s(Card("main", "default")) == 0.02
    assert first


def test_a_configuration_somebody_wrote_is_read_and_may_lead_to_jack(tmp_path: Path) -> None:
    (tmp_path / ".asoundrc").touch()
    environment = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    libraries = Libraries({"main": Card("main", "default")}, environment)

    libraries.prepare()

    assert "ALSA_CONFIG_PATH" not in environment
    assert environment["JACK_DEFAULT_SERVER"] == "default"
    assert libraries.device_name(Card("main", "default")) is None


def test_a_configuration_somebody_has_named_is_left_alone() -> None:
    environment = {"ALSA_CONFIG_PATH": "/etc/village.conf"}
    libraries = Libraries({"main": Card("main", "pulse")}, environment)

    libraries.prepare()

    assert environment["ALSA_CONFIG_PATH"] == "/etc/village.conf"
    assert libraries.device_name(Card("main", "pulse")) is None


def test_noise_of_libraries_is_held_back_and_the_rest_is_not(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Hush():
        os.write(2, b"ALSA lib pcm.c: Unknown PCM\n\nhub-broadcast: card lost\n")
        os.write(2, b"Cannot connect to server socket\nand half a li")

    assert capfd.readouterr().err == "hub-broadcast: card lost\nand half a li"


def test_standard_error_can_be_given_back_from_outside(capfd: pytest.CaptureFixture[str]) -> None:
    hush = Hush()
    with hush:
        hush.release()
        os.write(2, b"ALSA lib speaks\n")

    assert capfd.readouterr().err == "ALSA lib speaks\n"
