"""Names and what they point to: seen, gone, back; which name of some bytes is the first."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from extractor.store.schema import names
from extractor.store.values import Change, Sighting

_UNFIT = re.compile("[\0\ud800-\udfff]")
INSIDE = "!/"
"""Between an archive and the names of its files."""


@dataclass(frozen=True, slots=True)
class Name:
    """A row of `names`."""

    source: str
    path: str
    sha256: str | None
    code: str
    detail: str
    gone: bool

    @property
    def place(self) -> tuple[str, str]:
        """The order of names: by source; two folders of one source by path."""
        return self.source, self.path

    @property
    def key(self) -> str:
        """What the row is found by."""
        return hashlib.sha256(self.path.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Called:
    """Some bytes and their names, those that are there and those that are gone, each in order."""

    sha256: str
    there: tuple[Name, ...]
    left: tuple[Name, ...]

    @property
    def leading(self) -> Name:
        """The first name that is there, else the first that is gone."""
        return (self.there or self.left)[0]

    @property
    def first(self) -> str:
        """The source that the dataset calls it by."""
        return self.leading.source

    @property
    def sources(self) -> list[str]:
        """The sources under which it is there."""
        return list(dict.fromkeys(name.source for name in self.there))

    @property
    def gone(self) -> list[str]:
        """The sources under which it was there."""
        there = {name.source for name in self.there}
        return list(dict.fromkeys(name.source for name in self.left if name.source not in there))


def storable(text: str) -> str:
    """A text that both databases take: no NUL, no lone surrogates."""
    return _UNFIT.sub("\ufffd", text)


def all_names(connection: Connection) -> list[Name]:
    """Every name in order."""
    columns = (names.c.source, names.c.path, names.c.sha256, names.c.code, names.c.detail, names.c.gone)
    found = [Name(*row) for row in connection.execute(select(*columns))]
    return sorted(found, key=attrgetter("place"))


def call(known: Iterable[Name]) -> list[Called]:
    """The bytes that names (in order) point to, by the first name of each."""
    pointing: defaultdict[str, list[Name]] = defaultdict(list)
    for name in known:
        if name.sha256 is not None:
            pointing[name.sha256].append(name)
    called = [
        Called(sha256, tuple(n for n in these if not n.gone), tuple(n for n in these if n.gone))
        for sha256, these in pointing.items()
    ]
    return sorted(called, key=lambda one: one.leading.place)


def see(connection: Connection, sightings: Iterable[Sighting], below: Iterable[str]) -> Change:
    """Put down what was found; what was not, and lies below one of these paths, is gone."""
    known = {name.path: name for name in all_names(connection)}
    found = {name.path: name for name in map(_named, sightings)}
    roots = tuple(root.rstrip("/") for root in below)
    missing = [n for path, n in known.items() if path not in found and not n.gone and _lies_below(path, roots)]
    other = [name for path, name in found.items() if known.get(path) != name]
    _remove(connection, [*other, *(name for name in missing if name.sha256 is None)])
    if other:
        connection.execute(insert(names), [_row(name) for name in other])
    _mark_gone(connection, [name for name in missing if name.sha256 is not None])
    before = {path: known[path] for path in found if path in known}
    return Change(
        new=_sources(name for path, name in found.items() if path not in before),
        changed=_sources(found[p] for p, was in before.items() if not was.gone and was.sha256 != found[p].sha256),
        back=_sources(found[p] for p, was in before.items() if was.gone),
        gone=_sources(missing),
    )


def _named(sighting: Sighting) -> Name:
    code, detail = (sighting.code or "unreadable", sighting.detail) if sighting.sha256 is None else ("", "")
    return Name(storable(sighting.source), storable(sighting.path), sighting.sha256, code, storable(detail), False)


def _lies_below(path: str, roots: Sequence[str]) -> bool:
    return any(path == root or path.startswith((f"{root}/", root + INSIDE)) for root in roots)


def _row(name: Name) -> dict[str, object]:
    return {
        "key": name.key,
        "path": name.path,
        "source": name.source,
        "sha256": name.sha256,
        "code": name.code,
        "detail": name.detail,
        "gone": name.gone,
    }


def _remove(connection: Connection, these: Sequence[Name]) -> None:
    if these:
        statement = delete(names).where(names.c.key == bindparam("at"))
        connection.execute(statement, [{"at": name.key} for name in these])


def _mark_gone(connection: Connection, these: Sequence[Name]) -> None:
    if these:
        statement = update(names).where(names.c.key == bindparam("at")).values(gone=True)
        connection.execute(statement, [{"at": name.key} for name in these])


def _sources(these: Iterable[Name]) -> tuple[str, ...]:
    return tuple(name.source for name in sorted(these, key=attrgetter("place")))


def here(known: Iterable[Name]) -> Iterator[Name]:
    """The names that are not gone."""
    return (name for name in known if not name.gone)
