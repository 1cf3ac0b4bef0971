"""By which rules a document was read: the code and the mappings that can have a say in it, as a digest.

What has a say is told by the sources themselves: from the function that reads, every module that is named, and all that
those name. A reader of one format does not concern the documents of others, and nothing that comes after the reading
(exports, the command line) concerns any. So a developer never meets results of yesterday's rules, and nobody waits for
documents to be read again that would come out the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from extractor import __version__, mappings
from extractor.readers import ROOMS as READERS
from extractor.readers.limits import Limits

_PACKAGE = Path(__file__).resolve().parent.parent
_STARTS = ("pipeline", "exports.records")
"""The way from bytes to a record; what it imports lazily is named in it as well."""
_READERS = "readers"
_NAMED = re.compile(r"extractor((?:\.[a-z_0-9]+)*)(?: import (\([^)]*\)|[^\n]*))?")
_MAPPING = re.compile(r"mappings\.load\(\s*(?:\"(\w+)\")?")

AGAIN = "again"
"""The version of a failure that is tried again by every run."""
_OF_THIS_MACHINE = ("missing_tool", "ocr_failed", "unreadable", "permission", "not_found", "not_a_file")
_OF_A_PASSWORD = ("encrypted", "wrong_password")
_OF_A_LIMIT = ("limit", "timeout", "crashed")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Under which limits and with how many passwords a run reads: what its failures may depend on."""

    limits: Limits = field(default_factory=Limits)
    timeout: float = 60.0
    memory: int | None = None
    processor: float | None = None
    passwords: int = 0

    @property
    def digest(self) -> str:
        """Of the limits."""
        return _digest([repr((self.limits, self.timeout, self.memory, self.processor)).encode()])


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions that are current in a run."""

    bounds: Bounds
    extract: str

    def of_document(self, kind: str) -> str:
        """Of a document of this format: `docx 5f2c…`."""
        return f"{kind} {_rules(self.extract, kind)}"

    def of_failure(self, code: str) -> str:
        """Of a failure with this code: `again` where each run should try it."""
        if code in _OF_THIS_MACHINE or (code in _OF_A_PASSWORD and self.bounds.passwords):
            return AGAIN
        depends = self.bounds.digest if code in _OF_A_LIMIT else "no password" if code in _OF_A_PASSWORD else ""
        return f"failure {_rules(self.extract)} {depends}"

    @property
    def of_archives(self) -> str:
        """Of the list of an archive's files: the limits count, and which names are passed over."""
        return f"archive {_rules(self.extract)} {mappings.version(frozenset({'file_names'}))} {self.bounds.digest}"

    def current(self, *, retry: bool = False) -> tuple[str, ...]:
        """All under which a reading need not be made again; with `retry` those of documents alone."""
        documents = [self.of_document(kind) for kind in READERS]
        failures = [] if retry else [self.of_failure(code) for code in ("", *_OF_A_LIMIT, *_OF_A_PASSWORD)]
        return tuple(dict.fromkeys(version for version in (*documents, *failures) if version != AGAIN))


def everything() -> str:
    """Of all the code and all mappings: what an export may depend on."""
    return f"{__version__} {_digest(map(_digest_of, _files()))} {mappings.version()}"


@cache
def _rules_of(extract: str, kind: str | None, _overlays: str) -> str:
    """`_overlays` is the digest of the mappings in force: the answer changes with them."""
    files = _concerned(extract, kind)
    names = frozenset().union(*map(_mappings_of, files))
    known = mappings.version(None if "" in names else names)
    return f"{__version__} {_digest(map(_digest_of, files))[:16]} {known}"


def _rules(extract: str, kind: str | None = None) -> str:
    return _rules_of(extract, kind, mappings.version())


def _concerned(extract: str, kind: str | None) -> list[Path]:
    """The sources that have a say in a document of this format; in one whose format is not known."""
    rooms = {READERS[kind]} if kind in READERS else set(READERS.values())
    starts = [_file(part) for part in (*_STARTS, *(f"{_READERS}.{room}" for room in rooms))]
    starts.append(_file(extract.partition(":")[0].removeprefix("extractor.")))
    return _reached([file for file in starts if file is not None])


def _reached(starts: Collection[Path]) -> list[Path]:
    """The files, and all that they name, and so on; of a package all that lies in its folder, but for `readers`."""
    found: set[Path] = set()
    waiting = list(starts)
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found.add(file)
        waiting.extend(_named(file))
        if file.name == "__init__.py" and file.parent.parent == _PACKAGE / _READERS:
            waiting.extend(file.parent.rglob("*.py"))  # a child process is named nowhere
    return sorted(found)


@cache
def _named(file: Path) -> tuple[Path, ...]:
    """The modules that a source names, with the `__init__.py` of their packages, which run before them."""
    if file == _PACKAGE / "__init__.py":  # names all that the package offers
        return ()
    found: dict[Path, None] = {}
    for dotted, imported in set(_NAMED.findall(_text(file))):
        for name in (dotted, *(f"{dotted}.{part}" for part in re.findall(r"\w+", imported))):
            if (module := _file(name[1:])) is not None:
                found |= dict.fromkeys((module, *_packages(module)))
    return tuple(found)


@cache
def _mappings_of(file: Path) -> frozenset[str]:
    """The names of the mappings that a source loads; an empty one where it does not name them."""
    return frozenset(_MAPPING.findall(_text(file)))


@cache
def _packages(file: Path) -> tuple[Path, ...]:
    folders = file.relative_to(_PACKAGE).parents
    packages = (_PACKAGE / folder / "__init__.py" for folder in folders if folder.parts)
    return tuple(package for package in packages if package.is_file())


@cache
def _file(dotted: str) -> Path | None:
    """The source of `fields.dates` or `fields.dates.words`; None where this is no module of the program."""
    base = _PACKAGE.joinpath(*dotted.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(_PACKAGE.rglob("*.py")))


@cache
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


@cache
def _digest_of(file: Path) -> bytes:
    return hashlib.sha256(f"{file.relative_to(_PACKAGE).as_posix()}\n{_text(file)}".encode()).digest()


def _digest(pieces: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(pieces)).hexdigest()
