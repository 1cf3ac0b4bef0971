"""Bytes to blocks: the format is told by the bytes, and only its reader is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from typing import cast
from zipfile import is_zipfile

from extractor.blocks import SourceDocument
from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers.damage import tell_damage
from extractor.readers.detect import differs, is_encrypted_package, tell_flat, tell_format
from extractor.readers.limits import Limits

__all__ = ["Limits", "read", "tell_format"]

ROOMS = {
    "docx": "docx",
    "pdf": "pdf",
    "txt": "text",
    "odt": "odt",
    "ods": "sheets",
    "xlsx": "sheets",
    "xls": "sheets",
    "html": "html",
    "rtf": "rtf",
    "doc": "doc",
    "image": "scans",
}
"""Each format by its name, with the module (of this package) that reads it."""
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
"""RAR, 7z, gzip: named, not opened."""


def read(
    data: bytes,
    *,
    name: str = "",
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    passwords: Sequence[str] = (),
) -> SourceDocument:
    """A document of any known format as blocks. `name` is compared with the bytes and named in errors only.

    `passwords` are tried, one after another, on a document that is under one.

    Raises:
        ReadError: empty, damaged, encrypted, of an unknown format (`code` says which).
        LimitError: the document asks for more than `limits` allow.
        MissingToolError: a program or an extra is needed; `detail` is the command that installs it.
    """
    try:
        return _read_locked(data, name, limits, passwords)
    except ExtractorError as error:
        if name:
            error.at(name)
        raise
    except (RecursionError, MemoryError) as error:
        raise LimitError(type(error).__name__, source=name or None) from error


def _read_locked(data: bytes, name: str, limits: Limits, passwords: Sequence[str]) -> SourceDocument:
    try:
        return _read(data, name, limits)
    except ReadError as error:
        if error.code != "encrypted" or not passwords:
            raise
    from extractor.readers.unlock import unlock

    return _read(unlock(data, passwords), name, limits)


def _read(data: bytes, name: str, limits: Limits) -> SourceDocument:
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadError(code="empty_file")
    limits.check("file_bytes", len(data))
    kind = tell_format(data)
    if kind == "zip":
        raise ReadError(code="archive" if is_zipfile(BytesIO(data)) else "damaged")
    if kind not in ROOMS:
        raise ReadError(code=_why_unknown(data))
    reader = import_module(f"extractor.readers.{ROOMS[kind]}")
    document = cast(SourceDocument, reader.read(_packed(data, kind, limits), limits=limits))
    warnings = (*document.warnings, *tell_damage(data, kind), *(("format_mismatch",) if differs(name, kind) else ()))
    return replace(document, format=kind, warnings=warnings)


def _why_unknown(data: bytes) -> str:
    """What to say of bytes of no known format."""
    from extractor.readers.word97.compound import is_torn

    if data.startswith(_ARCHIVES):
        return "archive"
    if is_encrypted_package(data):
        return "encrypted"
    return "damaged" if is_torn(data) else "unknown_format"


def _packed(data: bytes, kind: str, limits: Limits) -> bytes:
    """A document whose parts stand in one XML file as the package that its reader knows."""
    if tell_flat(data) != kind:
        return data
    from extractor.readers.flat import pack

    return pack(data, kind, limits)
