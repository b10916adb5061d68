"""The virtual sound card: a JACK server of the bench's own, and the one recorder on it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.children import Child, NotReadyError, output_of
from bench.recording import Recording, read

RATE = 48_000
PERIOD = 256
RECORDER = "hubrec"
SOURCE = Path(__file__).with_name("jack_recorder.c")
SHARED = Path("/dev/shm")
REGISTRY = SHARED / "jack-shm-registry"
SERVERS = frozenset({"jackd", "jackdbus"})


@dataclass(frozen=True, slots=True)
class Jack:
    """A running JACK server.

    Attributes:
        folder: Where the bench keeps its files.
        env: Environment in which programs find this server and start no other.
        real_time: False when the kernel allows no real-time priority.
        server: The server's process.
    """

    folder: Path
    env: Mapping[str, str]
    real_time: bool
    server: Child

    def ports(self) -> list[str]:
        """Every port, as client:port."""
        return output_of(["jack_lsp"], self.env).split()

    def connect(self, source: str, target: str) -> None:
        """Connect two ports.

        Raises:
            NotReadyError: One of them is not there.
        """
        done = subprocess.run(
            ["jack_connect", source, target],
            env=dict(self.env), capture_output=True, text=True, check=False,
        )  # fmt: skip
        already = target in output_of(["jack_lsp", "-c", source], self.env)
        if done.returncode and not already:
            raise NotReadyError(f"cannot connect {source} to {target}: {done.stderr[-200:]}")


@contextmanager
def jack(folder: Path, period: int = PERIOD) -> Iterator[Jack]:
    """Run a server of our own for the length of a `with` block.

    Args:
        folder: For its files.
        period: Samples a period; longer ones bear a machine that is held up.

    Raises:
        NotReadyError: jackd2 is not installed or does not come up.
    """
    if not shutil.which("jackd"):
        raise NotReadyError("jackd is not installed (package jackd2)")
    name = f"hubbench-{os.getpid()}"
    env = {**os.environ, "JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1"}
    with _alone():
        _forget()
        server, real_time = _start(name, folder, env, period)
    try:
        yield Jack(folder, env, real_time, server)
    finally:
        server.end()
        with _alone():
            _forget(name)


@contextmanager
def _alone() -> Iterator[None]:
    """No other server of a bench comes up or is forgotten meanwhile."""
    with Path(tempfile.gettempdir(), f"hubbench-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget(name: str = "") -> None:
    """Remove what killed servers left: JACK has room for eight, and keeps the dead in its book.

    Args:
        name: A server that has ended; its memory goes even while other servers run.
    """
    if name:
        for left in SHARED.glob(f"jack_*{name}_*"):
            left.unlink(missing_ok=True)
    if not any(_is_server(process) for process in Path("/proc").glob("[0-9]*")):
        REGISTRY.unlink(missing_ok=True)


def _is_server(process: Path) -> bool:
    try:
        return (process / "comm").read_text("utf-8").strip() in SERVERS
    except OSError:
        return False


def _start(name: str, folder: Path, env: Mapping[str, str], period: int) -> tuple[Child, bool]:
    tail = ["-S", "-d", "dummy", "-r", str(RATE), "-p", str(period)]
    trouble = ""
    for real_time, head in ((True, ["-R", "-P70"]), (False, ["-r"])):
        server = Child(["jackd", "-n", name, *head, *tail], folder / "jackd.log", env)
        try:
            server.wait_for(lambda: "system:playback_1" in output_of(["jack_lsp"], env))
        except NotReadyError as error:
            server.end()
            trouble = str(error)
            continue
        if real_time and "Cannot use real-time" in server.said():
            server.end()
            continue
        return server, real_time
    raise NotReadyError(trouble or "jackd cannot be started")


@dataclass(slots=True)
class Tape:
    """What becomes a `Recording` when the recorder has ended."""

    names: tuple[str, ...]
    path: Path
    recording: Recording | None = None

    def port(self, name: str) -> str:
        """The full name of one of its ports."""
        return f"{RECORDER}:{name}"

    def result(self) -> Recording:
        """The recording, once the `with` block is over."""
        if self.recording is None:
            raise RuntimeError("the recorder is still running")
        return self.recording


@contextmanager
def recorder(server: Jack, names: tuple[str, ...]) -> Iterator[Tape]:
    """Record ports for the length of a `with` block; one recorder at a time.

    Raises:
        NotReadyError: It cannot be compiled or does not come up.
        RecordingError: What it wrote cannot be trusted.
    """
    program = server.folder / "jack_recorder"
    if not program.exists():
        _compile(program)
    tape = Tape(names, server.folder / "recording.bin")
    command = [str(program), RECORDER, str(tape.path), *names]
    child = Child(command, server.folder / "recorder.log", server.env, stdin=True)
    try:
        child.wait_for(lambda: "ready" in child.said())
        yield tape
    finally:
        child.end()
    tape.recording = read(tape.path, names)
    tape.path.unlink()


def _compile(program: Path) -> None:
    if not shutil.which("gcc"):
        raise NotReadyError("gcc is not installed")
    command = ["gcc", "-O2", "-o", str(program), str(SOURCE), "-ljack", "-lm"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotReadyError(
            f"cannot compile the recorder (libjack-jackd2-dev?): {done.stderr[-400:]}"
        )
