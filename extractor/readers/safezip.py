"""ZIP packages (DOCX, ODT, XLSX, ODS) read with care: only the parts asked for, every inflated byte counted.

Sizes in a ZIP's headers may lie and entries may overlap (165 KB that give 105 GB), so nothing is believed but what
comes out of the inflater, piece by piece.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from extractor.errors import LimitError, ReadError
from extractor.readers.limits import Limits

_PIECE = 1 << 16
_RATIO_FROM = 1 << 20
_ENCRYPTED = 0x1
_AES = 99
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # a wrong password; NotImplementedError is one, too
)


class SafeZip:
    """A package in memory. Parts are read on demand; their unpacked bytes add up against `Limits.unpacked_bytes`."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Opens the directory only.

        Raises:
            ReadError: no ZIP, or a damaged one.
            LimitError: more entries than allowed.
        """
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise ReadError("damaged ZIP package", code="damaged") from error
        limits.check("entries", len(self._zip.infolist()))
        self._entries = {_plain(info.filename): info for info in self._zip.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the package's order, with `/` and without a leading one."""
        return tuple(self._entries)

    @property
    def infos(self) -> tuple[zipfile.ZipInfo, ...]:
        """All entries, folders and those of the same name too, in the package's order."""
        return tuple(self._zip.infolist())

    @property
    def unpacked(self) -> int:
        """How many bytes have been inflated so far."""
        return self._unpacked

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def read(self, name: str) -> bytes:
        """One part, whole.

        Raises:
            ReadError: no such part, damaged, encrypted, or packed in an unknown way.
            LimitError: it unpacks to more than allowed.
        """
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """One part, piece by piece, with the errors of `read`."""
        info = self._entries.get(_plain(name))
        if info is None:
            raise ReadError(f"no part {name!r}", code="damaged")
        if info.flag_bits & _ENCRYPTED:
            raise ReadError(name, code="encrypted")
        return self._inflate(info)

    def read_entry(self, info: zipfile.ZipInfo, passwords: Sequence[str] = ()) -> bytes:
        """One of `infos`, whole: names may stand twice in an archive. The first password that opens it serves.

        Raises:
            ReadError: damaged, packed in an unknown way, under a password that is not among these.
            LimitError: it unpacks to more than allowed.
        """
        if not info.flag_bits & _ENCRYPTED:
            return b"".join(self._inflate(info))
        if not passwords:
            raise ReadError(code="encrypted")
        if info.compress_type == _AES:
            raise ReadError("AES", code="unsupported_encryption")
        for password in passwords:
            try:
                return b"".join(self._inflate(info, password))
            except ReadError as error:  # a wrong password passes zipfile's check once in 256 times
                if error.code == LimitError.code:
                    raise
        raise ReadError(code="wrong_password")

    def _inflate(self, info: zipfile.ZipInfo, password: str | None = None) -> Iterator[bytes]:
        size = 0
        try:
            with self._zip.open(info, pwd=password.encode() if password else None) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    self._count(len(piece), size, info)
                    yield piece
        except _DAMAGE as error:
            raise ReadError(f"part {info.filename!r} is damaged", code="damaged") from error

    def _count(self, more: int, size: int, info: zipfile.ZipInfo) -> None:
        self._unpacked += more
        self._limits.check("unpacked_bytes", self._unpacked)
        if size > _RATIO_FROM and size > self._limits.ratio * max(info.compress_size, 1):
            raise LimitError(f"ratio {size // max(info.compress_size, 1)} > {self._limits.ratio}")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
