"""A sound card for a machine without one: a private PulseAudio daemon that is recorded.

It starts two programs and plays nothing itself; `village-hub run` uses it.
"""

from __future__ import annotations

import selectors
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from broadcast.audio.wavfile import HEADER_BYTES, begin_wav, settle_wav
from broadcast.leash import leashed
from hub.clock import Clock
from hub.errors import DeviceError

SINK: Final = "village"
DEVICE: Final = "pulse"
"""What to put into `Card.device` so that it plays here."""
START_S: Final = 10.0
"""The daemon must answer by then."""
LONGEST_RUN_DIR: Final = 80
"""A socket's whole name may have 107 bytes."""
LOOK_S: Final = 0.05
STOP_S: Final = 3.0
"""A program that has not ended by then is killed."""
RECORDER_LATENCY_MS: Final = 20
"""Keeps the sink's blocks short: alone it would make blocks of two seconds."""


class PulseNullSink:
    """The daemon, its sink and the recorder of what would be heard.

    Args:
        run_dir: Where the socket's folder is made.
        wav_path: Where to record, 16 bit; readable at any moment, even after a SIGKILL.
        clock: To wait for the daemon.
        rate: Samples a second.
        channels: Channels of the sink.
    """

    def __init__(
        self,
        run_dir: Path,
        wav_path: Path,
        clock: Clock,
        *,
        rate: int = 48_000,
        channels: int = 2,
    ) -> None:
        self._run_dir = run_dir
        self._wav_path = wav_path
        self._clock = clock
        self._rate = rate
        self._channels = channels
        self._home: Path | None = None
        self._daemon: subprocess.Popen[bytes] | None = None
        self._recorder: subprocess.Popen[bytes] | None = None
        self._recording: BinaryIO | None = None

    def start(self) -> None:
        """Start the daemon and the recorder; takes two seconds until it records.

        Raises:
            DeviceError: A program is missing or the daemon does not answer.
        """
        self._run_dir.mkdir(parents=True, exist_ok=True)
        self._home = _private_folder(self._run_dir)
        sink = f"module-null-sink sink_name={SINK} rate={self._rate} channels={self._channels}"
        native = f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"
        self._daemon = self._run(
            "pulseaudio",
            *("-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
            *("--high-priority=no", "--realtime=no", "--log-level=error"),
            *("-L", sink, "-L", native),
        )
        self._wait_for(self._answers)
        self._recording = begin_wav(self._wav_path, self._rate, self._channels)
        self._recorder = self._run(
            "parec",
            *(f"--device={SINK}.monitor", "--raw", "--format=s16le"),
            *(f"--rate={self._rate}", f"--channels={self._channels}"),
            f"--latency-msec={RECORDER_LATENCY_MS}",
            output=self._recording,
        )
        # a null sink begins with a block of two seconds, whatever is asked for
        self._wait_for(self._records)

    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to play here."""
        return {"PULSE_SERVER": f"unix:{self._socket}"}

    @property
    def is_alive(self) -> bool:
        """Daemon and recorder run."""
        processes = (self._daemon, self._recorder)
        return all(process is not None and process.poll() is None for process in processes)

    def settle(self) -> None:
        """Write the length recorded so far into the file; call it now and then."""
        if self._recording is not None:
            settle_wav(self._wav_path, self._rate, self._channels)

    def stop(self) -> None:
        """End both programs; the recording is complete afterwards.  May be called twice."""
        for process in (self._recorder, self._daemon):
            if process is not None:
                _end(process)
        if self._recording is not None:
            self._recording.close()
            self.settle()
        self._recorder = self._daemon = self._recording = None
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    @property
    def _log(self) -> Path:
        return self._run_dir / "pulse.log"

    @property
    def _socket(self) -> Path:
        return (self._home or self._run_dir) / "native"

    def _run(
        self, program: str, *arguments: str, output: BinaryIO | None = None
    ) -> subprocess.Popen[bytes]:
        path = shutil.which(program)
        if path is None:
            self.stop()
            raise DeviceError("audio.no_program", program=program)
        home = str(self._home)
        with self._log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # fixed words and our own paths
                leashed([path, *arguments]),
                stdin=subprocess.DEVNULL,
                stdout=output or subprocess.DEVNULL,
                stderr=log,
                env={"HOME": home, "XDG_RUNTIME_DIR": home, "LC_ALL": "C", **self.environment()},
            )

    def _wait_for(self, what: Callable[[], bool]) -> None:
        until = self._clock.monotonic() + START_S
        with selectors.DefaultSelector() as nothing:
            while self._clock.monotonic() < until:
                if what():
                    return
                if self._daemon is None or self._daemon.poll() is not None:
                    break
                self._clock.wait(self._clock.monotonic() + LOOK_S, nothing)
        self.stop()
        raise DeviceError("audio.no_pulse", log=self._log)

    def _records(self) -> bool:
        return self._wav_path.stat().st_size > HEADER_BYTES

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self._socket))
            except OSError:
                return False
        return True


def _private_folder(run_dir: Path) -> Path:
    """A folder of our own; elsewhere if a socket's name in it would be too long."""
    near = None if len(str(run_dir)) > LONGEST_RUN_DIR else run_dir
    return Path(tempfile.mkdtemp(prefix="pulse-", dir=near))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
