"""Old Word files (.doc) -> blocks, through LibreOffice where it is installed, else by the reader of `word97`.

LibreOffice makes a DOCX of it, which is read as any other. Files older than Word 97 need it, or antiword, which gives
text with tables drawn in bars.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from extractor.blocks import SourceDocument
from extractor.errors import LimitError, MissingToolError, ReadError
from extractor.readers import docx, word97
from extractor.readers.limits import Limits

INSTALL = "apt install libreoffice-writer-nogui"

_OFFICES = ("soffice", "libreoffice")
_NO_PROXY = "http://127.0.0.1:9"  # the discard port: LibreOffice fetches remote pictures otherwise
_ENCRYPTED_AT = 0x0B  # FibBase: fEncrypted is bit 0 of this byte
_WORD_MAGIC = (b"\xec\xa5", b"\xdc\xa5")
_SECTOR = 512


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A .doc file as blocks; `route` tells through what.

    Raises:
        MissingToolError: older than Word 97, and neither LibreOffice nor antiword is installed.
        ReadError: damaged or encrypted.
        LimitError: the program took too long, or its result asks for too much.
    """
    limits.check("file_bytes", len(data))
    if is_encrypted(data):
        raise ReadError(code="encrypted")
    office = _program(_OFFICES)
    if office is None or word97.ends_in_table(data, limits):
        return _without_office(data, limits)
    try:
        converted = convert(data, ".doc", "docx", limits, office=office)
    except ReadError as error:
        if error.code != "damaged":
            raise
        return _without_office(data, limits)
    document = docx.read(converted, limits=limits)
    return replace(document, format="doc", route="libreoffice", pages=None)


def _without_office(data: bytes, limits: Limits) -> SourceDocument:
    try:
        return word97.read(data, limits=limits)
    except ReadError as error:
        if error.code not in ("damaged", "old_word"):
            raise
        antiword = _program(("antiword",))
        if antiword is not None:
            return _by_antiword(data, antiword, limits)
        if error.code == "old_word":
            raise MissingToolError(INSTALL) from error
        raise


def is_encrypted(data: bytes) -> bool:
    """Whether the Word stream's head says so; the head stands at the start of a sector."""
    for at in range(_SECTOR, min(len(data), 1 << 22), _SECTOR):
        if data[at : at + 2] in _WORD_MAGIC and data[at + 2 : at + 4] in (
            b"\xc1\0",
            b"\xd9\0",
            b"\x01\x01",
            b"\x0c\x01",
        ):
            return bool(data[at + _ENCRYPTED_AT] & 1)
    return False


def convert(data: bytes, suffix: str, target: str, limits: Limits, *, office: str | None = None) -> bytes:
    """A document in another format, by a LibreOffice with a profile of its own, without network, in a time limit."""
    office = office or _program(_OFFICES)
    if office is None:
        raise MissingToolError(INSTALL)
    with tempfile.TemporaryDirectory(prefix="plan-extractor-") as folder:
        source = Path(folder, f"document{suffix}")
        source.write_bytes(data)
        command = [
            office,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            target,
            "--outdir",
            str(Path(folder, "out")),
            str(source),
        ]
        _run(command, folder, limits)
        result = Path(folder, "out", f"document.{target}")
        if not result.is_file():
            raise ReadError("LibreOffice cannot read it", code="damaged")
        limits.check("file_bytes", result.stat().st_size)
        return result.read_bytes()


def _by_antiword(data: bytes, antiword: str, limits: Limits) -> SourceDocument:
    from extractor.readers import text

    with tempfile.TemporaryDirectory(prefix="plan-extractor-") as folder:
        source = Path(folder, "document.doc")
        source.write_bytes(data)
        output = _run([antiword, "-m", "UTF-8.txt", "-w", "0", str(source)], folder, limits)
    if not output.strip():
        raise ReadError("antiword cannot read it", code="damaged")
    document = text.read(output, limits=limits)
    return replace(document, format="doc", route="antiword", pages=None)


def _run(command: list[str], folder: str, limits: Limits) -> bytes:
    """A program's output. Its whole group of processes ends with the time limit: soffice leaves a child alive."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": folder,
        "LANG": "C.UTF-8",
        "http_proxy": _NO_PROXY,
        "https_proxy": _NO_PROXY,
    }
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=limits.seconds)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise LimitError(f"seconds > {limits.seconds:g}") from error
    return output


@cache
def _program(names: tuple[str, ...]) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)
