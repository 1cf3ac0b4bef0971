"""An import into PostgreSQL through the command line: the same files as with SQLite, and nothing read twice."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor import messages
from extractor.cli import main
from extractor.importing import run as importing
from extractor.store import open_store, store_place
from tests import fake_reader
from tests.postgres import PASSWORD

PLANS = {
    "школа/план.txt": "План школы\nСеминар библиотекарей\nКонкурс чтецов",
    "школа/копия.txt": "План школы\nСеминар библиотекарей\nКонкурс чтецов",
    "лицей.txt": "План лицея\nКонкурсы рисунков",
    "под паролем.txt": "REFUSE",
}


@pytest.fixture(autouse=True)
def _somewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(
        importing, "ImportOptions", partial(importing.ImportOptions, extract=fake_reader.EXTRACT, memory=1024)
    )
    for source, text in PLANS.items():
        path = tmp_path / "планы" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    yield
    messages.use("ru")


def call(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert "Traceback" not in result.output
    assert PASSWORD not in result.output
    assert result.exit_code == code, result.output
    return result.output


def files(folder: str) -> dict[str, bytes]:
    """The dataset's files in words: those with the day or the machine in them are not compared."""
    return {
        path.name: path.read_bytes() for path in Path(folder).iterdir() if path.suffix in (".csv", ".json", ".jsonl")
    }


def test_an_import_into_postgresql_gives_what_one_into_sqlite_gives(postgres_url, monkeypatch):
    call("import", "планы", "-o", "один", "--workers", "1", code=1)
    call("import", "планы", "-o", "два", "--workers", "1", "--store", postgres_url, code=1)
    assert files("один")
    assert files("два") == files("один")
    assert not Path("два/plans.db").exists()
    assert PASSWORD not in Path("два/store.toml").read_text(encoding="utf-8")

    monkeypatch.setenv("PGPASSWORD", PASSWORD)  # the folder remembers where its store is, not the password
    Path("планы/лицей.txt").write_text("План лицея\nФестиваль", encoding="utf-8")
    for folder in ("один", "два"):
        call("import", "планы", "-o", folder, "--workers", "1", code=1)
    assert files("два") == files("один")
    assert "Фестиваль" in call("search", "два", "фестивали")
    assert "Конкурс чтецов" in call("search", "два", "чтец", "--institution", "", "--from", "2030-09-01")
    with open_store(store_place(Path("два")), read_only=True) as store:
        assert store.size() == (2, 3)
        assert store.duplicates() == {"школа/план.txt": "школа/копия.txt"}


def test_a_server_that_is_not_there_is_one_line(postgres_server):  # noqa: ARG001 (psycopg is there)
    said = call("import", "планы", "-o", "набор", "--store", f"postgresql://a:{PASSWORD}@/x?host=/nowhere", code=3)
    assert "PostgreSQL" in said
    assert not list(Path("набор").glob("*.csv"))
