"""Which files an import reads: regular files, in an order that depends on their names alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor import mappings
from extractor.errors import MappingError


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A file to read: `source` is its name in the dataset (relative, `/` between folders), `path` where it lies.

    One that was `unpacked` from an archive (`plans.zip!/plan.docx`) lies in the spool until it has been read.
    """

    source: str
    path: Path
    unpacked: bool = False

    def fits(self, pattern: str) -> bool:
        """Whether a shell pattern fits the file's name, or its source where the pattern names folders."""
        name = self.source if "/" in pattern else self.source.rpartition("/")[2]
        return fnmatchcase(name.lower(), pattern.lower())


@dataclass(frozen=True, slots=True)
class Walk:
    """What was found, and what was passed over: files that are no documents (by name), and links, FIFOs, devices.

    `closed` are the folders (among the `irregular`) that could not be looked into.
    """

    files: tuple[Found, ...]
    other_kinds: tuple[str, ...] = ()
    irregular: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


def find_files(paths: Sequence[str | Path]) -> Walk:
    """All regular files of the folders (and the files themselves), sorted by their source.

    Links are not followed below a given folder, so no loop and no file outside it is met. A file that is named
    itself is read whatever it is called.
    """
    tops = list(dict.fromkeys(Path(p).absolute() for p in paths))
    root = _root(tops)
    files: dict[Path, Found] = {}
    other: list[str] = []
    irregular: list[str] = []
    closed: list[str] = []
    for top in tops:
        if not top.is_dir():
            files[top] = Found(_source(top, root), top)
            continue
        for path, mode in _entries(top):
            if not mode:
                closed.append(_source(path, root))
            if not stat.S_ISREG(mode):
                irregular.append(_source(path, root))
            elif is_no_document(path.name):
                other.append(_source(path, root))
            else:
                files[path] = Found(_source(path, root), path)
    return Walk(tuple(sorted(files.values())), tuple(sorted(other)), tuple(sorted(irregular)), tuple(sorted(closed)))


def is_no_document(name: str) -> bool:
    """Whether a file in a folder is no document by its name alone: «~$план.docx», «Thumbs.db», «notes.py»."""
    folded = name.lower()
    return any(fnmatchcase(folded, pattern) for pattern in passed_over())


def printable(name: str) -> str:
    r"""A file name as text that every export can hold: wrong bytes and control characters as `\xNN`.

    >>> print(printable("план\udcff\n.docx"))
    план\xff\x0a.docx
    """
    return "".join(_escaped(c) for c in name)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a wrong byte, as Python keeps it in file names
        return f"\\x{code - 0xDC00:02x}"
    if character.isprintable():
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _root(tops: Sequence[Path]) -> Path | None:
    """What sources are relative to: the folder given, or the one that holds all that was given."""
    folders = [top if top.is_dir() else top.parent for top in tops]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # nothing given, or two drives of Windows
        return None


def _source(path: Path, root: Path | None) -> str:
    return printable((path.relative_to(root) if root else path).as_posix())


def _entries(folder: Path) -> Iterator[tuple[Path, int]]:
    """(path, mode) of what lies in a folder and below, without following links; an unreadable folder has mode 0."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        yield folder, 0
        return
    for path in paths:
        try:
            mode = path.lstat().st_mode
        except OSError:
            continue  # gone since the folder was listed
        if not stat.S_ISDIR(mode):
            yield path, mode
        elif not path.name.startswith("."):
            yield from _entries(path)


@lru_cache(maxsize=1)
def passed_over() -> tuple[str, ...]:
    """The patterns of `mappings/file_names.yaml`.

    Raises:
        MappingError: an entry is no lower-case text, or stands twice.
    """
    data: Any = mappings.load("file_names")
    patterns = data.get("passed_over") if isinstance(data, dict) else None
    if not isinstance(patterns, list) or not all(isinstance(p, str) and p and p == p.lower() for p in patterns):
        raise MappingError("file_names.yaml: passed_over is a list of lower-case patterns")
    if len(set(patterns)) != len(patterns):
        raise MappingError("file_names.yaml: a pattern stands twice")
    return tuple(patterns)


mappings.on_change(passed_over.cache_clear)
