"""Where the store of a dataset's folder is: in the folder, or in a PostgreSQL that the folder remembers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import StoreError

if TYPE_CHECKING:
    from extractor.store.store import Store

STORE = "plans.db"
"""The store of a dataset, in its folder."""
POINTER = "store.toml"
"""Says where the store is, if it is not in the folder."""
SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")


def is_url(where: str | Path) -> bool:
    """Whether this is the URL of a PostgreSQL database, not a path."""
    return isinstance(where, str) and where.lower().startswith(SCHEMES)


def store_place(folder: Path, url: str | None = None) -> str | Path:
    """What to give `open_store` for a dataset's folder: `url`, else what the folder remembers, else its own file.

    Raises:
        StoreError: what the folder remembers is no URL (`not_a_store`).
    """
    if url is not None:
        return url
    pointer = folder / POINTER
    if not pointer.is_file():
        return folder / STORE
    try:
        found = tomllib.loads(pointer.read_text(encoding="utf-8")).get("url")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoreError(str(error), source=str(pointer), code="not_a_store") from error
    if not isinstance(found, str) or not is_url(found):
        raise StoreError("url = ?", source=str(pointer), code="not_a_store")
    return found


def remember_place(folder: Path, url: str) -> None:
    """Have the folder remember its PostgreSQL, without the password: later commands need no `--store`.

    The password is then taken from where PostgreSQL's programs take it: PGPASSWORD or ~/.pgpass.
    """
    from extractor.exports.files import replacing
    from extractor.store.connection import public_url

    with replacing(folder / POINTER) as stream:
        text = public_url(url).replace("\\", "\\\\").replace('"', '\\"')
        stream.write(f'url = "{text}"\n')


@contextmanager
def open_store(where: str | Path, *, read_only: bool = False) -> Iterator[Store]:
    """The store at a path (`DIR/plans.db`) or a URL (`postgresql://user@host/database`); made where there is none.

    Args:
        where: see `store_place`.
        read_only: for those who only look: never made, never changed, and open while an import writes.

    Raises:
        StoreError: see the package.
    """
    from extractor.store.connection import connected
    from extractor.store.store import Store

    with connected(where, read_only=read_only) as engine:
        yield Store(engine)
