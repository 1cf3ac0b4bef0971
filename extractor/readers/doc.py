"""Old Word files (.doc) -> blocks: by the reader of `word97`, else through LibreOffice, else through antiword.

The own reader comes first because it loses less: LibreOffice drops a table that ends the document without a paragraph
after it (of 1,221 events of the corpus in DOC the own reader gave all, LibreOffice 599). What it cannot read (files
older than Word 97, broken tables of positions) LibreOffice makes a DOCX of; antiword gives text with tables in bars.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from extractor.blocks import SourceDocument
from extractor.errors import LimitError, MissingToolError, ReadError
from extractor.readers import office, word97
from extractor.readers.limits import Limits
from extractor.readers.word97.compound import is_torn

ANTIWORD = "antiword"
_ENCRYPTED_AT = 0x0B  # FibBase: fEncrypted is bit 0 of this byte
_WORD_MAGIC = (b"\xec\xa5", b"\xdc\xa5")
_SECTOR = 512
_UNREAD = ("damaged", "old_word", "empty_document")


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
    if office.use() is office.Use.ALWAYS and not word97.ends_in_table(data, limits):
        document = office.read_through(data, "doc", limits)
        if document is not None:
            return document
    try:
        return word97.read(data, limits=limits)
    except ReadError as error:
        if error.code not in _UNREAD:
            raise
        document = None if is_torn(data) else office.read_through(data, "doc", limits)  # no office mends a cut-off file
        document = document or _by_antiword(data, limits)
        if document is not None:
            return document
        if error.code == "old_word" and (office.program() is None and _antiword() is None):
            raise MissingToolError(office.INSTALL) from error
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


def _by_antiword(data: bytes, limits: Limits) -> SourceDocument | None:
    """What antiword prints, read as text; None where there is no antiword or nothing is printed."""
    from extractor.readers import text

    program = _antiword()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="plan-extractor-") as folder:
        source = Path(folder, "document.doc")
        source.write_bytes(data)
        command = [program, "-m", "UTF-8.txt", "-w", "0", str(source)]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limits.seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise LimitError(f"seconds > {limits.seconds:g}") from error
    if not done.stdout.strip():
        return None
    document = text.read(done.stdout, limits=limits)
    return replace(document, format="doc", route=ANTIWORD, pages=None)


@cache
def _antiword() -> str | None:
    return shutil.which(ANTIWORD)
