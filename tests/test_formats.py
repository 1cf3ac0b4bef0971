"""`extractor formats`, as an analyst reads it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from click.testing import CliRunner

from extractor import messages
from extractor.cli import formats, main
from extractor.cli.formats import ANTIWORD, FORMATS, OFFICE, TESSERACT, Tool
from extractor.readers import ROOMS
from extractor.readers.detect import _BY_EXTENSION


@pytest.fixture(autouse=True)
def russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("ru")


def listed(monkeypatch: pytest.MonkeyPatch, programs: tuple[str, ...] = (), packages: tuple[str, ...] = ()) -> str:
    """The command's answer on a Debian with only these programs, without these packages."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name in programs else None)
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name in packages else name)
    result = CliRunner().invoke(main, ["formats"])
    assert result.exit_code == 0
    return result.stdout


def line_of(text: str, name: str) -> tuple[str, str]:
    """A format's line and the one below it."""
    lines = [*text.splitlines(), ""]
    at = next(i for i, line in enumerate(lines) if line[2:].startswith(name + " "))
    return lines[at], lines[at + 1]


def test_everything_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats.TESSERACT.__class__, "here", property(lambda _self: True))
    text = listed(monkeypatch, ("soffice", "antiword", "tesseract"))
    assert all(line.startswith("+") for line in text.splitlines() if "не читаются" not in line)
    assert line_of(text, "Word 97–2003")[0].endswith("собственный разбор, затем LibreOffice, antiword")
    assert line_of(text, "PDF")[0].endswith("собственный разбор (pypdfium2)")


def test_nothing_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    text = listed(monkeypatch, packages=("pypdfium2", "PIL", "msoffcrypto"))
    for name, sign, below in (
        ("Word", "+", "+"),
        ("Word 97–2003", "+", "apt install libreoffice-writer-nogui или apt install antiword"),
        ("RTF", "+", "apt install libreoffice-writer-nogui"),
        ("PDF", "-", 'установить: pip install "plan-extractor"'),
        ("сканы и фотографии", "-", "установить: apt install tesseract-ocr tesseract-ocr-rus"),
        ("под паролем", "-", 'установить: pip install "plan-extractor[passwords]"'),
        ("тексты и таблицы в них", "+", "+ архивы"),
    ):
        line, under = line_of(text, name)
        assert line.startswith(sign), name
        assert below in under, name


def test_the_extra_stands_below_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = listed(monkeypatch, packages=("PIL",)).splitlines()
    at = next(i for i, line in enumerate(lines) if "сканы" in line)
    assert lines[at + 2].strip() == 'установить: pip install "plan-extractor[ocr]"'


@pytest.mark.parametrize(
    ("platform", "tool", "begins"),
    [
        ("linux", OFFICE, "apt install libreoffice"),
        ("win32", OFFICE, ""),
        ("darwin", OFFICE, "brew install"),
        ("linux", TESSERACT, "apt install tesseract-ocr tesseract-ocr-rus"),
        ("win32", TESSERACT, "winget install"),
        ("win32", ANTIWORD, ""),
        ("freebsd14", OFFICE, "apt install"),
    ],
)
def test_how_to_install_it_here(platform: str, tool: Tool, begins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert tool.command.startswith(begins)
    assert bool(tool.command) is bool(begins)


def test_each_reader_is_listed_and_there() -> None:
    assert {one.reader for one in FORMATS} >= set(ROOMS.values())
    assert all(find_spec(f"extractor.readers.{one.reader}") for one in FORMATS)


def test_each_extension_is_one_that_names_are_compared_with() -> None:
    listed_here = {extension for one in FORMATS for extension in one.extensions.split()}
    assert listed_here - {"xml"} <= set(_BY_EXTENSION)


def test_in_english() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "formats"])
    assert "own reader" in result.stdout and "разбор" not in result.stdout
