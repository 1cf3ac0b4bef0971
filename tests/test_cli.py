"""The command line: languages, exit codes, shapes of output, and one line for a bad file."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor import messages
from extractor.cli import COMMANDS, main
from extractor.cli.config import Config, find_config
from extractor.cli.summary import summary
from extractor.errors import ExtractorError, UsageError
from extractor.importing import run as importing
from extractor.importing.outcome import ImportReport, Outcome
from extractor.messages.codes import ERRORS, WARNINGS, error_line
from tests import fake_reader
from tests.sample_plan import PLAN

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def somewhere(tmp_path, monkeypatch):
    """A folder without plan-extractor.toml, a locale that is not English, and the fake reader."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("extractor.cli.extract.load_extract", lambda: fake_reader.extract)
    monkeypatch.setattr(
        importing, "ImportOptions", partial(importing.ImportOptions, extract=fake_reader.EXTRACT, memory=1024)
    )
    yield tmp_path
    messages.use("ru")


def call(*arguments: str, code: int = 0, **more):
    result = CliRunner().invoke(main, list(arguments), **more)
    assert "Traceback" not in result.output
    assert result.exit_code == code, result.output
    return result


def plan_file(folder: Path, name: str = "план.txt", text: str = "План работы\nСеминар библиотекарей\n") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(name):
    russian, english = call(name, "--help").stdout, call(name, "--help", "--lang", "en").stdout
    assert russian.startswith("Вызов:")
    assert english.startswith("Usage:")
    assert not any("а" <= letter <= "я" for letter in re.sub("«[^»]*»", "", english.lower()))
    for heading in ("Options:", "Usage:", "[OPTIONS]", "Show this message"):
        assert heading in english
        assert heading not in russian


def test_the_list_of_commands_speaks_both_languages_one_after_the_other():
    assert "Команды:" in call("--help").stdout
    assert "Commands:" in call("--lang", "en", "--help").stdout
    assert "Команды:" in call("--help").stdout


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "ru"),
        ({"LANG": "C.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "ru"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ru_RU.UTF-8"}, "ru"),
    ],
)
def test_the_locale_chooses_the_language(environment, language):
    assert messages.preferred(environment) == language
    heading = {"ru": "Вызов:", "en": "Usage:"}[language]
    assert call("--help", env=environment).stdout.startswith(heading)


@pytest.mark.parametrize(
    "line", [["--lang", "en", "extract", "x"], ["extract", "--lang=en", "x"], ["extract", "x", "--lang", "en"]]
)
def test_the_language_may_stand_anywhere(line):
    assert call(*line, code=1).stderr == "x: there is no such file. Check the name.\n"


def test_after_two_dashes_all_are_files(somewhere):
    plan_file(somewhere, "--lang")
    assert "Семинар" in call("extract", "--", "--lang").stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["--lang", "de", "formats"], "Неверное значение"),
        (["nonsense"], "Нет команды 'nonsense'"),
        (["extract"], "Не хватает аргумента"),
        (["extract", "--format", "xml", "a"], "нужно одно из"),
        (["import", "."], "Не хватает ключа"),
        (["import", "no-such-folder", "-o", "out"], "не существует"),
        (["import", ".", "-o", "out", "--workers", "0"], "вне пределов"),
        (["import", ".", "-o", "out", "--timeout", "soon"], "это не число"),
        (["formats", "--mappings", "no-such-folder"], "ошибка в файле справочника"),
    ],
)
def test_wrong_usage_is_told_in_russian_with_code_2(line, said):
    assert said in call(*line, code=2).stderr


def test_a_table_shows_head_and_events(somewhere):
    shown = call("extract", plan_file(somewhere), env={"COLUMNS": "100"}).stdout
    for text in ("План работы", "01.09.2030 – 31.08.2031", "Семинар библиотекарей", "02.09.2030", "1 событие"):
        assert text in shown


def test_a_table_in_english(somewhere):
    shown = call("extract", plan_file(somewhere), "--lang", "en").stdout
    assert "Period: " in shown
    assert "1 event" in shown


def test_a_full_plan_is_shown_with_all_that_people_look_for(monkeypatch, somewhere):
    monkeypatch.setattr("extractor.cli.extract.load_extract", lambda: lambda _data, name, **_how: PLAN.renamed(name))
    shown = call("extract", plan_file(somewhere), env={"COLUMNS": "200"}).stdout
    for text in ("Утверждено: директор Вербицкая О.Л., 30.08.2030, № 17-од", "до 10.09.2030", "Встречи / Осень"):
        assert text in shown
    for text in ("детский отдел", "перед строкой пропущен номер", "14:30", "Рассмотрено: педагогический совет, № 1"):
        assert text in shown


