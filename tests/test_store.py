"""The store: what goes in comes out, what was found is known, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from extractor.exports.records import PlanRecord
from extractor.model import Document, Event
from extractor.store import Change, Exported, Failure, Known, Member, Query, Reading, Sighting, open_store
from tests.sample_plan import PLAN
from tests.store_maker import VERSION, days, failed, happening, read, seen, sha


def sources(store) -> list[str]:
    return [json.loads(record.document)["source"] for record in store.records()]


def called(store) -> list[tuple[str, list[str], list[str]]]:
    documents = [json.loads(record.document) for record in store.records()]
    return [(d["source"], d["sources"], d["gone"]) for d in documents]


def test_a_document_comes_back_as_it_was_but_for_its_names(place):
    with open_store(place) as store:
        store.save(Reading(PLAN.document.sha256, VERSION, PlanRecord.of(PLAN), "план.docx"))
        store.see([Sighting("осень/план.docx", "/планы/осень/план.docx", PLAN.document.sha256)])
        (record,) = store.records()
    expected = replace(PLAN.document, source="осень/план.docx", sources=("осень/план.docx",), gone=())
    assert Document.from_dict(json.loads(record.document)) == expected
    assert [Event.from_dict(json.loads(line)) for line in record.events] == list(PLAN.events)
    assert record.events == PlanRecord.of(PLAN).events
    assert list(json.loads(record.document)) == list(PLAN.document.to_dict())


def test_what_was_saved_is_there_when_the_store_is_opened_again(place):
    with open_store(place) as store:
        store.save(read("а", "Семинар"))
        store.see([seen("а.docx", "а")])
        before = list(store.records()), store.digest()
    with open_store(place, read_only=True) as store:
        assert (list(store.records()), store.digest()) == before


def test_records_can_be_iterated_again_and_in_part(place):
    with open_store(place) as store:
        for number in range(120):  # more than one batch
            store.save(read(f"план {number}", f"Встреча {number}"))
        store.see(seen(f"{number:03d}.docx", f"план {number}") for number in range(120))
        records = store.records()
        assert next(iter(records)) == next(iter(records))
        assert sources(store) == [f"{number:03d}.docx" for number in range(120)]
        assert list(records) == list(records)


def test_the_last_reading_of_some_bytes_counts(place):
    with open_store(place) as store:
        store.see([seen("а.docx", "а")])
        store.save(read("а", "Семинар", "Конкурс"))
        store.save(read("а", "Фестиваль", version="правила-2"))
        (record,) = store.records()
        assert [json.loads(line)["title"] for line in record.events] == ["Фестиваль"]
        assert not store.known(VERSION)
        assert store.search(Query("семинар")) == ()
        assert len(store.search(Query("фестиваль"))) == 1


def test_bytes_are_a_document_or_a_failure_or_an_archive(place):
    with open_store(place) as store:
        store.see([seen("а.docx", "а")])
        store.save(read("а", "Семинар"))
        store.save(failed("а"))
        assert not list(store.records())
        assert [f.code for f in store.failures()] == ["damaged"]
        assert store.search(Query("семинар")) == ()
        store.save_archive(sha("а"), VERSION, [Member("план.docx", sha("б"))])
        assert store.failures() == ()
        store.save(read("а", "Семинар"))
        assert store.archive(sha("а"), VERSION) is None
        assert sources(store) == ["а.docx"]


def test_known_tells_what_this_version_made_of_which_bytes(place):
    warned = replace(happening("Семинар"), warnings=("date_missing", "number_gap"))
    with open_store(place) as store:
        saved = store.save(read("а", warned, replace(happening("Слёт"), warnings=("date_missing",)), warnings=("w",)))
        store.save(failed("б", "limit", detail="cells"))
        store.save(read("в", version="другие"))
        known = store.known(VERSION)
    assert set(known) == {sha("а"), sha("б")}
    assert known[sha("а")] == saved
    assert saved == Known(sha("а"), "план.docx", events=2, warnings={"date_missing": 2, "number_gap": 1, "w": 1})
    assert known[sha("б")] == Known(sha("б"), code="limit", detail="cells")


def test_archives_are_known_by_version(place):
    members = (
        Member("школа/план.docx", sha("а")),
        Member("б", None, "encrypted", "AES"),
        Member("в.py", passed_over=True),
    )
    with open_store(place) as store:
        store.save_archive(sha("zip"), VERSION, members)
        assert store.archive(sha("zip"), VERSION) == members
        assert store.archive(sha("zip"), "другие") is None
        assert store.archive(sha("а"), VERSION) is None
        store.save_archive(sha("zip"), "другие", ())
        assert store.archive(sha("zip"), "другие") == ()


# names


def test_what_changes_between_two_runs(place):
    with open_store(place) as store:
        first = store.see(
            [seen("а", "1"), seen("б", "2"), seen("в", "3"), seen("г", None, code="permission")], below=["/планы"]
        )
        assert first == Change(new=("а", "б", "в", "г"))
        assert store.see([seen("а", "1"), seen("б", "2б"), seen("д", "5")], below=["/планы"]) == Change(
            new=("д",), changed=("б",), gone=("в", "г")
        )
        assert store.see([seen("а", "1"), seen("в", "3"), seen("г", "4")], below=["/планы"]) == Change(
            new=("г",), back=("в",), gone=("б", "д")
        )
        same = [seen("а", "1"), seen("в", "3"), seen("г", "4")]
        assert store.see(same, below=["/планы"]) == Change()
        assert store.see([]) == Change()


BELOW = [
    ("/планы", "/планы/а.docx", True),
    ("/планы/", "/планы/2030/а.docx", True),
    ("/планы/а.docx", "/планы/а.docx", True),
    ("/планы/архив.zip", "/планы/архив.zip!/школа/а.docx", True),
    ("/планы/архив.zip!/школа", "/планы/архив.zip!/школа/а.docx", True),
    ("/", "/планы/а.docx", True),
    ("/план", "/планы/а.docx", False),
    ("/планы/а", "/планы/а.docx", False),
    ("/планы/2030", "/планы/а.docx", False),
    ("/планы/архив.zip", "/планы/архив.zip2/а.docx", False),
    ("/планы/%", "/планы/а.docx", False),
]


@pytest.mark.parametrize(("root", "path", "goes"), BELOW)
def test_only_names_below_the_paths_of_a_run_go(tmp_path, root, path, goes):
    with open_store(tmp_path / "plans.db") as store:
        store.see([Sighting("имя", path, sha("а"))])
        assert store.see([], below=[root]) == (Change(gone=("имя",)) if goes else Change())


def test_a_document_is_called_by_its_names(place):
    with open_store(place) as store:
        store.save(read("1"))
        store.save(read("2"))
        store.see([seen("б", "1"), seen("а", "2"), seen("в", "1")], below=["/планы"])
        assert called(store) == [("а", ["а"], []), ("б", ["б", "в"], [])]
        assert store.duplicates() == {"в": "б"}
        store.see([seen("в", "1")], below=["/планы"])
        assert called(store) == [("а", [], ["а"]), ("в", ["в"], ["б"])]
        assert store.duplicates() == {}
        store.see([seen("б", "1"), seen("а", "2"), seen("в", "1")], below=["/планы"])
        assert called(store) == [("а", ["а"], []), ("б", ["б", "в"], [])]


def test_a_document_that_no_name_points_to_is_not_in_the_dataset(place):
    with open_store(place) as store:
        store.save(read("старое", "Семинар"))
        store.see([seen("план.docx", "старое")], below=["/планы"])
        store.see([seen("план.docx", "новое")], below=["/планы"])
        assert called(store) == []
        assert store.search(Query("семинар")) == ()
        store.save(read("новое", "Слёт"))
        assert called(store) == [("план.docx", ["план.docx"], [])]


def test_one_source_in_two_folders_is_two_names(place):
    with open_store(place) as store:
        for content in "12":
            store.save(read(content))
        store.see([seen("план.docx", "1", root="/школа-1"), seen("план.docx", "2", root="/школа-2")])
        assert called(store) == [("план.docx", ["план.docx"], [])] * 2
        store.see([seen("план.docx", "2", root="/школа-1")])
        assert called(store) == [("план.docx", ["план.docx"], [])]
        assert store.duplicates() == {}


def test_what_is_to_be_read(place):
    with open_store(place) as store:
        store.see(
            [
                seen("а.docx", "1"),
                seen("б.docx", "2"),
                seen("в.zip", "zip"),
                seen("г.doc", "4"),
                seen("д", None, code="x"),
            ],
            below=["/планы"],
        )
        assert [u.source for u in store.unread(VERSION)] == ["а.docx", "б.docx", "в.zip", "г.doc"]
        store.save_archive(sha("zip"), "любые", ())
        store.save(read("1", name="а.docx"))
        store.save(replace(failed("4"), name="г.doc"))
        (left,) = store.unread(VERSION)
        assert (left.sha256, left.source, left.path, left.known) == (sha("2"), "б.docx", "/планы/б.docx", None)
        store.save(read("2", name="б.docx"))
        assert store.unread(VERSION) == ()
        assert [u.source for u in store.unread("правила-2")] == ["а.docx", "б.docx", "г.doc"]
        assert [u.known.code for u in store.unread("правила-2")] == [None, None, "damaged"]


@pytest.mark.parametrize(
    ("earlier", "again"),
    [
        ("архив.zip!/2031/план 2031.docx", True),  # another name of its own: it may hold the year
        ("2030/план.docx", False),
        ("яблоко.docx", False),  # not the first
    ],
)
def test_another_first_name_asks_for_another_reading(tmp_path, earlier, again):
    with open_store(tmp_path / "plans.db") as store:
        store.see([seen("осень/план.docx", "1")])
        store.save(read("1", name="план.docx"))
        assert not store.unread(VERSION)
        store.see([seen(earlier, "1")])
        assert [u.source for u in store.unread(VERSION)] == ([earlier] if again else [])


def test_failures_are_those_of_names_that_are_there(place):
    with open_store(place) as store:
        store.save(failed("плохое", "damaged", detail="zip"))
        store.save(read("хорошее"))
        store.see(
            [
                seen("б", "плохое"),
                seen("а", None, code="permission"),
                seen("в", "хорошее"),
                seen("г", "плохое"),
                seen("д", "ещё"),
            ],
            below=["/планы"],
        )
        assert store.failures() == (
            Failure("а", "permission", "", None, "/планы/а"),
            Failure("б", "damaged", "zip", sha("плохое"), "/планы/б"),
            Failure("г", "damaged", "zip", sha("плохое"), "/планы/г"),
        )
        assert store.duplicates() == {}
        store.see([seen("г", "плохое")], below=["/планы"])
        assert [f.source for f in store.failures()] == ["г"]
        assert called(store) == [("в", [], ["в"])]


CHANGES = {
    "another document": (lambda s: (s.save(read("2", "Слёт")), s.see([seen("б", "2")])), True),
    "another reading": (lambda s: s.save(read("1", "Слёт", version="правила-2")), True),
    "a name more": (lambda s: s.see([seen("я", "1")]), True),
    "gone": (lambda s: s.see([], below=["/планы"]), True),
    "a failure": (lambda s: s.see([seen("я", None, code="permission")]), True),
    "the same reading by another version": (lambda s: s.save(read("1", "Семинар", version="правила-2")), False),
    "saved again": (lambda s: s.save(read("1", "Семинар")), False),
    "a reading that no name points to": (lambda s: s.save(read("9", "Слёт")), False),
    "a name that is not read yet": (lambda s: s.see([seen("я", "9")]), False),
    "an archive": (lambda s: (s.save_archive(sha("zip"), VERSION, ()), s.see([seen("я.zip", "zip")])), False),
    "exported": (lambda s: s.save_exported([Exported("events.csv", "x", 1, 2)]), False),
    "pruned": (lambda s: s.prune(), False),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_digest_changes_with_what_is_exported(tmp_path, what):
    change, differs = CHANGES[what]
    with open_store(tmp_path / "plans.db") as store:
        store.save(read("1", "Семинар"))
        store.see([seen("а", "1")], below=["/планы"])
        before, records = store.digest(), list(store.records())
        change(store)
        assert (store.digest() != before) is differs
        assert (list(store.records()) != records) <= differs


def test_what_was_exported(place):
    first = Exported("events.csv", "d1", 7_000_000_000, 1_900_000_000_123_456_789)
    with open_store(place) as store:
        assert store.exported() == {}
        store.save_exported([first, Exported("plans.xlsx", "d1", 1, 2)])
        assert store.exported()["events.csv"] == first
        store.save_exported([replace(first, digest="d2")])
        assert store.exported() == {"events.csv": replace(first, digest="d2")}
        store.save_exported([])
        assert store.exported() == {}


def test_prune_forgets_what_no_name_points_to(place):
    with open_store(place) as store:
        for content in "12345":
            store.save(read(content, "Семинар"))
        store.save_archive(sha("zip"), VERSION, ())
        store.save_archive(sha("никто"), VERSION, ())
        store.see([seen("а", "1"), seen("б", "2"), seen("а.zip", "zip"), seen("в", None, code="x")], below=["/планы"])
        store.see([seen("а", "1"), seen("а.zip", "zip"), seen("в", None, code="x")], below=["/планы"])
        before = store.digest()
        assert store.prune() == 3
        assert store.digest() == before
        assert set(store.known(VERSION)) == {sha("1"), sha("2")}
        assert (store.archive(sha("zip"), VERSION), store.archive(sha("никто"), VERSION)) == ((), None)
        assert store.prune(gone=True) == 1
        assert called(store) == [("а", ["а"], [])]
        assert len(store.search(Query("семинар"))) == 1
        assert [f.source for f in store.failures()] == ["в"]
        assert store.prune(gone=True) == 0


ODD = [
    "а" * 4000 + ".docx",
    "кавычка ' двойная \" процент % подчёркивание _ черта \\ .docx",
    "смайлик 😀.docx",
    "половинка \ud83d и \udcff.docx",
    "нуль \0.docx",
    "; DROP TABLE names; --",
    "",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_are_kept(place, odd):
    clean = odd.replace("\0", "\ufffd").replace("\ud83d", "\ufffd").replace("\udcff", "\ufffd")
    event = happening(f"Семинар {odd}", days("2030-10-01"), note=odd, extra={odd: odd})
    with open_store(place) as store:
        store.save(read("1", event, name=odd))
        store.save(failed("2", detail=odd))
        store.save_archive(sha("zip"), VERSION, [Member(odd, sha("1"))])
        store.see([seen(odd, "1"), seen(f"я{odd}", "2")], below=["/планы"])
        assert sources(store) == [clean]
        assert store.known(VERSION)[sha("1")].name == clean
        assert [(f.source, f.detail) for f in store.failures()] == [(f"я{clean}", clean)]
        assert store.archive(sha("zip"), VERSION) == (Member(clean, sha("1")),)
        (hit,) = store.search(Query("семинар"))
        assert hit.title == f"Семинар {clean}"
        assert store.see([seen(odd, "1"), seen(f"я{odd}", "2")], below=["/планы"]) == Change()
        assert store.see([], below=["/планы"]).gone == (clean, f"я{clean}")


def test_a_very_long_event_is_kept_and_found(place):
    words = " ".join(f"слово{number}" for number in range(15_000))
    with open_store(place) as store:
        store.save(read("1", happening("Семинар", note=words), happening(words)))
        store.see([seen("а", "1")])
        (record,) = store.records()
        assert json.loads(record.events[0])["note"] == words
        assert len(store.search(Query("слово7"))) == 2
