"""A PulseAudio daemon of the bench's own with a null sink: a paced card for footprints.

It is recorded into nothing with a short latency, because a null sink that nobody listens to
takes its sound in blocks of two seconds, which no card does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.children import Child, NotReadyError, output_of

SINK = "hubbench"


@contextmanager
def pulse(folder: Path, rate: int = 48_000) -> Iterator[dict[str, str]]:
    """Run the daemon for the length of a `with` block; gives the environment that finds it.

    Raises:
        NotReadyError: PulseAudio is not installed or does not come up.
    """
    if not shutil.which("pulseaudio"):
        raise NotReadyError("pulseaudio is not installed")
    socket = folder / "pulse.sock"
    env = {**os.environ, "PULSE_SERVER": f"unix:{socket}", "PULSE_RUNTIME_PATH": str(folder)}
    sink = f"module-null-sink sink_name={SINK} rate={rate} channels=2"
    native = f"module-native-protocol-unix socket={socket} auth-anonymous=1"
    command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"]
    command += ["--log-level=error", "-L", sink, "-L", native]
    daemon = Child(command, folder / "pulse.log", env)
    try:
        daemon.wait_for(lambda: SINK in output_of(["pactl", "list", "short", "sinks"], env))
        listen = [f"--device={SINK}.monitor", "--raw", "--latency-msec=20", "/dev/null"]
        listener = Child(["parec", *listen], folder / "parec.log", env)
        try:
            yield env
        finally:
            listener.end()
    finally:
        daemon.end()
