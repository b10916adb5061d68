"""The driver on a PortAudio in memory: which device, started anew when, what is given back."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from broadcast.audio.libraries import Libraries
from broadcast.audio.portaudio import PortAudioDriver
from hub.config import Card
from hub.errors import DeviceError

RATE = 48_000
UNDERFLOW = 4
Callback = Callable[[bytes | None, int, Mapping[str, float], int], tuple[bytes, int]]


@dataclass
class Machine:
    """What is plugged in, and every PortAudio that was started on it."""

    devices: list[str] = field(default_factory=lambda: ["village_main"])
    busy: bool = False
    host_api: str = "ALSA"
    started: list["FakePortAudio"] = field(default_factory=list)

    def start(self) -> Any:
        self.started.append(FakePortAudio(self))
        return self.started[-1]


class FakePortAudio:
    """Knows the devices there were when it was started, as the real one does."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.devices = list(machine.devices)
        self.streams: list[FakeStream] = []
        self.ended = False

    def get_host_api_count(self) -> int:
        return 1

    def get_host_api_info_by_index(self, _: int) -> dict[str, str]:
        return {"name": self.machine.host_api}

    def get_device_count(self) -> int:
        return len(self.devices)

    def get_device_info_by_index(self, index: int) -> dict[str, object]:
        return {
            "index": index,
            "name": self.devices[index],
            "hostApi": 0,
            "maxOutputChannels": 2,
        }

    def get_default_output_device_info(self) -> dict[str, object]:
        if not self.devices:
            raise OSError("no default")
        return {"index": 0}

    def open(self, **asked: Any) -> "FakeStream":
        if self.machine.busy:
            raise OSError(-9985, "Device unavailable")
        self.streams.append(FakeStream(asked))
        return self.streams[-1]

    def terminate(self) -> None:
        assert all(stream.closed for stream in self.streams), "ended under an open stream"
        self.ended = True


@dataclass
class FakeStream:
    asked: dict[str, Any]
    closed: bool = False

    def close(self) -> None:
        assert not self.closed
        self.closed = True


class Told(Libraries):
    """Libraries that name a card as they would, and have changed when the test says so."""

    changed = True

    def __init__(self) -> None:
        super().__init__({}, {})

    def prepare(self) -> None:
        pass

    def have_changed(self) -> bool:
        return self.changed

    def block_s(self, card: Card) -> float:
        return 0.01

    def device_name(self, card: Card) -> str | None:
        return None if card.host_api == "jack" else f"village_{card.name}"


@dataclass
class FakeSound:
    is_idle: bool = True
    blocks: list[tuple[int, float, float, bool]] = field(default_factory=list)

    def block(self, frames: int, current_s: float, dac_s: float, *, gap: bool) -> bytes:
        self.blocks.append((frames, current_s, dac_s, gap))
        return bytes(2 * frames)


class Room:
    def __init__(self) -> None:
        self.machine = Machine()
        self.libraries = Told()
        self.driver = PortAudioDriver(self.libraries, RATE, self.machine.start)
        self.sound = FakeSound()

    def open(self, name: str = "main", latency_s: float = 0.0, **more: Any) -> Any:
        return self.driver.open(Card(name, "usb", **more), latency_s, self.sound)

    @property
    def asked(self) -> dict[str, Any]:
        return self.machine.started[-1].streams[-1].asked


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_card_is_opened_for_callbacks_in_blocks_of_its_own(room: Room) -> None:
    room.open(channels=2, block_frames=256)

    assert (room.asked["channels"], room.asked["rate"]) == (2, RATE)
    assert (room.asked["output_device_index"], room.asked["frames_per_buffer"]) == (0, 256)


def test_more_latency_is_asked_for_by_longer_blocks(room: Room) -> None:
    room.open(latency_s=0.04)

    assert room.asked["frames_per_buffer"] == 0.04 * RATE


@pytest.mark.parametrize(("block_frames", "asked"), [(480, 512), (256, 256), (0, 512), (513, 1024)])
def test_jack_is_asked_for_whole_periods(room: Room, block_frames: int, asked: int) -> None:
    room.machine.host_api, room.machine.devices = "JACK Audio Connection Kit", ["system"]
    stream = room.driver.open(
        Card("main", "system", "jack", block_frames=block_frames), 0.0, room.sound
    )

    assert room.asked["frames_per_buffer"] == asked
    assert not stream.is_adjustable


def test_what_portaudio_says_is_handed_on(room: Room) -> None:
    room.open()
    callback: Callback = room.asked["stream_callback"]
    times = {"current_time": 1.0, "output_buffer_dac_time": 1.02, "input_buffer_adc_time": 0.0}

    with ThreadPoolExecutor(1) as thread:  # it takes priority for the thread it is called from
        answers = list(
            thread.map(lambda status: callback(None, 480, times, status), (0, UNDERFLOW, 16))
        )

    assert answers == [(bytes(960), 0)] * 3
    assert [block[3] for block in room.sound.blocks] == [False, True, False]
    assert room.sound.blocks[0][:3] == (480, 1.0, 1.02)


def test_a_missing_card_is_looked_for_by_starting_anew_once(room: Room) -> None:
    room.machine.devices = []

    with pytest.raises(DeviceError) as caught:
        room.open()

    assert caught.value.key == "audio.no_device"
    assert [audio.ended for audio in room.machine.started] == [True]


def test_a_card_that_was_plugged_in_later_is_found(room: Room) -> None:
    room.machine.devices = ["village_spare"]
    spare = room.open("spare")
    spare.close()
    room.machine.devices = ["village_main"]

    room.open("main")

    assert [audio.ended for audio in room.machine.started] == [True, False]


def test_a_busy_card_is_told_with_what_portaudio_says(room: Room) -> None:
    room.machine.busy = True

    with pytest.raises(DeviceError) as caught:
        room.open()

    assert caught.value.key == "audio.no_open"
    assert "Device unavailable" in str(caught.value.values["error"])


def test_an_idle_card_is_opened_again_with_one_that_has_come(room: Room) -> None:
    first = room.open("main")
    room.machine.devices = ["village_main", "village_spare"]

    room.open("spare")

    before, after = room.machine.started
    assert before.ended
    assert [stream.asked["output_device_index"] for stream in after.streams] == [0, 1]
    first.close()
    assert after.streams[0].closed


def test_a_card_on_air_is_left_alone_for_one_that_has_come(room: Room) -> None:
    room.open("main")
    room.sound.is_idle = False
    room.machine.devices = ["village_main", "village_spare"]

    with pytest.raises(DeviceError):
        room.open("spare")

    assert len(room.machine.started) == 1


def test_an_idle_card_is_left_alone_when_nothing_new_is_there(room: Room) -> None:
    room.open("main")
    room.libraries.changed = False

    with pytest.raises(DeviceError):
        room.open("spare")

    assert len(room.machine.started) == 1


def test_a_card_that_does_not_come_back_is_no_trouble_to_close(room: Room) -> None:
    first = room.open("main")
    room.machine.devices = ["village_spare"]
    room.open("spare")

    first.close()

    assert room.machine.started[-1].devices == ["village_spare"]


def test_everything_is_given_back(room: Room) -> None:
    room.open().close()

    room.driver.close()
    room.driver.let_go()

    assert room.machine.started[-1].ended
