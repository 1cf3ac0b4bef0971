"""CSV and JSON of a plan, and files that are replaced whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import stat

import openpyxl
import pandas as pd
import pytest

from extractor.errors import ReadError
from extractor.exports import tables
from extractor.exports.dataset import write_dataset
from extractor.exports.excel import harmless, write_excel_csv, write_workbook
from extractor.exports.files import replacing
from extractor.exports.folder import Content, read_folder, write_folder
from extractor.exports.frames import load
from extractor.exports.records import PlanRecord, Spooled
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
}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_event_s_cells():
    row = tables.event_row(FIRST.to_dict(), DOCUMENT.source)
    assert row == EXPECTED
    assert tuple(row) == tables.event_names()


def test_an_event_that_says_little_has_empty_cells():
    row = tables.event_row(SECOND.to_dict(), DOCUMENT.source)
    assert row["start"] == row["end"] == row["responsible"] == row["recurrence"] == row["extra"] == row["grades"] == ""


def test_csv_read_back_has_the_same_cells_and_no_bare_carriage_return():
    stream = io.StringIO()
    written = [tables.event_row(e.to_dict(), DOCUMENT.source) for e in PLAN.events]
    tables.write_rows(stream, tables.event_names(), written)
    assert "\r" not in stream.getvalue()
    assert rows_of(stream.getvalue()) == written
    assert written[1]["title"] == "=СУММА(A1)\nвторая строка"  # a value as it is: no apostrophe is added here


def test_a_document_s_cells():
    row = tables.document_row(DOCUMENT.to_dict(), 2)
    assert tuple(row) == tables.document_names()
    assert row["period_start"] == "2030-09-01"
    assert row["institution"] == "МБУК «Заозёрская библиотека»"
    assert row["events"] == "2"


def test_records_wait_in_files_and_come_back(tmp_path):
    record = PlanRecord.of(PLAN)
    record.write(tmp_path / "a.jsonl")
    assert list(Spooled([tmp_path / "a.jsonl"])) == [record]


def test_a_lone_surrogate_stops_no_export(tmp_path):
    plan = PLAN.renamed("б\udcff.docx")
    write_folder(tmp_path, Content([PlanRecord.of(plan)]))
    assert json.loads((tmp_path / "dataset.json").read_text("utf-8"))["documents"][0]["source"] == "б\ufffd.docx"
    assert "б\ufffd.docx" in (tmp_path / "events.csv").read_text("utf-8")


def test_a_dataset_has_a_record_a_line():
    stream = io.StringIO()
    write_dataset(stream, [PlanRecord.of(PLAN)])
    lines = stream.getvalue().splitlines()
    assert [json.loads(line.rstrip(","))["id"] for line in lines if line.startswith('{"id"')] == [
        DOCUMENT.id,
        FIRST.id,
        SECOND.id,
    ]


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
def test_a_new_file_may_be_read_by_those_whom_the_umask_lets(tmp_path):
    plain, replaced = tmp_path / "plain", tmp_path / "replaced"
    plain.write_text("")
    with replacing(replaced):
        pass
    assert stat.S_IMODE(replaced.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_no_file_of_a_folder_is_replaced_where_one_cannot_be_written(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def failing():
        yield {"source": "x", "code": "damaged", "reason": "", "detail": "", "remedy": ""}
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError):
        write_folder(tmp_path, Content([], failing()))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_the_dataset_is_read_back_with_its_failures(tmp_path):
    failure = {"source": "x", "code": "damaged", "reason": "а", "detail": "", "remedy": "б"}
    content = Content([PlanRecord.of(PLAN)], (failure,), {"b": "a"})
    write_folder(tmp_path, content, ["json", "csv"])
    assert read_folder(tmp_path) == content
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    write_folder(tmp_path, read_folder(tmp_path))
    assert before.items() <= {p.name: p.read_bytes() for p in tmp_path.iterdir()}.items()


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


def test_the_same_data_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_folder(tmp_path / name, Content([PlanRecord.of(PLAN)]))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    assert {p.name for p in (tmp_path / "a").iterdir()} >= {"dataset.json", "events.csv", "plans.xlsx", "events.ics"}


@pytest.mark.parametrize("cell", ["=1+1", "+7 900", "-", "@SUM(A1)", "\t=1", " =1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_text(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Семинар", "5–9 кл.", "", "1-е полугодие", "а=б"])
def test_what_it_would_not_run_is_left_alone(cell):
    assert harmless(cell) == cell


def test_the_csv_for_spreadsheets():
    stream = io.StringIO()
    write_excel_csv(stream, [PlanRecord.of(PLAN)])
    assert stream.getvalue().startswith("\ufeffФайл;№;Раздел;Событие;")
    first, second = csv.DictReader(io.StringIO(stream.getvalue()[1:], newline=""), delimiter=";")
    assert (first["Начало"], first["Уверенность"]) == ("01.03.2031", "0,85")
    assert first["Предупреждения"] == "перед строкой пропущен номер"
    assert first["Что делать"].startswith("Проверьте")
    assert second["Событие"] == "'=СУММА(A1)\nвторая строка"


def test_the_workbook_has_real_dates_text_filters_and_colours(tmp_path):
    failures = [{"source": "x.pdf", "code": "encrypted", "detail": ""}]
    write_workbook(tmp_path / "plans.xlsx", [PlanRecord.of(PLAN)], failures)
    book = openpyxl.load_workbook(tmp_path / "plans.xlsx")
    assert book.sheetnames == ["События", "Документы", "Сводка", "Не прочитано"]
    sheet = book["События"]
    first, second = (dict(zip([c.value for c in sheet[1]], row, strict=True)) for row in sheet.iter_rows(2, 3))
    assert first["Начало"].value == dt.datetime(2031, 3, 1)
    assert first["Начало"].number_format == "dd.mm.yyyy"
    assert first["Событие"].value == FIRST.title
    assert first["Событие"].fill.fgColor.rgb == "FFFFF2CC"
    assert second["Событие"].fill.fgColor.rgb != "FFFFF2CC"
    assert (second["Событие"].value, second["Событие"].data_type) == ("=СУММА(A1)\nвторая строка", "s")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:T3"
    assert book["Документы"]["I2"].value == 2
    assert [c.value for c in book["Сводка"][2]][:2] == ["2031-03", 1]
    assert book["Не прочитано"]["B2"].value == "документ защищён паролем"


def test_frames_are_typed_and_join(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]), ["json"])
    frames = load(tmp_path)
    assert repr(frames) == "Frames(documents: 1, events: 2, dates: 2, parties: 3, institutions: 2)"
    assert frames.events["start"].tolist() == [pd.Timestamp("2031-03-01"), pd.NaT]
    assert isinstance(frames.events["kind"].dtype, pd.CategoricalDtype)
    assert frames.events["row"].tolist() == [4, pd.NA]
    assert frames.events["sections"][0] == ["Встречи", "Осень"]
    assert frames.dates["start"].isna().tolist() == [True, False]
    assert frames.parties["name"].tolist()[0::2] == ["Вербицкая О.Л.", "Сорокин П.Д."]
    joined = frames.parties.merge(frames.events, on="event_id").merge(frames.documents, on="document_id")
    assert set(joined["source"]) == {"2030/план.docx"}


def test_frames_of_an_empty_dataset_have_their_columns(tmp_path):
    write_folder(tmp_path, Content([]), ["json"])
    frames = load(tmp_path)
    assert list(frames.events.columns)[:3] == ["event_id", "document_id", "order"]
    assert frames.events["start"].dtype.kind == "M"
