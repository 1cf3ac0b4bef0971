"""The compound file (OLE) around an old Word document: its streams by name, chains followed with care."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extractor.errors import ReadError

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_STREAM = 2
_ROOT = 5
_LAST = 0xFFFFFFFA  # numbers from here on are marks: end of chain, free, tables


class Compound:
    """Streams of a compound file. `damaged`: a chain broke off before its stream's end."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_MAGIC) or len(data) < _HEADER:
            raise ReadError("no compound file", code="damaged")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not 7 <= shift <= 16 or not 4 <= mini_shift <= shift:
            raise ReadError("broken compound file", code="damaged")
        self.damaged = False
        self._sector, self._mini = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_table = struct.unpack_from("<I4xII", data, 48)
        self._table = self._read_table()
        self._streams: dict[str, tuple[int, int]] = {}
        self._names: dict[str, None] = {}
        self._root = (_LAST, 0)
        self._read_directory(self._chain(directory))
        packed = self._chain(mini_table) if mini_table < _LAST else b""
        self._mini_table = struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all streams and storages."""
        return tuple(self._names)

    def stream(self, name: str) -> bytes | None:
        """A stream's bytes; None where there is none."""
        found = self._streams.get(name)
        if found is None:
            return None
        start, size = found
        if size >= self._cutoff:
            stream = self._chain(start)[:size]
        else:
            pool = self._chain(self._root[0])
            pieces = (pool[n * self._mini : (n + 1) * self._mini] for n in self._follow(start, self._mini_table))
            stream = b"".join(pieces)[:size]
        self.damaged = self.damaged or len(stream) < size
        return stream

    def _read_table(self) -> tuple[int, ...]:
        """The table of sectors: the first 109 of its own sectors stand in the header, more in a chain."""
        own = list(struct.unpack_from("<109I", self._data, 76))
        at = struct.unpack_from("<I", self._data, 68)[0]
        seen: set[int] = set()
        while at < _LAST and at not in seen:
            seen.add(at)
            piece = self._piece(at)
            if len(piece) < self._sector:
                break
            numbers = struct.unpack(f"<{self._sector // 4}I", piece)
            own.extend(numbers[:-1])
            at = numbers[-1]
        packed = b"".join(self._piece(number) for number in own if number < _LAST)
        return struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])

    def _piece(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._piece(number) for number in self._follow(start, self._table))

    def _follow(self, number: int, table: tuple[int, ...]) -> Iterator[int]:
        """A chain's sectors; a circle or a number outside ends it."""
        for _ in range(len(table)):
            if number >= len(table):
                return
            yield number
            number = table[number]

    def _read_directory(self, packed: bytes) -> None:
        for at in range(0, len(packed) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", packed, at + 64)
            name = packed[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", packed, at + 116)
            if kind:
                self._names[name] = None
            if kind == _ROOT:
                self._root = (start, size)
            elif kind == _STREAM:
                self._streams.setdefault(name, (start, size))


def is_torn(data: bytes) -> bool:
    """Whether a compound file lacks sectors that its header names: it was cut off."""
    if not data.startswith(_MAGIC) or len(data) < _HEADER:
        return data.startswith(_MAGIC)
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    directory, *tables = struct.unpack_from("<I24x109I", data, 48)
    return any(number < _LAST and (number + 2) * sector > len(data) for number in (directory, *tables))
