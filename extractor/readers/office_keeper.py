"""The process that keeps a LibreOffice: started by file name, it imports nothing of this package.

    python -I office_keeper.py FOLDER SOCKET PROGRAM [OPTION…]

Each line on the standard input is `SUFFIX TARGET`: `FOLDER/document.SUFFIX` becomes `FOLDER/out/document.TARGET`; an
empty line answers it. When the input ends, for whatever reason (its owner was killed), the office is killed with all
that it started and the folder is removed: nothing outlives the owner.
"""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

KEPT_OPEN = "open.rtf"
_MARK = f".~lock.{KEPT_OPEN}#"
"""LibreOffice writes this file once it has opened the document: from then on it takes others."""
_STEP, _LAST_BREATH = 0.02, 0.15


def main(folder: Path, socket: Path, command: list[str]) -> int:
    """Keep an office until the input ends or the office does."""
    jobs: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    office = _start([*command, str(folder / KEPT_OPEN)], 0)
    threading.Thread(target=_listen, args=(jobs, office.pid), daemon=True).start()
    try:
        while office.poll() is None and not (folder / _MARK).exists():
            time.sleep(_STEP)
        while (job := jobs.get()) is not None and office.poll() is None:
            suffix, target = job.split()
            order = ["--convert-to", target, "--outdir", str(folder / "out"), str(folder / f"document.{suffix}")]
            _start([*command, *order], office.pid).wait()
            if not (folder / "out" / f"document.{target}").exists() and _ends_soon(office):
                break
            print(flush=True)
    finally:
        _kill(office.pid)
        office.wait()
        shutil.rmtree(folder, ignore_errors=True)
        socket.unlink(missing_ok=True)
    return 0


def _ends_soon(office: subprocess.Popen[bytes]) -> bool:
    """Whether the office broke down over the order, and did not just refuse it."""
    try:
        office.wait(_LAST_BREATH)
    except subprocess.TimeoutExpired:
        return False
    return True


def _start(command: list[str], group: int) -> subprocess.Popen[bytes]:
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, process_group=group)


def _listen(jobs: queue.SimpleQueue[str | None], group: int) -> None:
    """Hand over the orders; at their end kill the office, which also ends the order at work."""
    for line in sys.stdin:
        jobs.put(line)
    jobs.put(None)
    _kill(group)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
