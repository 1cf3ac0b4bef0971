"""What the operating system lets one process do to another: limits, and an end that reaches all that it started.

On Linux a worker's children are found wherever they went: in its process group, below it in the tree of processes (it
adopts its orphans), and, after its own death, by a mark in the environment that all inherit. What escapes is a program
that was started with another environment, in a session of its own, by a worker that then died by itself. Other systems
have the process group (Windows: the process alone).
"""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARK = "EXTRACTOR_IMPORT"
"""An environment variable that tells the processes of one import from all others."""
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PROC = Path("/proc")
_LINUX = sys.platform == "linux"
_ROUNDS = 20
"""How often a family is looked for anew: a process may start another while it is being killed."""


@dataclass(frozen=True, slots=True)
class State:
    """What a process holds at a moment: bytes of address space and of memory."""

    address_space: int = 0
    resident: int = 0


def own_state() -> State:
    """Of this process; nothing is known where there is no /proc."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()
    except OSError:
        return State()
    size = os.sysconf("SC_PAGE_SIZE")
    return State(int(pages[0]) * size, int(pages[1]) * size)


def be_alone(*lines: int) -> None:
    """A session of its own: Ctrl-C reaches the import alone, and a kill reaches what a reader started as well.

    What C libraries print goes nowhere: it would tear the progress bar. Of the pipes that a forked process inherits
    only `lines` stay open: those of Python's own servers would have them wait for this process, or hear its nonsense.
    """
    if hasattr(os, "setsid"):
        with suppress(PermissionError):  # leads a group already
            os.setsid()
    if _LINUX:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    for descriptor in _pipes() - {0, 1, 2, *lines}:
        with suppress(OSError):
            os.close(descriptor)


def _pipes() -> set[int]:
    """The pipes and sockets that this process has open; none are known where the system does not list them."""
    found: set[int] = set()
    for listed in (Path("/proc/self/fd"), Path("/dev/fd")):
        if listed.is_dir():
            for entry in sorted(listed.iterdir()):
                with suppress(OSError, ValueError):
                    mode = os.fstat(int(entry.name)).st_mode
                    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
                        found.add(int(entry.name))
            break
    return found


def limit_memory(megabytes: int) -> None:
    """Cap this process's address space; nothing happens where the system has no such limit."""
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = megabytes << 20
    with suppress(ValueError, OSError):  # macOS has the name and not the limit
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: float) -> None:
    """Let this process use the processor so much longer: then SIGXCPU ends it, whatever it is doing.

    Whole seconds, as the system counts them: never less than asked.
    """
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(time.process_time() + seconds) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def memory_below(pid: int, enough: int) -> int:
    """The bytes that a process and all below it hold; 0 where there is no /proc.

    What several of them share is counted once where the sum is more than `enough`: to know it takes the system longer.
    """
    family = (pid, *descendants(pid))
    held = sum(map(_resident, family))
    return held if held <= enough else sum(map(_proportional, family))


def descendants(pid: int) -> set[int]:
    """The processes below one, at this moment."""
    if not _LINUX:
        return set()
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def end_family(pid: int) -> None:
    """Kill a process, its group, and all below it."""
    if sys.platform != "win32":
        _signal(pid, signal.SIGSTOP)  # so that it starts no more of them
    for _round in range(_ROUNDS):
        below = descendants(pid)
        for member in below:
            _kill(member)
        if not below:
            break
    end_group(pid)
    _kill(pid)


def end_group(pid: int) -> None:
    """Kill what is left of the process group that a process led."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


def end_strays(mark: str, keeper: int | None) -> None:
    """Kill what bears the mark and is not below the process `keeper` any more: orphans of workers that died."""
    if not _LINUX:
        return
    wanted = f"{MARK}={mark}".encode()
    for _round in range(_ROUNDS):
        kept = {os.getpid()} | ({keeper} | descendants(keeper) if keeper else set())
        strays = [pid for pid, _parent in _parents() if pid not in kept and wanted in _environment(pid)]
        if not strays:
            return
        for pid in strays:
            _kill(pid)


def _parents() -> Iterator[tuple[int, int]]:
    """(process, its parent) of all processes that live; zombies are dead."""
    for process in _PROC.iterdir():
        if process.name.isdecimal():
            with suppress(OSError, IndexError, ValueError):
                # «12 (a name) S 1 …»: the name may hold spaces and brackets
                state, parent = (process / "stat").read_bytes().rpartition(b")")[2].split()[:2]
                if state not in (b"Z", b"X"):
                    yield int(process.name), int(parent)


def _environment(pid: int) -> list[bytes]:
    try:
        return (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:  # another user's, or gone
        return []


def _resident(pid: int) -> int:
    try:
        return int((_PROC / str(pid) / "statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int:
    with suppress(OSError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) << 10
    return 0


def _kill(pid: int) -> None:
    _signal(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _signal(pid: int, number: int) -> None:
    with suppress(OSError):
        os.kill(pid, number)


def _prctl(option: int, value: int) -> None:
    """Linux alone; a system without it goes without."""
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
