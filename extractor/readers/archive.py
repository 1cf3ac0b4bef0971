"""ZIP archives opened as folders: the files inside, those of nested archives too, under one sum of limits.

Russian Windows packs names in cp866 and marks nothing; some programs write windows-1251 or an unmarked UTF-8.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.errors import ReadError
from extractor.readers.detect import tell_format
from extractor.readers.limits import Limits
from extractor.readers.safezip import SafeZip
from extractor.readers.text.encoding import russian_score

INSIDE = "!/"
"""Stands between an archive and what lies in it: `plans.zip!/school5/plan.docx`."""
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
_NAME_ENCODINGS = ("cp866", "windows-1251", "cp437")
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its bytes, or why there are none (`error`), or neither where its name was passed over."""

    name: str
    data: bytes = b""
    error: ReadError | None = None
    passed_over: bool = False


def is_archive(data: bytes) -> bool:
    """Whether this is a ZIP archive and no office package."""
    return data.startswith(b"PK") and tell_format(data) == "zip" and zipfile.is_zipfile(io.BytesIO(data))


def members(
    data: bytes,
    limits: Limits,
    *,
    passwords: Sequence[str] = (),
    skip: Callable[[str], bool] = lambda _name: False,
) -> Iterator[Member]:
    """The files of an archive, nested archives opened. A damaged file is a member with an error; the others come.

    Args:
        skip: whether a file is passed over by its name (without folders).

    Raises:
        ReadError: the archive itself is damaged.
        LimitError: all its files together unpack to more than allowed, or are too many.
    """
    return _Opener(limits, passwords, skip).open(data, "", 1)


class _Opener:
    """One sum of unpacked bytes and entries for an archive and all that is nested in it."""

    def __init__(self, limits: Limits, passwords: Sequence[str], skip: Callable[[str], bool]) -> None:
        self._limits = limits
        self._passwords = passwords
        self._skip = skip
        self._left = limits.unpacked_bytes
        self._entries = 0
        self._over = False

    def open(self, data: bytes, prefix: str, depth: int) -> Iterator[Member]:
        self._limits.check("archive_depth", depth)
        package = SafeZip(data, replace(self._limits, unpacked_bytes=max(self._left, 1)))
        self._entries += len(package.infos)
        self._over = self._entries > self._limits.entries
        self._limits.check("entries", self._entries)
        if _overlap(package.infos):
            raise ReadError("overlapping entries", code="damaged")
        for info, name in zip(package.infos, entry_names(package.infos), strict=True):
            if not info.is_dir() and not _is_link(info):
                yield from self._member(package, info, prefix + name, depth)

    def _member(self, package: SafeZip, info: zipfile.ZipInfo, name: str, depth: int) -> Iterator[Member]:
        if self._skip(name.rpartition("/")[2]):
            yield Member(name, passed_over=True)
            return
        before, room = package.unpacked, self._left
        try:
            data = package.read_entry(info, self._passwords)
            self._left -= package.unpacked - before
            if is_archive(data):
                yield from self.open(data, name + INSIDE, depth + 1)
            else:
                yield Member(name, data)
        except ReadError as error:
            self._over = self._over or package.unpacked - before > room
            if self._over:
                raise
            self._left = min(self._left, room - (package.unpacked - before))
            yield Member(name, error=error)


def _overlap(infos: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether entries share packed bytes (165 KB that give 105 GB); Python looks at this from 3.11.8 on."""
    places = sorted((info.header_offset, info.header_offset + info.compress_size) for info in infos)
    return any(end > start for (_start, end), (start, _end) in pairwise(places)) or len(set(places)) < len(places)


def entry_names(infos: Iterable[zipfile.ZipInfo]) -> list[str]:
    """The names as their packer meant them, with `/` between folders.

    One encoding serves for all unmarked names of an archive: together they tell it more surely.
    """
    infos = list(infos)
    raw = [info.orig_filename.encode("cp437") for info in infos if not info.flag_bits & _UTF8_NAME]
    encoding = _encoding(b"\n".join(name for name in raw if not name.isascii()))
    return [_name(info, encoding).replace("\\", "/").lstrip("/") or "?" for info in infos]


def _name(info: zipfile.ZipInfo, encoding: str) -> str:
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    return _unicode_path(info.extra, raw) or raw.decode(encoding, "replace")


def _encoding(names: bytes) -> str:
    """UTF-8 where it is valid, else what gives the best Russian."""
    try:
        names.decode("utf-8")
    except UnicodeDecodeError:
        return max(_NAME_ENCODINGS, key=lambda encoding: russian_score(names.decode(encoding, "replace")))
    return "utf-8"


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name that Info-ZIP and 7-Zip put beside one in an old encoding, where it belongs to that one."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and int.from_bytes(body[1:5], "little") == zlib.crc32(raw):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _is_link(info: zipfile.ZipInfo) -> bool:
    return info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16)