def test_an_explanation_names_rules_texts_and_what_is_left(monkeypatch, somewhere):
    monkeypatch.setattr("extractor.cli.extract.load_extract", lambda: lambda _data, name, **_how: PLAN.renamed(name))
    shown = call("extract", plan_file(somewhere), "--explain", env={"COLUMNS": "200"}).stdout
    for text in ("deadline, month", "уточнить", "страница 2, таблица 1, строка таблицы 4", "в «название»", "0.85"):
        assert text in shown
    assert "number_gap: перед строкой пропущен номер. Проверьте" in shown


def test_json_of_one_file_and_of_several(somewhere):
    one = json.loads(call("extract", plan_file(somewhere), "--format", "json").stdout)
    assert set(one) == {"schema_version", "document", "events"}
    assert one["document"]["source"] == "план.txt"
    names = [plan_file(somewhere), plan_file(somewhere, "b.txt", "Другой\nСовет\n")]
    several = json.loads(call("extract", *names, "--format", "json").stdout)
    assert set(several) == {"schema_version", "documents", "events"}
    assert {e["document_id"] for e in several["events"]} == {d["id"] for d in several["documents"]}


def test_csv_has_a_row_an_event(somewhere):
    rows = list(csv.DictReader(io.StringIO(call("extract", plan_file(somewhere), "-f", "csv").stdout)))
    assert [(row["title"], row["start"]) for row in rows] == [("Семинар библиотекарей", "2030-09-02")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("REFUSE", "bad.txt: документ защищён паролем. Укажите пароль в --password или сохраните документ без него.\n"),
        ("RECURSE", "bad.txt: документ требует больше дозволенного (RecursionError). "),
        ("RAISE", "bad.txt: программа не справилась с этим документом (Local: нечто, fake_reader.py:"),
    ],
)
def test_a_bad_file_costs_one_line_and_the_others_go_on(somewhere, text, line):
    names = [plan_file(somewhere, "bad.txt", text), "missing.txt", plan_file(somewhere)]
    result = call("extract", *names, "--format", "json", code=1)
    assert result.stderr.startswith(line)
    assert "missing.txt: такого файла нет. Проверьте имя.\n" in result.stderr
    assert result.stderr.count("\n") == 2
    assert [d["source"] for d in json.loads(result.stdout)["documents"]] == ["план.txt"]


def test_one_bad_file_alone_writes_nothing(somewhere):
    assert call("extract", plan_file(somewhere, "bad.txt", "REFUSE"), "-f", "json", code=1).stdout == ""


def test_an_interruption_ends_with_130(monkeypatch, somewhere):
    def interrupted(_data: bytes, name: str, **_how: object) -> None:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr("extractor.cli.extract.load_extract", lambda: interrupted)
    assert call("extract", plan_file(somewhere), code=130).stderr == "Прервано.\n"


def test_import_tells_what_it_did(somewhere):
    (somewhere / "in").mkdir()
    plan_file(somewhere / "in")
    plan_file(somewhere / "in", "bad.txt", "REFUSE")
    plan_file(somewhere / "in", "notes.py")
    result = call("import", "in", "-o", "out", code=1)
    for text in ("Документов: 1, событий: 1", "нет ответственного (responsible_missing)", "план.txt: 1"):
        assert text in result.stdout
    assert "1 файл другого рода пропущен" in result.stdout
    assert "документ защищён паролем (encrypted). Укажите пароль в --password" in result.stdout
    assert result.stderr.splitlines() == [
        "Файлов к чтению: 2",
        "bad.txt: документ защищён паролем",
        "Прочитано 2 из 2; идёт запись набора данных",
    ]
    assert json.loads(Path("out/dataset.json").read_text("utf-8"))["events"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.txt": "План\nсобытие"}, 0),
        ({"a.txt": "План\nсобытие", "b.txt": "REFUSE"}, 1),
        ({"b.txt": "REFUSE"}, 3),
        ({}, 3),
    ],
)
def test_exit_codes_of_import(somewhere, files, code):
    (somewhere / "in").mkdir()
    for name, text in files.items():
        plan_file(somewhere / "in", name, text)
    call("import", "in", "-o", "out", code=code)


