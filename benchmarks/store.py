"""The store: milliseconds to keep a document, events a second out of it, bytes a document, milliseconds of a search.

    python benchmarks/store.py [DATASET.json] [--documents 2000] [--events 30] [--store postgresql://…]

Documents are put together from the events of a dataset (output/dataset.json by default), each title made different.
Processor time, for other programs may run beside; the time of PostgreSQL's own processes is not in it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.exports.records import PlanRecord, dumped
from extractor.store import Query, Reading, Sighting, Store, open_store

OUTPUT = Path(__file__).resolve().parents[1] / "output" / "dataset.json"
QUERIES = {
    "two words": Query("конкурс чтецов"),
    "a phrase": Query('"круглый стол"'),
    "some of three": Query("конкурс семинар выставка", any_word=True),
    "a month": Query(start=dt.date(2023, 10, 1), end=dt.date(2023, 10, 31)),
    "a word of a library": Query("чтения", institution="библиотека"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", nargs="?", type=Path, default=OUTPUT)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--events", type=int, default=30)
    parser.add_argument("--store", help="an empty PostgreSQL database instead of a file")
    args = parser.parse_args()
    data = json.loads(args.dataset.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        where = args.store or Path(folder) / "plans.db"
        with open_store(where) as store:
            fill(store, data, args.documents, args.events)
            look(store)
        if isinstance(where, Path):
            print(f"on the disk {where.stat().st_size / args.documents / 1000:.1f} KB a document")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of memory")


def fill(store: Store, data: Any, documents: int, events: int) -> None:
    names = [f"{number:05d}.docx" for number in range(documents)]
    store.see(Sighting(name, f"/планы/{name}", digest(name)) for name in names)
    spent = size = 0.0
    for name, record in zip(names, records(data, names, events), strict=True):
        size += sum(len(line.encode()) for line in (record.document, *record.events))
        began = time.process_time()
        store.save(Reading(digest(name), "1", record, name))
        spent += time.process_time() - began
    print(f"{documents} documents of {events} events, {size / documents / 1000:.1f} KB of JSON each")
    print(f"kept in {spent / documents * 1000:.2f} ms a document")


def look(store: Store) -> None:
    events = 0
    began = time.process_time()
    for record in store.records():
        events += len(record.events)
    print(f"read at {events / (time.process_time() - began):,.0f} events a second")
    for what, ask in (("known", store.known), ("unread", lambda: store.unread("1")), ("digest", store.digest)):
        print(f"{what}: {milliseconds(ask):.0f} ms")
    for what, query in QUERIES.items():
        print(f"search, {what}: {milliseconds(lambda query=query: store.search(query)):.0f} ms")


def records(data: Any, names: list[str], events: int) -> Iterator[PlanRecord]:
    documents, there = data["documents"], data["events"]
    for number, name in enumerate(names):
        sha256 = digest(name)
        lines = []
        for order in range(1, events + 1):
            event = there[(number * events + order) % len(there)]
            own = {"id": f"{sha256[:16]}-{order}", "document_id": sha256[:16], "order": order}
            lines.append(dumped(event | own | {"title": f"{event['title']} {number}"}))
        document = documents[number % len(documents)] | {"id": sha256[:16], "sha256": sha256}
        yield PlanRecord(dumped(document), tuple(lines))


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def milliseconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
