"""The files of a folder: cells of CSV, the workbook, typed frames; and that they are replaced whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import extractor
from extractor.errors import ReadError
from extractor.exports import FILES, FORMATS, sheet_rows, tables
from extractor.exports.dataset import write_dataset
from extractor.exports.excel import harmless, unharmed
from extractor.exports.files import Stage, replacing
from extractor.exports.folder import Content, read_folder, write_folder
from extractor.exports.frames import load
from extractor.exports.records import PlanRecord, Spooled
from extractor.exports.relations import DOCUMENTS, EVENTS
from extractor.model import Document, PlanDocument
from tests.sample_plan import DOCUMENT, FIRST, PLAN, SECOND

EXPECTED = {
    "document_id": DOCUMENT.id,
    "source": "2030/план.docx",
    "id": FIRST.id,
    "order": "1",
    "number": "1.1",
    "sections": "Встречи; Осень",
    "title": "Круглый стол «Книга; и не только»",
    "items": "Вопрос первый; Вопрос второй",
    "type": "round_table",
    "type_label": "круглый стол",
    "date_text": "4 раза в год, до 10 сентября, 14:30",
    "date_kind": "deadline",
    "start": "2031-03-01",
    "end": "2031-03-31",
    "spans": "../2030-09-10; 2031-03-01/2031-03-31",
    "edtf": "{../2030-09-10,2031-03}",
    "recurrence": '{"times": 4, "per": "year"}',
    "rrule": "FREQ=MONTHLY;BYDAY=1TH",
    "times": "14:30",
    "year_source": "period",
    "date_text_left": "уточнить",
    "responsible": "О.Л. Вербицкая, методист; классные руководители",
    "people": "Вербицкая О.Л.",
    "positions": "методист; классные руководители",
    "participants": "Сорокин П.Д.",
    "audience": "5–6 классы",
    "grades": "5; 6",
    "audience_roles": "родители",
    "venue": "детский отдел",
    "institutions": "МБУК «Заозёрская библиотека»; Детский отдел",
    "institution_ids": "i1; i2",
    "note": "Примечание",
    "result": "Справка",
    "extra": '{"Форма": "очно"}',
    "page": "2",
    "table": "1",
    "row": "4",
    "line": "",
    "confidence": "0.85",
    "warnings": "number_gap",
    "same_as": "0123456789abcdef",
}


def rows_of(path: Path, **more) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, **more))


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_formats_are_named_in_one_place():
    assert tuple(FILES) == FORMATS == ("json", "jsonl", "csv", "parquet", "xlsx", "ics")


# Cells


def test_an_event_s_cells():
    row = tables.event_row(FIRST.to_dict(), DOCUMENT.source)
    assert row == EXPECTED
    assert tuple(row) == tables.event_names()


def test_an_event_that_says_little_has_empty_cells():
    row = tables.event_row(SECOND.to_dict(), DOCUMENT.source)
    assert row["start"] == row["end"] == row["responsible"] == row["recurrence"] == row["extra"] == row["grades"] == ""


@pytest.mark.parametrize(
    ("items", "cell"),
    [
        (["Осень", "Встречи"], "Осень; Встречи"),
        (["Книга; и не только"], "Книга\\; и не только"),
        (["C:\\", "; "], "C:\\\\; \\; "),
        (["один"], "один"),
        ([], ""),
    ],
)
def test_lists_in_a_cell_can_be_told_apart_again(items, cell):
    assert tables.joined(items) == cell
    assert tables.split(cell) == items


def test_a_document_s_cells(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]), ["csv"])
    (row,) = rows_of(tmp_path / "documents.csv")
    assert tuple(row) == tables.document_names() == tables.names(DOCUMENTS)
    assert row["period_start"] == "2030-09-01"
    assert (row["institution"], row["institution_id"]) == ("МБУК «Заозёрская библиотека»", "i1")
    assert row["events"] == "2"
    assert row["sources"] == "планы/осень.docx; планы/осень (1).docx"
    assert row["gone"] == "старые/осень.docx"


def test_csv_has_no_bare_carriage_return(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]), ["csv"])
    assert b"\r" not in (tmp_path / "events.csv").read_bytes()
    second = rows_of(tmp_path / "events.csv")[1]
    assert second["title"] == "=СУММА(A1)\nвторая строка"  # a value as it is: no apostrophe is added here


# Records


def test_records_wait_in_files_and_come_back(tmp_path):
    record = PlanRecord.of(PLAN)
    record.write(tmp_path / "a.jsonl")
    assert list(Spooled([tmp_path / "a.jsonl"])) == [record]


def test_a_lone_surrogate_stops_no_export(tmp_path):
    plan = PLAN.renamed("б\udcff.docx")
    write_folder(tmp_path, Content([PlanRecord.of(plan)]))
    assert json.loads((tmp_path / "dataset.json").read_text("utf-8"))["documents"][0]["source"] == "б\ufffd.docx"
    assert "б\ufffd.docx" in (tmp_path / "events.csv").read_text("utf-8")


def test_a_dataset_has_a_record_a_line_and_is_the_same_in_one_pass(tmp_path):
    stream = io.StringIO()
    other = PlanDocument(replace(DOCUMENT, id="x", source="б.docx"))
    records = [PlanRecord.of(PLAN), PlanRecord.of(other), PlanRecord.of(PLAN)]
    write_dataset(stream, records)
    ids = [json.loads(line.rstrip(","))["id"] for line in stream.getvalue().splitlines() if line.startswith('{"id"')]
    assert ids == [DOCUMENT.id, "x", DOCUMENT.id, FIRST.id, SECOND.id, FIRST.id, SECOND.id]
    write_folder(tmp_path, Content(iter(records)), ["json"])  # an iterator: they are read once
    assert (tmp_path / "dataset.json").read_text(encoding="utf-8") == stream.getvalue()


def test_groups_of_same_events_are_filled_in_on_the_way_out(tmp_path):
    content = Content([PlanRecord.of(PLAN)], same_as={SECOND.id: "g1", "another": "g2"})
    write_folder(tmp_path, content)
    events = json.loads((tmp_path / "dataset.json").read_text(encoding="utf-8"))["events"]
    assert [e["same_as"] for e in events] == [FIRST.same_as, "g1"]
    assert [json.loads(x)["same_as"] for x in (tmp_path / "events.jsonl").open(encoding="utf-8")] == [
        FIRST.same_as,
        "g1",
    ]
    assert [row["same_as"] for row in rows_of(tmp_path / "events.csv")] == [FIRST.same_as, "g1"]
    assert load(tmp_path).events["same_as"].tolist() == [FIRST.same_as, "g1"]


# Whole or not at all


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with replacing(path) as stream:
        stream.write("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_after_an_error_the_old_file_stands_and_nothing_is_left(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(OSError, match="disk"), replacing(path) as stream:
        stream.write("half")
        raise OSError("disk is full")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_new_files_may_be_read_by_those_whom_the_umask_lets(tmp_path):
    plain, replaced = tmp_path / "plain", tmp_path / "replaced"
    plain.write_text("")
    with replacing(replaced):
        pass
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {stat.S_IMODE(plain.stat().st_mode)}


def test_no_file_of_a_folder_is_replaced_where_one_cannot_be_written(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]))
    before = contents(tmp_path)

    def failing():
        yield PlanRecord.of(PLAN)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError):
        write_folder(tmp_path, Content(failing()))
    assert contents(tmp_path) == before


@pytest.mark.parametrize("call", ["fsync", "utime"])
@pytest.mark.parametrize("at", [0, 3, 20])
def test_nothing_is_replaced_where_a_write_is_refused_late(tmp_path, monkeypatch, call, at):
    """A full disk may be told only when a file is brought to the disk: nothing has been renamed then."""
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]))
    before, calls, real = contents(tmp_path), [], getattr(os, call)

    def refusing(*args, **more):
        calls.append(args)
        if call == "fsync" and len(calls) > at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **more)

    monkeypatch.setattr(os, call, refusing)
    if call == "fsync":
        with pytest.raises(OSError, match="No space"):
            write_folder(tmp_path, Content([]))
        monkeypatch.undo()
        assert contents(tmp_path) == before
    else:
        write_folder(tmp_path, Content([]))
        assert len({path.stat().st_mtime_ns for path in tmp_path.iterdir()}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("formats", [[name] for name in FORMATS])
@pytest.mark.parametrize("room", [0, 300])
def test_no_room_for_a_file_is_an_error_of_the_system_and_changes_nothing(tmp_path, formats, room):
    """Whatever library writes: a write that is refused comes out as OSError, without noise of objects being closed."""
    import resource

    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]))
    before, (soft, hard) = contents(tmp_path), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(OSError):
            write_folder(tmp_path, Content([PlanRecord.of(PLAN), PlanRecord.of(PLAN.renamed("б"))]), formats)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert contents(tmp_path) == before


def test_what_a_killed_run_left_aside_is_removed_but_not_what_a_living_one_writes(tmp_path):
    left = tmp_path / ".export-killed"
    left.mkdir()
    (left / "dataset.json").write_text("half")
    with Stage(tmp_path) as living:
        living.text("a.txt").write("a")
        assert not left.exists()
        with Stage(tmp_path) as other:
            other.text("b.txt").write("b")
            other.commit()
        living.commit()
    assert sorted(contents(tmp_path)) == ["a.txt", "b.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_two_processes_may_write_a_part_each(tmp_path):
    """Each begins by clearing away what killed runs left: never what the other one is writing."""
    code = (
        "import sys; from pathlib import Path; from extractor.exports.files import Stage\n"
        "for n in range(150):\n"
        "    with Stage(Path(sys.argv[1])) as stage:\n"
        "        stage.text(f'{sys.argv[2]}{n % 3}.txt').write(str(n))\n"
        "        stage.commit()\n"
    )
    parts = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("a", "b")]
    assert [part.wait(60) for part in parts] == [0, 0]
    assert contents(tmp_path) == {f"{name}{n % 3}.txt": str(n).encode() for name in ("a", "b") for n in (147, 148, 149)}
    assert len(list(tmp_path.iterdir())) == 6


def test_a_stage_that_is_left_without_commit_changes_nothing(tmp_path):
    with Stage(tmp_path) as stage:
        stage.text("a.txt").write("a")
    assert list(tmp_path.iterdir()) == []


def test_the_same_data_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_folder(tmp_path / name, Content([PlanRecord.of(PLAN)], located={DOCUMENT.source: tmp_path / "план.docx"}))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    names = {name for names in FILES.values() for name in names if "*" not in name}
    assert names | {"events.ics"} <= set(contents(tmp_path / "a"))


# The way back


def test_the_dataset_is_read_back_with_its_failures(tmp_path):
    failure = {"source": "x", "code": "damaged", "reason": "а", "detail": "", "remedy": "б"}
    content = Content([PlanRecord.of(PLAN)], (failure,), {"b": "a"})
    write_folder(tmp_path, content, ["json", "csv"])
    assert read_folder(tmp_path) == content
    before = contents(tmp_path)
    write_folder(tmp_path, read_folder(tmp_path))
    assert before.items() <= contents(tmp_path).items()


@pytest.mark.parametrize(
    ("text", "code"), [(None, "not_found"), ("{}", "damaged"), ("[", "damaged"), ("[]", "damaged")]
)
def test_a_folder_without_a_dataset_is_an_error(tmp_path, text, code):
    if text is not None:
        (tmp_path / "dataset.json").write_text(text)
    for read in (read_folder, load):
        with pytest.raises(ReadError) as caught:
            read(tmp_path)
        assert caught.value.code == code


def test_a_dataset_of_foreign_events_and_damaged_parquet_are_errors(tmp_path):
    (tmp_path / "dataset.json").write_text('{"documents": [{"id": "a"}], "events": [{"document_id": "a", "id": 1}]}')
    with pytest.raises(ReadError, match="damaged"):
        load(tmp_path)
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]))
    (tmp_path / "events.parquet").write_bytes(b"PAR1 and no more")
    os.utime(tmp_path / "events.parquet", ns=(tmp_path.stat().st_mtime_ns + 10**9,) * 2)
    with pytest.raises(ReadError, match="damaged"):
        load(tmp_path)


# Spreadsheets

RUN = ["=1+1", "+7 900", "-", "@SUM(A1)", "\t=1", " =1", "\n=1", "\r=1", "'=1", "＝1", "\ttext"]
CHANGED = ["1.1", "5-6", "007", "1/2", "1.2.3", "1E5", "12345678901234567", "'007"]
KEPT = [
    "Семинар",
    "5–9 кл.",
    "",
    "1-е полугодие",
    "а=б",
    "12",
    "10.09.2030",
    "14:30",
    "'кавычка",
    "5; 6",
    "1.1 Встреча",
]


@pytest.mark.parametrize("cell", [*RUN, *CHANGED])
def test_what_a_spreadsheet_would_run_or_change_is_text(cell):
    assert harmless(cell) == f"'{cell}"
    assert unharmed(harmless(cell)) == cell


@pytest.mark.parametrize("cell", KEPT)
def test_what_it_would_not_is_left_alone(cell):
    assert unharmed(harmless(cell)) == harmless(cell) == cell


def test_the_csv_for_spreadsheets(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]), ["xlsx"])
    assert (tmp_path / "events.excel.csv").read_bytes().startswith("\ufeffУчреждение;Раздел;№;Событие;".encode())
    first, second = rows_of(tmp_path / "events.excel.csv", delimiter=";")
    assert (first["Начало"], first["Уверенность"], first["№"]) == ("01.03.2031", "0,85", "'1.1")
    assert first["Предупреждения"] == "перед строкой пропущен номер"
    assert first["Что делать"].startswith("Проверьте")
    assert second["Событие"] == "'=СУММА(A1)\nвторая строка"
    assert first["Файл"] == "2030/план.docx"


def book_of(folder: Path, *plans: PlanDocument, **more) -> openpyxl.Workbook:
    write_folder(folder, Content([PlanRecord.of(plan) for plan in plans], **more), ["xlsx"])
    return openpyxl.load_workbook(folder / "plans.xlsx")


def test_the_workbook_has_tables_with_real_dates_filters_and_colours(tmp_path):
    failures = [{"source": "x.pdf", "code": "encrypted", "detail": ""}]
    book = book_of(tmp_path, PLAN, failures=failures)
    assert book.sheetnames == ["События", "Документы", "Сводка", "Не прочитано"]
    sheet = book["События"]
    first, second = (dict(zip([c.value for c in sheet[1]], row, strict=True)) for row in sheet.iter_rows(2, 3))
    assert first["Начало"].value == dt.datetime(2031, 3, 1)
    assert first["Начало"].number_format == "dd.mm.yyyy"
    assert first["Событие"].value == FIRST.title
    assert first["Событие"].alignment.wrap_text
    assert (second["Событие"].value, second["Событие"].data_type) == ("=СУММА(A1)\nвторая строка", "s")
    assert first["Уверенность"].value == 0.85
    assert sheet.freeze_panes == "A2"
    assert sheet.tables["events1"].ref == sheet.tables["events1"].autoFilter.ref == sheet.dimensions == "A1:V3"
    (warned,) = [rule for area in sheet.conditional_formatting for rule in area.rules if rule.type == "expression"]
    letter = first["Предупреждения"].column_letter
    assert warned.formula == [f'${letter}2<>""']
    assert warned.dxf.fill.bgColor.rgb == "FFFFF2CC"
    assert first["Что делать"].value.startswith("Проверьте")
    documents = [[c.value for c in row] for row in book["Документы"]]
    assert dict(zip(*documents, strict=True))["Событий"] == 2
    assert book["Не прочитано"]["B2"].value == "документ защищён паролем"


def test_the_summary_counts_months_types_institutions_and_warnings_with_charts(tmp_path):
    book = book_of(tmp_path, PLAN, PlanDocument(replace(DOCUMENT, id="x", institution=None), (SECOND,)))
    sheet = book["Сводка"]
    assert [chart.anchor._from.row for chart in sheet._charts] == [2, 2, 2]
    assert sheet["A2"].value == "Планов: 2. Событий: 3, из них стоит проверить: 1."
    below = {name: sheet[area] for name, area in sheet.tables.items()}
    values = {name: [[c.value for c in row] for row in rows[1:]] for name, rows in below.items()}
    assert values["by_month"] == [[dt.datetime(2031, 3, 1), 1]]
    assert values["by_type"] == [["other", 2], ["круглый стол", 1]]
    assert values["by_institution"] == [["МБУК «Заозёрская библиотека»", 2], ["(не указано)", 1]]
    assert [row[1] for row in values["by_warning"]] == [2, 1]


def test_links_lead_from_the_workbook_to_the_files(tmp_path):
    out = tmp_path / "набор"
    out.mkdir()
    located = {DOCUMENT.source: tmp_path / "планы" / "план №5 (50%) #1.docx"}
    book = book_of(out, PLAN, PlanDocument(replace(DOCUMENT, id="x", source="б.docx")), located=located)
    for name, cells in (("События", ["V2", "V3"]), ("Документы", ["A2"])):
        sheet = book[name]
        assert {sheet[c].hyperlink.target for c in cells} == {"../планы/план%20№5%20(50%25)%20%231.docx"}
        assert sheet[cells[0]].value == DOCUMENT.source
    assert book["Документы"]["A3"].hyperlink is None
    assert book["Документы"]["A3"].value == "б.docx"


def test_an_empty_workbook_opens(tmp_path):
    book = book_of(tmp_path)
    assert book["События"].tables["events1"].ref == "A1:V2"
    assert book["Сводка"]._charts == []


@pytest.mark.parametrize("letter", ["ы", "📚"])
def test_a_cell_that_is_too_long_is_cut_and_says_so(tmp_path, letter):
    """A spreadsheet counts UTF-16 units: a letter beyond the first 65,536 is two."""
    book = book_of(tmp_path, PlanDocument(DOCUMENT, (replace(FIRST, title=letter * 40_000),)))
    title = book["События"]["D2"].value
    assert len(title.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert title.endswith("[… обрезано: весь текст — в events.csv]")


ODD = [
    "<b>&amp;</b>",
    "_x0041_",
    "<r><t>x</t></r>",
    "a\x0bb",
    "\ufffe",
    "  пробелы  ",
    "таб\tтаб",
    "📚",
    '"кавычки"',
    "]]>",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_stand_in_the_workbook_as_they_are(tmp_path, text):
    book = book_of(tmp_path, PlanDocument(DOCUMENT, (replace(FIRST, title=text),)))
    read = openpyxl.utils.escape.unescape(book["События"]["D2"].value)
    assert read == text


def test_rows_that_do_not_fit_go_to_a_further_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_rows, "MOST_ROWS", 2)
    book = book_of(tmp_path, PLAN)
    assert book.sheetnames[:3] == ["События", "События 2", "Документы"]
    assert book["События 2"]["D2"].value == "=СУММА(A1)\nвторая строка"
    assert book["Документы"]["C2"].value == DOCUMENT.title


def test_links_end_where_a_spreadsheet_takes_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_rows, "MOST_LINKS", 1)
    book = book_of(tmp_path, PLAN, located={DOCUMENT.source: tmp_path / "a.docx"})
    assert book["События"]["V2"].hyperlink.target == "a.docx"
    assert book["События"]["V3"].hyperlink is None


@pytest.mark.parametrize(
    ("title", "height"),
    [("Семинар", None), ("ы" * 60, None), ("ы" * 61, 30), ("слово " * 30, 60), ("а\nб\nв", 45), ("ы" * 9000, 405)],
)
def test_rows_are_as_high_as_their_text(tmp_path, title, height):
    """Spreadsheets that do not count lines themselves show so much of it."""
    book = book_of(tmp_path, PlanDocument(Document("a", "a.docx", "", "docx"), (replace(SECOND, title=title),)))
    assert book["События"].row_dimensions[2].height == height


def test_a_workbook_does_not_depend_on_the_day(tmp_path):
    book_of(tmp_path, PLAN)
    with zipfile.ZipFile(tmp_path / "plans.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# Frames


@pytest.mark.parametrize("formats", [["json"], ["parquet"]])
def test_frames_are_typed_and_join(tmp_path, formats):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]), formats)
    frames = extractor.load(tmp_path)
    sizes = "documents: 1, events: 2, dates: 2, parties: 3, institutions: 2, bodies: 2, sources: 3"
    assert repr(frames) == f"Frames({sizes})"
    assert frames.events["start"].tolist() == [pd.Timestamp("2031-03-01"), pd.NaT]
    assert isinstance(frames.events["kind"].dtype, pd.CategoricalDtype)
    assert frames.events["row"].tolist() == [4, pd.NA]
    assert frames.events["sections"][0] == ["Встречи", "Осень"]
    assert frames.events["grades"].tolist() == [[5, 6], []]
    assert frames.events["extra"].tolist() == [{"Форма": "очно"}, {}]
    assert frames.events["recurrence"][0]["times"] == 4
    assert frames.events["spans"][0][0] == {
        "start": None,
        "end": dt.date(2030, 9, 10),
        "relation": "by",
        "precision": "day",
    }
    assert frames.dates["start"].isna().tolist() == [True, False]
    assert frames.parties["name"].tolist()[0::2] == ["Вербицкая О.Л.", "Сорокин П.Д."]
    assert frames.parties["kind"].tolist() == ["person", "position", "participant"]
    assert frames.bodies.set_index("institution_id").loc["i2", "parent_id"] == "i1"
    assert frames.sources["gone"].tolist() == [False, False, True]
    joined = frames.parties.merge(frames.events, on="event_id").merge(frames.documents, on="document_id")
    assert set(joined["source"]) == {"2030/план.docx"}


COLUMNS = {
    "documents": (
        "document_id source format pages title period_start period_end period_kind institution institution_id goals "
        "warnings"
    ),
    "events": (
        "event_id document_id order number sections title items type type_label kind start end edtf rrule times "
        "year_source date_text grades venue note result extra page table row line confidence warnings"
    ),
    "dates": "event_id start end relation precision",
    "parties": "event_id kind text name position institution institution_id",
    "institutions": "event_id institution_id name text role",
}


@pytest.mark.parametrize("formats", [["json"], ["parquet"]])
@pytest.mark.parametrize("plans", [[], [PLAN]])
def test_frames_keep_the_columns_that_notebooks_rely_on(tmp_path, formats, plans):
    write_folder(tmp_path, Content([PlanRecord.of(plan) for plan in plans]), formats)
    frames = load(tmp_path)
    for name, columns in COLUMNS.items():
        assert set(columns.split()) <= set(getattr(frames, name).columns), name
    assert frames.events["start"].dtype.kind == "M"
    assert frames.events["order"].dtype == "Int64"


def test_frames_are_the_same_from_parquet_and_from_json(tmp_path):
    other = PlanDocument(
        replace(DOCUMENT, id="x", period=None, institution=None, pages=None),
        (replace(SECOND, id="e", document_id="x"),),
    )
    for name in ("json", "parquet"):
        (tmp_path / name).mkdir()
        write_folder(tmp_path / name, Content([PlanRecord.of(PLAN), PlanRecord.of(other)]), [name])
    one, two = load(tmp_path / "json"), load(tmp_path / "parquet")
    for name in vars(one):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_a_newer_dataset_counts_more_than_older_parquet(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]))
    assert len(load(tmp_path).documents) == 1
    write_folder(tmp_path, Content([]), ["json"])
    assert len(load(tmp_path).documents) == 0


def test_columns_of_tables_are_named_once():
    for table in (DOCUMENTS, EVENTS):
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
