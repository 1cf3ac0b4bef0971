"""Workbooks as schools keep them: what Excel shows is read, in XLSX, ODS and XLS alike."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.pipeline import extract
from extractor.readers import Limits, read
from extractor.readers.sheets.biff import read_views
from extractor.readers.sheets.looks import Look, Shown, shown_by
from extractor.readers.sheets.values import cell_text
from tests.makers import workbooks
from tests.sheet_maker import make_xlsx

DAY = dt.datetime(2023, 3, 5, 14, 30)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("dd.mm.yyyy", "05.03.2023"),
        ("[$-FC19]d mmmm yyyy \\г.;@", "05.03.2023"),
        ("dd/mm/yy", "05.03.2023"),
        ("d mmm", "05.03"),
        ("[$-419]d mmmm;@", "05.03"),
        ("mmm-yy", "март 2023"),
        ("[$-419]mmmm yyyy;@", "март 2023"),
        ("mmmm", "март"),
        ("yyyy", "2023"),
        ("dddd", "воскресенье"),
        ("dddd, d mmmm", "05.03"),
        ("dd.mm.yyyy h:mm", "05.03.2023 14:30"),
        ("d mmm h:mm AM/PM", "05.03 14:30"),
        ("h:mm", "14:30"),
        ("General", "05.03.2023 14:30"),
    ],
)
def test_a_date_is_what_its_format_shows(code: str, text: str) -> None:
    assert cell_text(DAY, Look(moment=shown_by(code))) == text


@pytest.mark.parametrize("code", ["General", "0.00", "# ##0 \"дн.\"", "0%", "@", "\"mm\"0", "", "0.0E+00"])  # fmt: skip
def test_formats_of_numbers_show_no_dates(code: str) -> None:
    assert shown_by(code) is None


@pytest.mark.parametrize(
    ("value", "look", "text"),
    [
        (dt.date(2023, 3, 5), Look(moment=Shown(year=False)), "05.03"),
        (dt.time(9, 5), Look(moment=shown_by("h:mm")), "09:05"),
        (dt.time(9, 5), Look(moment=shown_by("dd.mm.yyyy")), "09:05"),
        (dt.datetime(2023, 3, 5), Look(moment=shown_by("dd.mm.yyyy h:mm")), "05.03.2023"),
        (0.5, Look(percent=True), "50%"),
        (0.125, Look(percent=True), "12,5%"),
        (7.0, Look(zeros=3), "007"),
        (7.5, Look(zeros=3), "7,5"),
        (True, Look(percent=True), "да"),
        ("май", Look(percent=True, zeros=2), "май"),
    ],
)
def test_values_in_their_formats(value: object, look: Look, text: str) -> None:
    assert cell_text(value, look) == text


def facts(data: bytes, name: str) -> list[tuple[object, ...]]:
    return [
        (e.number, e.title, e.date.edtf, e.sections, tuple(p.text for p in e.responsible))
        for e in extract(data, name=name).events
    ]


@pytest.mark.parametrize("name", workbooks.ALL)
def test_plans_in_workbooks(name: str) -> None:
    data = workbooks.ALL[name]()
    assert facts(data, "plan.xlsx") == workbooks.GOLD[name]
    assert extract(data, name="plan.xlsx").document.title == workbooks.TITLES[name]


def test_what_else_a_workbook_says() -> None:
    system = extract(workbooks.system(), name="plan.xlsx")
    assert system.document.warnings == ("hidden_rows",) and system.document.goals == ("развитие чтения",)
    assert [dict(e.extra)["Охват, %"] for e in system.events] == ["50%", "100%", "75%", "90%"]
    times = [e.date.times for e in extract(workbooks.library(), name="plan.xlsx").events]
    assert times == [("11:00",), ("14:30",), ("16:00-20:00",), ()]


def converted(folder: Path) -> Path:
    """All workbooks as ODS and XLS, by LibreOffice."""
    for name, make in workbooks.ALL.items():
        (folder / f"{name}.xlsx").write_bytes(make())
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in workbooks.ALL]
    for kind in ("ods", "xls"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_plans_as_ods_and_xls(tmp_path: Path) -> None:
    folder = converted(tmp_path)
    for name in workbooks.ALL:
        for kind in ("ods", "xls"):
            data = (folder / f"{name}.{kind}").read_bytes()
            assert facts(data, f"plan.{kind}") == workbooks.GOLD[name], (name, kind)
            assert extract(data, name=f"plan.{kind}").document.title == workbooks.TITLES[name], (name, kind)
    assert read((folder / "system.ods").read_bytes()).warnings == ("hidden_rows",)
    assert read((folder / "system.xls").read_bytes()).warnings == ("hidden_rows",)


def test_views_of_broken_files_are_empty() -> None:
    whole = (Path(__file__).parent / "data" / "sheets" / "plan.xls").read_bytes()
    assert read_views(whole)
    assert read_views(whole[:600]) == {} and read_views(b"") == {} and read_views(b"PK\x03\x04" * 200) == {}


def test_the_sheet_names_of_a_workbook_head_it() -> None:
    body = [["№", "Мероприятие", "Срок"], [1, "Игра", "май"]]
    assert [p.text for p in read(make_xlsx({"План на 2024 год": body})).heads] == ["План на 2024 год"]
    assert read(make_xlsx({"План": body})).heads == ()


def test_a_title_on_all_sheets_is_one_title() -> None:
    def sheet(last: str) -> list[list[object]]:
        return [["План кружка на 2024 год"], [last], [], ["№", "Дело", "Срок"], [1, "Игра", "5"], [2, "Бал", "7"]]

    blocks = read(make_xlsx({"Май": sheet("Цой В.Е."), "Июнь": sheet("Ли Т.А.")}), limits=Limits()).blocks
    texts = [b.text if hasattr(b, "text") else "[table]" for b in blocks]
    assert texts == ["План кружка на 2024 год", "Май", "Цой В.Е.", "[table]", "Июнь", "Ли Т.А.", "[table]"]
