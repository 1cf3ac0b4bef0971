"""What an analyst sees of an import: progress, summary, what to do next, the quarantine, exports from the store."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor import messages
from extractor.cli import main
from extractor.cli import progress as progress_module
from extractor.cli.import_ import exit_code
from extractor.cli.progress import PlainLines, watching
from extractor.cli.summary import summary
from extractor.importing import quarantine
from extractor.importing import run as importing
from extractor.importing.outcome import ImportReport, Outcome
from extractor.importing.quarantine import LARGEST, SOUND, copy_name, settle
from extractor.messages.codes import ERRORS
from extractor.store import Change, Failure
from tests import fake_reader


@pytest.fixture(autouse=True)
def somewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    messages.use("ru")
    monkeypatch.setattr(
        importing, "ImportOptions", partial(importing.ImportOptions, extract=fake_reader.EXTRACT, memory=1024)
    )
    (tmp_path / "in").mkdir()
    write("план.txt", "План\nСеминар\nСовещание")
    yield tmp_path
    messages.use("ru")


def write(name: str, text: str) -> bytes:
    Path("in", name).write_text(text, encoding="utf-8")
    return text.encode()


def call(*arguments: str, code: int = 0):
    result = CliRunner().invoke(main, ["--lang", "ru", *arguments])
    assert "Traceback" not in result.output
    assert result.exit_code == code, result.output
    return result


def reasons() -> list[list[str]]:
    text = Path("out/quarantine/reasons.csv").read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


# --- the second run --------------------------------------------------------------------------------------------------


def test_a_second_run_says_what_is_known_and_that_all_is_current():
    assert "известно" not in call("import", "in", "-o", "out").stdout
    said = call("import", "in", "-o", "out").stdout
    assert "Документов: 1, событий: 2" in said
    assert "Прочитано сейчас: 0, известно с прошлых запусков: 1" in said
    assert "Набор данных в out уже свежий: записывать нечего." in said
    assert "Файлы:" not in said


def test_a_second_run_says_what_has_changed():
    write("другой.txt", "План\nЛекция")
    call("import", "in", "-o", "out")
    write("план.txt", "План\nСеминар")
    write("новый.txt", "План нового\nУрок")
    Path("in/другой.txt").unlink()
    said = call("import", "in", "-o", "out").stdout
    assert "Файлы: новых 1, изменённых 1, вернувшихся 0, пропавших 1" in said
    assert "--prune" in said
    assert "--prune" not in call("import", "in", "-o", "out", "--prune").stdout
    assert "Документов: 2" in call("import", "in", "-o", "out").stdout


def test_a_dry_run_tells_what_is_known_and_what_is_gone():
    write("другой.txt", "План\nЛекция")
    call("import", "in", "-o", "out")
    write("план.txt", "План\nСеминар")
    Path("in/другой.txt").unlink()
    result = call("import", "in", "-o", "out", "--dry-run")
    assert result.stdout == "план.txt\n"
    assert result.stderr.splitlines() == ["К чтению: 1, известно: 0, пропало: 1", "пропал: другой.txt"]


def test_retry_tries_all_failures():
    write("плохой.txt", "DAMAGED")
    call("import", "in", "-o", "out", code=1)
    assert "Файлов к чтению: 0" in call("import", "in", "-o", "out", code=1).stderr
    assert "Файлов к чтению: 1" in call("import", "in", "-o", "out", "--retry", code=1).stderr


def test_what_to_do_next_follows_from_what_happened():
    assert "Что делать дальше:" in call("import", "in", "-o", "out").stdout  # somebody is responsible for nothing
    write("плохой.txt", "DAMAGED")
    said = call("import", "in", "-o", "out", "-f", "csv", code=1).stdout
    assert "Откройте out/quarantine/reasons.csv" in said.replace("\\", "/")
    assert "--retry" in said
    assert "plans.xlsx" not in said


def test_the_summary_of_nothing_advises_nothing():
    assert list(summary(ImportReport(), Path("out"))) == [
        "Ничего не импортировано: не удалось прочитать ни одного документа."
    ]


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (ImportReport((Outcome("a"),), documents_in_all=1), 0),
        (ImportReport((Outcome("a"), Outcome("b", "damaged")), documents_in_all=1), 1),
        (ImportReport((Outcome("b", "damaged"),)), 3),
        (ImportReport((), documents_in_all=5, change=Change(gone=("x",))), 0),
        (ImportReport((Outcome("a"),), documents_in_all=1, interrupted=True), 130),
    ],
)
def test_exit_codes(report, code):
    assert exit_code(report) == code


def test_ctrl_c_while_the_dataset_is_written(monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "publish", interrupted)
    assert "Прервано: прочитанное сохранено" in call("import", "in", "-o", "out", code=130).stderr


# --- progress --------------------------------------------------------------------------------------------------------


def test_plain_lines_come_now_and_then(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: now[0])
    stream = io.StringIO()
    lines = PlainLines(stream)
    lines.found(1000)
    for number in range(1000):
        now[0] += 0.05
        lines.done(Outcome(f"{number}"))
    told = stream.getvalue().splitlines()
    assert told[0] == "Файлов к чтению: 1000"
    assert told[1] == "Прочитано 200 из 1000, 20.0/с, осталось около 0:40"
    assert told[-1] == "Прочитано 1000 из 1000; идёт запись набора данных"
    assert len(told) == 6


def test_not_every_failure_is_told_as_it_happens():
    stream = io.StringIO()
    lines = PlainLines(stream)
    lines.found(100)
    for number in range(100):
        lines.done(Outcome(f"{number}", "damaged"))
    told = stream.getvalue().splitlines()
    assert told.count("5: файл повреждён") == 1
    assert told[-2:] == [
        "Остальные неудачи будут перечислены в конце.",
        "Прочитано 100 из 100; идёт запись набора данных",
    ]
    assert len(told) == 23


def test_a_terminal_gets_a_bar():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with watching(stream) as watcher:
        watcher.found(2)
        watcher.done(Outcome("хороший.txt"))
        watcher.done(Outcome("плохой [1].txt", "damaged"))
    assert "плохой [1].txt: файл повреждён" in stream.getvalue()


# --- the quarantine --------------------------------------------------------------------------------------------------


def test_what_failed_lies_in_the_quarantine_with_its_reason():
    data = write("=плохой.TXT", "DAMAGED")
    write("тайный.txt", "REFUSE")
    write("копия.txt", "DAMAGED")
    call("import", "in", "-o", "out", code=1)
    digest = hashlib.sha256(data).hexdigest()
    assert sorted(p.name for p in Path("out/quarantine").iterdir()) == [f"{digest[:16]}.txt", "reasons.csv"]
    assert Path(f"out/quarantine/{digest[:16]}.txt").read_bytes() == data
    head, *rows = reasons()
    assert head == ["Файл", "Копия", "SHA-256", "Код", "Причина", "Подробности", "Что делать"]
    assert [row[:4] for row in rows] == [
        ["'=плохой.TXT", f"{digest[:16]}.txt", digest, "damaged"],
        ["копия.txt", f"{digest[:16]}.txt", digest, "damaged"],
        ["тайный.txt", "", hashlib.sha256(b"REFUSE").hexdigest(), "encrypted"],
    ]
    assert rows[0][4] == "файл повреждён"
    assert all(row[6] for row in rows)


def test_a_file_that_is_mended_leaves_the_quarantine():
    write("плохой.txt", "DAMAGED")
    call("import", "in", "-o", "out", code=1)
    write("плохой.txt", "План\nЛекция")
    call("import", "in", "-o", "out")
    assert not Path("out/quarantine").exists()


def test_what_somebody_else_put_into_the_quarantine_stays():
    write("плохой.txt", "DAMAGED")
    call("import", "in", "-o", "out", code=1)
    Path("out/quarantine/заметки.txt").write_text("позвонить в школу 5")
    write("плохой.txt", "План\nЛекция")
    call("import", "in", "-o", "out")
    assert [p.name for p in Path("out/quarantine").iterdir()] == ["заметки.txt"]


def test_a_copy_that_was_lost_is_made_again():
    data = write("плохой.txt", "DAMAGED")
    call("import", "in", "-o", "out", code=1)
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.txt"
    Path("out/quarantine", name).unlink()
    call("import", "in", "-o", "out", code=1)
    assert Path("out/quarantine", name).read_bytes() == data


@pytest.mark.parametrize(
    ("source", "code", "name"),
    [
        ("план.docx", "damaged", "a" * 16 + ".docx"),
        ("архив.zip!/папка/ПЛАН.DOC", "timeout", "a" * 16 + ".doc"),
        ("план", "crashed", "a" * 16),
        ("план.что-то", "damaged", "a" * 16),
        ("план.docx", "encrypted", None),
        ("план.docx", "missing_tool", None),
        ("план.rar", "archive", None),
    ],
)
def test_what_is_copied_and_under_which_name(source, code, name):
    assert copy_name(Failure(source, code, sha256="a" * 64)) == name


def test_bytes_that_were_never_had_are_not_copied():
    assert copy_name(Failure("a", "damaged")) is None


def test_large_files_get_a_line_and_no_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(quarantine, "LARGEST", 10)
    path = tmp_path / "большой.bin"
    path.write_bytes(b"x" * 11)
    failure = Failure("большой.bin", "damaged", sha256=hashlib.sha256(path.read_bytes()).hexdigest(), path=str(path))
    settle(tmp_path, [failure])
    assert [p.name for p in (tmp_path / "quarantine").iterdir()] == ["reasons.csv"]
    assert LARGEST > 10_000_000


def test_the_reasons_are_a_closed_list():
    assert set(ERRORS) >= SOUND


def test_a_file_of_an_archive_is_put_aside(tmp_path):
    import zipfile

    with zipfile.ZipFile("in/планы.zip", "w") as package:
        package.writestr("плохой.txt", "DAMAGED внутри".replace(" внутри", ""))
    call("import", "in", "-o", "out", code=1)
    (row,) = reasons()[1:]
    assert row[0] == "планы.zip!/плохой.txt"
    assert (tmp_path / "out/quarantine" / row[1]).read_text() == "DAMAGED"


# --- exports ---------------------------------------------------------------------------------------------------------


def test_export_writes_from_the_store():
    call("import", "in", "-o", "out", "-f", "csv")
    assert not Path("out/dataset.json").exists()
    call("export", "out", "-f", "json", "-o", "elsewhere")
    assert len(json.loads(Path("elsewhere/dataset.json").read_text("utf-8"))["events"]) == 2
    call("import", "in", "-o", "clean", "-f", "json")
    assert Path("elsewhere/dataset.json").read_bytes() == Path("clean/dataset.json").read_bytes()


def test_export_writes_from_the_json_where_there_is_no_store():
    call("import", "in", "-o", "out", "-f", "json")
    Path("out/plans.db").unlink()
    call("export", "out", "-f", "csv")
    assert Path("out/events.csv").is_file()


def test_export_of_an_empty_folder_is_one_line():
    Path("empty").mkdir()
    assert "такого файла нет" in call("export", "empty", "-f", "csv", code=1).stderr
