"""A village's network out of namespaces: hub, switch, router and access points, with real links.

    hub ---- switch ---- router (10.77.0.1) ---- ap1 (10.77.0.11), ap2, ap3 ...

The hub is the network in which this runs.  Every other box is a process that only keeps a
namespace; whoever kills this process takes all of them along.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field

PREFIX = "10.77.0"


def run(*words: str) -> None:
    """A command that must succeed."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr}")


@dataclass
class Box:
    """Something with a network of its own."""

    pid: int

    def run(self, *words: str) -> None:
        run("nsenter", f"--net=/proc/{self.pid}/ns/net", *words)

    def start(self, script: str, *words: str) -> subprocess.Popen[bytes]:
        """A program of Python inside it."""
        inside = ("nsenter", f"--net=/proc/{self.pid}/ns/net", sys.executable, "-c", script)
        return subprocess.Popen([*inside, *words])


@dataclass
class Net:
    """The network, which ends with `stack`."""

    stack: ExitStack
    points: int = 3
    boxes: dict[str, Box] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("switch", "router"):
            self.boxes[name] = self._box()
            self.boxes[name].run("ip", "link", "add", "br0", "type", "bridge")
            self.boxes[name].run("ip", "link", "set", "br0", "up")
        self._wire("hub", None, "switch")
        run("ip", "address", "add", f"{PREFIX}.2/24", "dev", "hub")
        run("ip", "address", "add", "fd77::2/64", "dev", "hub", "nodad")
        self._wire("uplink", "router", "switch", is_port=True)
        self.boxes["router"].run("ip", "address", "add", f"{PREFIX}.1/24", "dev", "br0")
        run("ip", "route", "add", "default", "via", f"{PREFIX}.1")
        for number in range(1, self.points + 1):
            name = f"ap{number}"
            self.boxes[name] = self._box()
            self._wire(name, name, "router")
            here = self.boxes[name]
            here.run("ip", "address", "add", f"{PREFIX}.{10 + number}/24", "dev", name)
            here.run("ip", "address", "add", f"fd77::{10 + number}/64", "dev", name, "nodad")

    def cut(self, name: str) -> None:
        """Pull the cable of `hub`, `uplink` or a point."""
        self._far_end(name, "down")

    def mend(self, name: str) -> None:
        """Put it in again."""
        self._far_end(name, "up")
        if name == "hub":  # the kernel forgets IPv6 addresses of a link that goes down
            run("ip", "address", "replace", "fd77::2/64", "dev", "hub", "nodad")

    def ignore_pings(self, name: str) -> None:
        """As many devices do; and a port at which nobody listens refuses nobody."""
        key = "/proc/sys/net/ipv4/icmp_echo_ignore_all"
        self.boxes[name].run("sh", "-c", f"echo 1 > {key}")

    def _far_end(self, name: str, how: str) -> None:
        keeper = "switch" if name in {"hub", "uplink"} else "router"
        self.boxes[keeper].run("ip", "link", "set", f"{name}-far", how)

    def _box(self) -> Box:
        """Its network is there when it says so."""
        holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec cat"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.stack.enter_context(holder)
        self.stack.callback(holder.kill)
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"up\n"
        return Box(holder.pid)

    def _wire(self, name: str, near: str | None, far: str, *, is_port: bool = False) -> None:
        run("ip", "link", "add", name, "type", "veth", "peer", "name", f"{name}-far")
        run("ip", "link", "set", f"{name}-far", "netns", str(self.boxes[far].pid))
        self.boxes[far].run("ip", "link", "set", f"{name}-far", "master", "br0", "up")
        if near is None:
            run("ip", "link", "set", name, "up")
            return
        run("ip", "link", "set", name, "netns", str(self.boxes[near].pid))
        ends = ("master", "br0", "up") if is_port else ("up",)
        self.boxes[near].run("ip", "link", "set", name, *ends)
