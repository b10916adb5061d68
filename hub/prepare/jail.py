"""Locks itself in, then becomes the program that is named: started by `child`, never imported.

It must stand without the rest of the project: it runs as ``python -I -S jail.py SPEC PROGRAM …``.
Everything here works without privileges and without namespaces, so it works in a service whose
unit forbids those:

- resource limits.  RLIMIT_DATA and not RLIMIT_AS: it counts what the program writes to (heap,
  thread stacks), not the 200 MiB of shared libraries that ffmpeg only maps;
- seccomp: no socket of any kind (so no network), no signals to others, no leaving of the process
  group by which it is stopped and ended;
- Landlock, where the kernel has it: it reads programs, libraries and what it was given, and
  writes nowhere but there where it was told to;
- it dies with whoever started it.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import stat
import struct
import sys
from typing import Any, Final

NOT_LOCKED_IN: Final = 125
"""Exit code when a lock could not be put on: the program was not started."""
NO_PROGRAM: Final = 127

SYSTEM: Final = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives")
FACTS: Final = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu")
DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom")
"""What every program needs; none of it is the hub's."""

IDLE: Final = 3 << 13
"""IO priority class "idle" (linux/ioprio.h)."""

# linux/audit.h and the tables of system calls (arch/*/entry/syscalls, asm-generic/unistd.h)
_GENERIC: Final = {
    "socket": 198, "kill": 129, "ptrace": 117, "setpgid": 154, "setsid": 157, "mount": 40,
    "add_key": 217, "request_key": 218, "keyctl": 219, "unshare": 97, "perf_event_open": 241,
    "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280,
    "userfaultfd": 282, "ioprio_set": 30,
}  # fmt: skip
_ALIKE: Final = {"pidfd_send_signal": 424, "io_uring_setup": 425}
_MACHINES: Final[dict[str, tuple[int, dict[str, int]]]] = {
    "x86_64": (0xC000003E, {
        "socket": 41, "kill": 62, "ptrace": 101, "setpgid": 109, "setsid": 112, "mount": 165,
        "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
        "perf_event_open": 298, "setns": 308, "process_vm_readv": 310,
        "process_vm_writev": 311, "bpf": 321, "userfaultfd": 323, "ioprio_set": 251,
    }),
    "aarch64": (0xC00000B7, _GENERIC),
    "riscv64": (0xC00000F3, _GENERIC),
    "armv7l": (0x40000028, {
        "socket": 281, "kill": 37, "ptrace": 26, "setpgid": 57, "setsid": 66, "mount": 21,
        "add_key": 309, "request_key": 310, "keyctl": 311, "unshare": 337,
        "perf_event_open": 364, "setns": 375, "process_vm_readv": 376,
        "process_vm_writev": 377, "bpf": 386, "userfaultfd": 388, "ioprio_set": 314,
    }),
}  # fmt: skip
_X32: Final = 0x4000_0000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF_0000, 0x0005_0001, 0x8000_0000

_NO_NEW_PRIVILEGES, _SECCOMP, _PARENT_DEATH, _FILTER = 38, 22, 1, 2
_LANDLOCK: Final = 444
"""Create a ruleset; 445 adds to it, 446 restricts (the same on every machine)."""
_READ_FILE, _EXECUTE, _READ_FOLDER = 1 << 2, 1 << 0, 1 << 3
_WRITE_FILE, _TRUNCATE, _MAKE, _REMOVE = 1 << 1, 1 << 14, 1 << 8, 1 << 5

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Put every lock on and become the program."""
    spec, command = json.loads(sys.argv[1]), sys.argv[2:]
    try:
        _die_with(spec["parent"])
        _stand_back()
        _call(_libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _landlock(spec)
        _filter_calls()
        _limit(spec)
    except OSError as error:
        _end(NOT_LOCKED_IN, f"jail: {error}")
    try:
        os.execvp(command[0], command)  # noqa: S606 - that is its job
    except OSError as error:
        _end(NO_PROGRAM, f"jail: {command[0]}: {error.strerror}")


def _end(code: int, why: str) -> None:
    os.write(2, why.encode() + b"\n")
    os._exit(code)


def _call(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer


def _die_with(parent: int) -> None:
    _call(_libc.prctl(_PARENT_DEATH, signal.SIGKILL, 0, 0, 0))
    if os.getppid() != parent:
        os._exit(NOT_LOCKED_IN)


def _stand_back() -> None:
    """Behind the playout in every queue, and first when memory runs out."""
    os.setpriority(os.PRIO_PROCESS, 0, max(15, os.getpriority(os.PRIO_PROCESS, 0)))
    _, calls = _machine()
    _libc.syscall(calls["ioprio_set"], 1, 0, IDLE)  # a disk without such a queue does not mind
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123
        file.write("1000")


def _limit(spec: dict[str, Any]) -> None:
    mib = 1 << 20
    for name, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_STACK, 2 * mib),
        (resource.RLIMIT_NOFILE, spec["files"]),
        (resource.RLIMIT_FSIZE, spec["file_mib"] * mib),
        (resource.RLIMIT_DATA, spec["memory_mib"] * mib),
    ):
        resource.setrlimit(name, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (spec["cpu_s"], spec["cpu_s"] + 1))


def _machine() -> tuple[int, dict[str, int]]:
    name = os.uname().machine
    if name.startswith("arm") or (name == "aarch64" and sys.maxsize < 1 << 32):
        name = "armv7l"
    if name not in _MACHINES:
        raise OSError(0, f"the system calls of {name} are not known")
    return _MACHINES[name]


def _filter_calls() -> None:
    """Refuse the calls of the table to this process and all that come from it."""
    arch, calls = _machine()
    refused = [number for name, number in (calls | _ALIKE).items() if name != "ioprio_set"]
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    if arch == _MACHINES["x86_64"][0]:
        steps += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for number in refused:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    _call(_libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0))


def _landlock(spec: dict[str, Any]) -> None:
    version = _libc.syscall(_LANDLOCK, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return  # the kernel has none; users, units and seccomp are what is left
    every = (1 << 13) - 1
    every |= (1 << 13 if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    told = struct.pack("=QQQ", every, 3, 3)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = _call(_libc.syscall(_LANDLOCK, told, ctypes.c_size_t(len(told)), 0))
    reading = _READ_FILE | _READ_FOLDER | _EXECUTE
    writing = (_WRITE_FILE | _TRUNCATE | _MAKE | _REMOVE | _READ_FILE | _READ_FOLDER) & every
    for path in (*SYSTEM, *FACTS, *spec["reads"]):
        _allow(rules, path, reading)
    for path in (*DEVICES, *spec["writes"]):
        _allow(rules, path, writing)
    for number in spec["fds"]:
        _allow_open(rules, number, _READ_FILE)
    _call(_libc.syscall(_LANDLOCK + 2, rules, 0))
    os.close(rules)


def _allow(rules: int, path: str, access: int) -> None:
    try:
        number = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there need not be allowed
    _allow_open(rules, number, access)
    os.close(number)


def _allow_open(rules: int, number: int, access: int) -> None:
    if not stat.S_ISDIR(os.fstat(number).st_mode):
        access &= _READ_FILE | _EXECUTE | _WRITE_FILE | _TRUNCATE
    told = struct.pack("=Qi", access, number)
    _call(_libc.syscall(_LANDLOCK + 1, rules, 1, told, 0))


if __name__ == "__main__":
    main()
