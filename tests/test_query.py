"""`extractor query`: SQL over the Parquet files that reads them and nothing else."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from extractor import messages
from extractor.cli import main
from extractor.errors import UsageError
from extractor.exports.folder import Content, write_folder
from extractor.exports.query import ask, overview
from extractor.exports.records import PlanRecord
from extractor.exports.relations import TABLES
from tests.sample_plan import DOCUMENT, FIRST, PLAN, SECOND


@pytest.fixture(params=["parquet", "json"])
def folder(request, tmp_path, monkeypatch):
    """A dataset in one of the two forms that are read; the query is asked from somewhere else."""
    messages.use("ru")
    (tmp_path / "набор").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    write_folder(tmp_path / "набор", Content([PlanRecord.of(PLAN)]), [request.param])
    return tmp_path / "набор"


def call(*arguments: str, code: int = 0, **more):
    result = CliRunner().invoke(main, ["query", *map(str, arguments)], **more)
    assert "Traceback" not in result.output
    assert result.exit_code == code, result.output
    return result


ASKED = {
    "SELECT count(*) FROM events": [(2,)],
    "SELECT title FROM events WHERE start >= DATE '2031-01-01'": [(FIRST.title,)],
    'SELECT year(period_start), "end" - start FROM documents JOIN events USING (document_id) WHERE start IS NOT NULL': [
        (2030, 30)
    ],
    "SELECT name FROM parties WHERE role = 'responsible' AND name IS NOT NULL": [("Вербицкая О.Л.",)],
    "SELECT relation FROM dates ORDER BY seq": [("by",), ("during",)],
    "SELECT s FROM events, unnest(sections) AS t(s) ORDER BY s": [("Встречи",), ("Осень",)],
    "SELECT spans[1].\"end\"::VARCHAR, responsible[1].name FROM events WHERE number = '1.1'": [
        ("2030-09-10", "Вербицкая О.Л.")
    ],
    "SELECT extra['Форма'] FROM events WHERE number = '1.1'": [("очно",)],
    "SELECT i.name FROM event_institutions JOIN institutions i USING (institution_id) WHERE role = 'venue'": [
        ("Детский отдел",)
    ],
    "WITH late AS (FROM events WHERE confidence < 0.9) SELECT kind FROM late": [("deadline",)],
    "SELECT kind FROM events GROUP BY kind ORDER BY kind": [("deadline",), ("unspecified",)],
    "PIVOT (SELECT type, kind FROM events) ON kind USING count(*) ORDER BY type": [
        ("other", 0, 1),
        ("round_table", 1, 0),
    ],
    "FROM document_sources SELECT count(*) WHERE gone": [(1,)],
}


@pytest.mark.parametrize(("sql", "rows"), ASKED.items())
def test_what_is_asked_is_answered(folder, sql, rows):
    assert ask(folder, sql).rows == tuple(rows)


REFUSED = {
    "SELECT * FROM read_csv('/etc/passwd')": "query",
    "SELECT * FROM read_text('{folder}/documents.csv')": "query",
    "SELECT * FROM '{folder}/events.parquet'": "query",
    "SELECT * FROM glob('/*')": "query",
    "SELECT * FROM folder": "query",  # a variable of the program
    "SELECT * FROM 'https://example.org/x.parquet'": "query",
    "SELECT nothing FROM events": "query",
    "SELEC 1": "query",
    "COPY events TO '{folder}/stolen.csv'": "query_writes",
    "ATTACH '{folder}/x.db'": "query_writes",
    "INSTALL httpfs": "query_writes",
    "LOAD httpfs": "query_writes",
    "SET enable_external_access = true": "query_writes",
    "PRAGMA database_list": "query_writes",
    "CREATE TABLE x AS SELECT 1": "query_writes",
    "DROP VIEW events": "query_writes",
    "EXPORT DATABASE '{folder}/x'": "query_writes",
    "SELECT 1; SELECT 2": "query_number",
    "SELECT 1; DROP VIEW events": "query_number",
    "": "query_number",
    "-- nothing": "query_number",
}


@pytest.mark.parametrize(("sql", "code"), REFUSED.items())
def test_what_is_no_question_to_the_dataset_is_refused(folder, sql, code):
    before = {p: p.read_bytes() for p in folder.parent.rglob("*") if p.is_file()}
    with pytest.raises(UsageError) as caught:
        ask(folder, sql.replace("{folder}", str(folder)))
    assert caught.value.code == code
    assert {p: p.read_bytes() for p in folder.parent.rglob("*") if p.is_file()} == before


def test_settings_cannot_be_changed_in_a_query(folder):
    """Were a SET let through, DuckDB itself would still refuse."""
    import duckdb

    from extractor.exports.query import _opened

    with _opened(folder) as connection:
        for setting in ("enable_external_access = true", "lock_configuration = false", "temp_directory = '/tmp'"):
            with pytest.raises(duckdb.Error):
                connection.execute(f"SET {setting}")
        for sql in (f"COPY events TO '{folder}/x.csv'", f"ATTACH '{folder}/x.db'", "INSTALL httpfs", "LOAD httpfs"):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)
    assert not (folder / "x.csv").exists()


def test_a_limit_says_that_there_is_more(folder):
    assert ask(folder, "SELECT 1 FROM events", 1).cut
    assert not ask(folder, "SELECT 1 FROM events", 2).cut
    result = call(folder, "SELECT title FROM events ORDER BY title", "--limit", "1", "--format", "json")
    assert json.loads(result.stdout) == [{"title": SECOND.title}]
    assert "только первая 1 строка" in result.stderr


def test_the_overview_names_tables_columns_and_examples_that_work(folder):
    shown = call(folder).stdout
    for table in TABLES:
        assert f"\n{table.name}" in f"\n{shown}"
    assert "event_parties (parties): Ответственные и участники, 3 строки" in shown
    line = next(line for line in shown.splitlines() if line.split()[:1] == ["period_start"])
    assert line.split() == ["period_start", "DATE", "Начало", "периода"]
    examples = shown.split("Например:\n")[1].strip().splitlines()
    assert len(examples) == 4
    for example in examples:
        ask(folder, example.strip())
    assert {table.name: rows for table, rows, _columns in overview(folder)}["events"] == 2


ALL = (
    "SELECT number, start, \"end\" - start AS days, 0.5::DECIMAL(3,1) AS half, 'NaN'::DOUBLE AS none, sections, extra, "
    "spans, TIME '14:30' AS at, TRUE AS yes FROM events ORDER BY \"order\""
)


def test_json_and_csv_hold_every_kind_of_value(folder):
    first, second = json.loads(call(folder, ALL, "--format", "json").stdout)
    assert first["start"] == "2031-03-01"
    assert (first["days"], first["half"], first["none"], first["at"], first["yes"]) == (30, 0.5, None, "14:30:00", True)
    assert first["sections"] == ["Встречи", "Осень"]
    assert first["extra"] == {"Форма": "очно"}
    assert first["spans"][0] == {"start": None, "end": "2030-09-10", "relation": "by", "precision": "day"}
    assert (second["number"], second["start"], second["sections"]) == (None, None, [])
    row, _second = csv.DictReader(io.StringIO(call(folder, ALL, "--format", "csv").stdout))
    assert (row["start"], row["days"], row["yes"]) == ("2031-03-01", "30", "true")
    assert json.loads(row["sections"]) == first["sections"]


def test_columns_of_one_name_are_told_apart_in_json(folder):
    assert json.loads(call(folder, "SELECT 1 AS a, 2 AS a, 3 AS a, 4 AS b", "-f", "json").stdout) == [
        {"a": 1, "a_1": 2, "a_2": 3, "b": 4}
    ]


def test_a_table_for_people(folder):
    shown = call(folder, "SELECT title, start FROM events WHERE number = '1.1'").stdout
    assert "2031-03-01" in shown
    assert "Круглый стол" in shown


def test_a_query_from_the_input_into_a_file(folder, tmp_path):
    call(folder, "-", "-f", "csv", "-o", tmp_path / "a.csv", input="SELECT id FROM (SELECT event_id AS id FROM events)")
    assert (tmp_path / "a.csv").read_text().splitlines() == ["id", FIRST.id, SECOND.id]


@pytest.mark.parametrize(
    ("sql", "said", "more"),
    [
        ("SELECT titel FROM events", "ошибка в запросе", '"title"'),
        ("DELETE FROM events", "не только читает", "DELETE"),
        ("SELECT 1; SELECT 2", "по одному", "2"),
    ],
)
def test_a_wrong_query_is_said_in_russian_with_duckdb_s_own_words(folder, sql, said, more):
    result = call(folder, sql, code=2)
    first, *rest = result.stderr.splitlines()
    assert said in first
    assert more in "\n".join(rest)


def test_a_folder_without_a_dataset(tmp_path):
    for arguments in (["SELECT 1"], []):
        assert "dataset.json" in call(tmp_path, *arguments, code=1).stderr
    call(tmp_path / "nowhere", "SELECT 1", code=2)


def test_the_dataset_s_period_is_a_date(folder):
    assert ask(folder, "SELECT period_start FROM documents").rows == ((DOCUMENT.period.start,),)
