"""The dataset's files, written from the store where they are not current already."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from extractor import mappings
from extractor.exports.folder import Content, read_folder, write_folder
from extractor.importing.lock import only_one
from extractor.importing.parts import write_in_parts
from extractor.importing.quarantine import failure_row
from extractor.importing.versions import everything
from extractor.readers.archive import INSIDE
from extractor.resolve.same_events import keys_of, same_events
from extractor.store import Exported, Store, open_store, store_place


def publish(folder: Path, store: Store, place: str | Path, formats: Collection[str]) -> bool:
    """Write the exports into a folder unless they stand there as they would be written; whether it was done.

    `place` is where the store is: another process may open it as well, to write a part.

    Raises:
        OSError: something could not be written; the files that stood there are unchanged.
    """
    located = _located(store)
    state = _state(folder, store, located)
    if _is_current(folder, store, state, formats):
        return False
    told = content(store, located)
    describe = partial(_described, place, mappings.overlays(), replace(told, records=()))
    names = write_in_parts(folder, told, describe, formats, events=store.size()[1])
    store.save_exported(_as_written(folder, name, f"{state} {' '.join(sorted(formats))}") for name in names)
    return True


@contextmanager
def _described(place: str | Path, overlays: Collection[Path], rest: Content) -> Iterator[Content]:
    """The content in another process: the records out of the store, the rest as it was sent."""
    if overlays:
        mappings.use(*overlays)
    with open_store(place, read_only=True) as store:
        yield replace(rest, records=store.records())


def export(folder: Path, target: Path, formats: Collection[str]) -> None:
    """Write the dataset of a folder to another one (or to itself), from its store, or its JSON where there is none.

    Raises:
        ReadError: there is neither.
        ExtractorError: an import is at work in the folder to write to.
    """
    with ExitStack() as stack:
        stack.enter_context(only_one(target))
        if has_store(folder):
            store = stack.enter_context(open_store(store_place(folder), read_only=True))
            write_folder(target, content(store), formats)
        else:
            write_folder(target, read_folder(folder), formats)


def has_store(folder: Path) -> bool:
    """Whether an import has left its store in a folder."""
    place = store_place(folder)
    return isinstance(place, str) or place.is_file()


def content(store: Store, located: dict[str, Path] | None = None) -> Content:
    """What a store's dataset is made of."""
    records = store.records()
    return Content(
        records,
        tuple(map(failure_row, store.failures())),
        store.duplicates(),
        same_events(keys_of(records)),
        _located(store) if located is None else located,
    )


def _located(store: Store) -> dict[str, Path]:
    """Where the file of each source lies; of one in an archive, the archive."""
    return {s.source: Path(s.path.partition(INSIDE)[0]) for s in reversed(store.seen())}


def _state(folder: Path, store: Store, located: dict[str, Path]) -> str:
    """Of all that the files depend on: the dataset, the program, and where the plans lie from here."""
    places = sorted(f"{source}\0{os.path.relpath(path, folder.absolute())}" for source, path in located.items())
    told = "\n".join((store.digest(), everything(), *places))
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _is_current(folder: Path, store: Store, state: str, formats: Collection[str]) -> bool:
    """Whether the last exports were of this state and these formats, and nobody has touched them since."""
    written = store.exported().values()
    return bool(written) and all(
        file.digest.split()[0] == state
        and set(formats) <= set(file.digest.split()[1:])
        and _as_written(folder, file.name, file.digest) == file
        for file in written
    )


def _as_written(folder: Path, name: str, digest: str) -> Exported:
    """A file as it stands; one that is not there has no bytes."""
    try:
        stat = (folder / name).stat()
    except OSError:
        return Exported(name, digest, -1, 0)
    return Exported(name, digest, stat.st_size, stat.st_mtime_ns)
