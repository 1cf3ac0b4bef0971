"""The store of an import: what is known of every file, in SQLite or PostgreSQL, through SQLAlchemy Core.

    with open_store(store_place(DIR, url)) as store:      # DIR/plans.db, or postgresql://…
        change = store.see(sightings, below=[root])        # what was found now; what was not found there is gone
        for document in store.unread(version):             # new, changed, read by other rules or under another name
            store.save(Reading(sha256, version, PlanRecord.of(plan), name))          # or FailedReading(…)
        state = store.digest()                             # of all that an export depends on
        for record in store.records(): ...                 # PlanRecord, in the order of the sources, again and again

**What it keeps.** A document is its bytes, keyed by their SHA-256: one reading each, the last one saved, with the
version that read it. Names are kept apart, keyed by their absolute path: each points to bytes (or says why they could
not be had) and is there or gone. So what `records`, `failures`, `duplicates` and `digest` give depends on the names
and their bytes alone: not on the order in which documents were saved, the number of runs, or the day.

- A name whose file changed points to the new bytes; a document that no name points to any more is not in the dataset.
- A name that is gone still points to its bytes: its document stays in the dataset, with the name under `gone`.
- A run may `see` its files before it reads them or after: a document is in the dataset once it has a name and a
  reading.
- `prune()` forgets the readings and archives no name points to; `prune(gone=True)` the gone names as well.

**What is never half there.** Each method that writes is one transaction, whole or not at all: a document with its
events and their words for the search; all sightings of a run. A run that is killed (`kill -9`) loses at most what it
had not yet saved. On a loss of power the last transactions may be missing (SQLite: WAL with `synchronous=NORMAL`;
PostgreSQL: `synchronous_commit=off`), but whole, and the store is sound: the next import reads those documents again.
Waiting for the disk at every document would cost more than that on most machines.

**Who may use it.** One writer (an import holds the lock of its folder; on PostgreSQL a second writer is refused with
`locked`), and as many readers (`read_only=True`) as there are, in other processes, while it writes. `records` and
`search` see one state from their first row to their last.

**Errors** are `StoreError` (of the `ExtractorError` family): `no_store` there is none, `not_a_store` a file that is
none, `store_newer` made by a newer program, `store_full` the disk is full, `store_busy`, `store_unreachable` no such
server, `missing_driver` psycopg is not installed, `locked` another import writes to it, `store_failed` the rest. A
password is in no message.
"""

from typing import TYPE_CHECKING, Any

from extractor.store.place import STORE, open_store, remember_place, store_place
from extractor.store.values import (
    Change,
    Exported,
    FailedReading,
    Failure,
    Hit,
    Known,
    Member,
    Query,
    Reading,
    Sighting,
    Unread,
)

if TYPE_CHECKING:
    from extractor.store.store import Records, Store

__all__ = [
    "STORE",
    "Change",
    "Exported",
    "FailedReading",
    "Failure",
    "Hit",
    "Known",
    "Member",
    "Query",
    "Reading",
    "Records",
    "Sighting",
    "Store",
    "Unread",
    "open_store",
    "remember_place",
    "store_place",
]


def __getattr__(name: str) -> Any:
    """`Store` and `Records` when they are asked for: SQLAlchemy is not loaded before."""
    if name in ("Store", "Records"):
        from extractor.store import store

        return getattr(store, name)
    raise AttributeError(name)
