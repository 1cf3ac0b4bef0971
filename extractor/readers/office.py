"""LibreOffice as the second reader of DOC and RTF: one office a process, started when it is first needed.

A running office takes further documents over the pipe by which a second `soffice` with the same profile finds it
(0.05 s a document; a fresh office costs 1.1 s), and it runs for as long as a document is open in it: so it opens an
empty one. It belongs to a keeper (`office_keeper`), which kills it and clears up when this process ends or is killed;
what is left where the keeper was killed as well, the next one sweeps up.

Never HTML or DOCX: LibreOffice fetches their remote pictures. Macros are off, and its network is a closed door.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from functools import cache
from pathlib import Path

from extractor.blocks import SourceDocument
from extractor.errors import LimitError, MissingToolError, ReadError, UsageError
from extractor.readers.limits import Limits
from extractor.readers.office_keeper import KEPT_OPEN

INSTALL = "apt install libreoffice-writer-nogui"
ROUTE = "libreoffice"
SETTING = "EXTRACTOR_OFFICE"
"""The environment variable of a `Use`; worker processes inherit it."""

_PREFIX = "plan-extractor-office-"
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 30.0
"""A document takes a tenth of a second, a start about one; a plan of 1,000 rows in RTF took ten."""
_DOCUMENTS = 300
"""A fresh office after so many: what it leaks stays bounded."""
_PROFILE_NAME = "profile"
_CLOSED_DOOR = "127.0.0.1", "9"  # the discard port
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">\
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">\
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>\
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>{host}</value></prop>\
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>{port}</value></prop>\
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>{host}</value></prop>\
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>{port}</value></prop>\
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop></item>
</oor:items>
"""


class Use(Enum):
    """When LibreOffice reads DOC and RTF: where the own reader cannot, always, or not at all."""

    NEEDED = "needed"
    ALWAYS = "always"
    NEVER = "never"


def use() -> Use:
    """What the environment asks for.

    Raises:
        UsageError: the variable has a value that means nothing.
    """
    asked = os.environ.get(SETTING) or Use.NEEDED.value
    try:
        return Use(asked)
    except ValueError as error:
        raise UsageError(f"{SETTING}={asked}: {', '.join(one.value for one in Use)}") from error


@cache
def program() -> str | None:
    """The path of LibreOffice; None where it is not installed, or could not be ended with all that it starts."""
    if not hasattr(os, "killpg"):
        return None
    return next((path for path in map(shutil.which, _PROGRAMS) if path), None)


def read_through(data: bytes, suffix: str, limits: Limits) -> SourceDocument | None:
    """A DOC or RTF as LibreOffice sees it; None where it is not to be used, is not installed, or gives nothing."""
    from extractor.readers import docx

    if use() is Use.NEVER or program() is None:
        return None
    try:
        document = docx.read(convert(data, suffix, "docx", limits), limits=limits)
    except ReadError:
        return None
    return replace(document, format=suffix, route=ROUTE, pages=None)


def convert(data: bytes, suffix: str, target: str, limits: Limits) -> bytes:
    """A document in another format, by this process's office.

    Raises:
        MissingToolError: LibreOffice is not installed.
        ReadError: LibreOffice cannot read it, or broke down over it twice.
        LimitError: it took too long, or the result is too large.
    """
    path = program()
    if path is None:
        raise MissingToolError(INSTALL)
    seconds = min(limits.seconds, _SECONDS)
    for _ in range(2):
        office = _OFFICES.hire(path)
        result = office.convert(data, suffix, target, seconds)
        if result is not None:
            limits.check("file_bytes", len(result))
            return result
        if office.orders > 1:  # it may have died of an earlier document
            continue
        break
    raise ReadError("LibreOffice cannot read it", code="damaged")


def dismiss() -> None:
    """Ends this process's office, if it has one; the next document that needs one starts another."""
    _OFFICES.dismiss()


def sweep() -> None:
    """Removes what offices left whose keeper was killed with their owner (as an import ends its workers)."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
            _socket(folder / _PROFILE_NAME).unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


class Office:
    """A running LibreOffice with its keeper and its own profile."""

    def __init__(self, path: str) -> None:
        self.orders = 0
        self.owner = os.getpid()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{self.owner}-"))
        self._keeper = self._start(path)

    @property
    def is_fit(self) -> bool:
        """Whether it can be given another document: alive, this process's own (not a fork's), not worn out."""
        return self._keeper.poll() is None and self.owner == os.getpid() and self.orders < _DOCUMENTS

    def convert(self, data: bytes, suffix: str, target: str, seconds: float) -> bytes | None:
        """The converted document; None where the office gave none.

        Raises:
            LimitError: it took longer than `seconds`; this office has been killed.
        """
        self.orders += 1
        source, result = self._folder / f"document.{suffix}", self._folder / "out" / f"document.{target}"
        late = threading.Timer(seconds, self._hang_up)
        late.daemon = True
        late.start()
        try:
            source.write_bytes(data)
            answered = self._ask(f"{suffix} {target}\n")
            if answered:
                return result.read_bytes()
        except FileNotFoundError:
            answered = self.is_fit
        finally:
            is_late = late.finished.is_set()
            late.cancel()
            source.unlink(missing_ok=True)
            result.unlink(missing_ok=True)
        if not answered:
            self.close()
            if is_late:
                raise LimitError(f"seconds > {seconds:g}")
        return None

    def close(self) -> None:
        """Ends it and waits until its folder is gone."""
        self._hang_up()
        with suppress(subprocess.TimeoutExpired):
            self._keeper.wait(5)

    def _ask(self, order: str) -> bool:
        """Whether the keeper answered: it is silent where the office has died, or was killed over this document."""
        assert self._keeper.stdin is not None and self._keeper.stdout is not None
        try:
            self._keeper.stdin.write(order.encode())
            self._keeper.stdin.flush()
        except (OSError, ValueError):
            return False
        return bool(self._keeper.stdout.readline())

    def _hang_up(self) -> None:
        """The keeper's input ends, and the office with it."""
        if self._keeper.stdin is not None:
            with suppress(OSError):
                self._keeper.stdin.close()

    def _start(self, path: str) -> subprocess.Popen[bytes]:
        host, port = _CLOSED_DOOR
        profile = self._folder / _PROFILE_NAME
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(host=host, port=port))
        (self._folder / KEPT_OPEN).write_text("{\\rtf1 }")
        options = ["--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
        command = [path, f"-env:UserInstallation={profile.as_uri()}", *options]
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "LANG": "C.UTF-8",
            "http_proxy": f"http://{host}:{port}",
            "https_proxy": f"http://{host}:{port}",
        }
        keeper = Path(__file__).with_name("office_keeper.py")
        return subprocess.Popen(
            [sys.executable, "-I", str(keeper), str(self._folder), str(_socket(profile)), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=environment,
            start_new_session=True,  # what kills this process's group must leave the keeper alive to clear up
        )


def _socket(profile: Path) -> Path:
    """Where LibreOffice puts the pipe by which a second one finds it: a killed office leaves it behind."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    return Path(f"/tmp/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}")


class _Offices:
    """The office of this process."""

    def __init__(self) -> None:
        self._office: Office | None = None
        atexit.register(self.dismiss)

    def hire(self, path: str) -> Office:
        """The running office, or a new one."""
        if self._office is None or not self._office.is_fit:
            self.dismiss()
            sweep()
            self._office = Office(path)
        return self._office

    def dismiss(self) -> None:
        """No office from here on. One of the process that this was forked from stays untouched."""
        if self._office is not None and self._office.owner == os.getpid():
            self._office.close()
        self._office = None


_OFFICES = _Offices()