def test_a_dry_run_lists_and_writes_nothing(somewhere):
    (somewhere / "in").mkdir()
    plan_file(somewhere / "in")
    assert call("import", "in", "-o", "out", "--dry-run").stdout == "план.txt\n"
    assert not Path("out").exists()


def test_paths_may_come_from_the_standard_input(somewhere):
    (somewhere / "in").mkdir()
    plan_file(somewhere / "in")
    plan_file(somewhere, "b.txt", "Другой\n")
    assert call("import", "-", "-o", "out", "--dry-run", input="in\nb.txt\n\n").stdout == "b.txt\nin/план.txt\n"


def test_an_output_that_cannot_be_written_is_one_line(somewhere):
    plan_file(somewhere)
    plan_file(somewhere, "file")
    assert "Ошибка" in call("import", "план.txt", "-o", "file", code=2).stderr
    assert "file/out: не удаётся записать" in call("import", "план.txt", "-o", "file/out", code=3).stderr


def test_a_summary_of_an_interrupted_run_says_so():
    messages.use("ru")
    report = ImportReport((Outcome("a", sha256="a", events=2),), interrupted=True, unread=22)
    lines = list(summary(report, Path("out")))
    assert lines[0] == "Прервано: прочитанное сохранено. Та же команда продолжит с этого места."
    assert "До 22 файлов дело не дошло" in lines


def test_many_failures_of_one_reason_are_counted():
    messages.use("ru")
    failures = tuple(Outcome(f"{n:02d}", "damaged") for n in range(13))
    lines = list(summary(ImportReport(failures), Path("out")))
    assert "     13  файл повреждён (damaged). Откройте его в офисной программе и сохраните заново." in lines
    assert "         … и ещё 3: см. quarantine/reasons.csv" in lines


def test_schema_is_printed():
    assert json.loads(call("schema").stdout)["$schema"].endswith("2020-12/schema")


def test_a_config_is_found_above_and_its_paths_are_its_own(somewhere):
    (somewhere / "plan-extractor.toml").write_text('mappings = "ours"\nlang = "en"\ntimeout = 5\n')
    (somewhere / "a/b").mkdir(parents=True)
    assert find_config(somewhere / "a/b") == Config(mappings=somewhere / "ours", lang="en", timeout=5)


def test_a_config_sets_language_and_mappings(somewhere):
    (somewhere / "ours").mkdir()
    (somewhere / "ours/file_names.yaml").write_text("passed_over: ['*.txt']")
    (somewhere / "plan-extractor.toml").write_text('mappings = "ours"\nlang = "en"\n')
    plan_file(somewhere)
    from extractor import mappings

    try:
        assert "Nothing was imported" in call("import", ".", "-o", "out", code=3).stdout
        assert call("--help", "--lang", "ru").stdout.startswith("Вызов:")
    finally:
        mappings.use()


@pytest.mark.parametrize("text", ["colour = 1", "workers = 'many'", "workers = true", "lang ="])
def test_a_wrong_config_is_one_line(somewhere, text):
    (somewhere / "plan-extractor.toml").write_text(text)
    with pytest.raises(UsageError):
        find_config()
    assert "plan-extractor.toml: параметры не подходят друг к другу" in call("formats", code=2).stderr


@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_codes_are_sentences_in_both_languages(code):
    meaning = ERRORS.get(code) or WARNINGS[code]
    messages.use("ru")
    russian = (meaning.said, meaning.advised)
    messages.use("en")
    assert (meaning.said, meaning.advised) == (meaning.what, meaning.remedy) != russian
    assert all(text and "\n" not in text for text in russian)


def test_an_unknown_code_is_still_a_sentence():
    messages.use("ru")
    assert error_line(ExtractorError("нечто", source="a", code="new")).startswith(
        "a: файл не удалось прочитать (нечто)."
    )


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 событие"), (3, "3 события"), (11, "11 событий"), (22, "22 события")]
)
def test_numbers_agree(count, text):
    messages.use("ru")
    assert messages.plural("{n} event", "{n} events", count) == text


def test_the_catalogue_is_whole():
    check = [sys.executable, str(ROOT / "scripts/messages.py"), "--check"]
    result = subprocess.run(check, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_help_loads_nothing_heavy():
    code = "import sys; from extractor.cli import main; main(['extract', '--help'], standalone_mode=False)\n"
    code += "print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"pandas", "numpy", "rich", "lxml", "yaml", "pymorphy3", "extractor.pipeline"}.isdisjoint(loaded)
