"""Documents under a password: asked for in the message, opened with the right one."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.blocks import paragraphs
from extractor.cli import main
from extractor.errors import MissingToolError, ReadError
from extractor.readers import read, unlock
from tests.makers import opendocument as od
from tests.makers.hostile import good_docx, good_xlsx, locked_pdf
from tests.sheet_maker import pack

RIGHT = "secret"


def locked_office(data: bytes) -> bytes:
    """As Word locks it (agile encryption)."""
    pytest.importorskip("msoffcrypto")
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(RIGHT, out)
    return out.getvalue()


def padded(data: bytes) -> bytes:
    """Long enough for a stream of its own: msoffcrypto writes shorter ones wrong."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    return pack({**parts, "media/noise.bin": random.Random(1).randbytes(9000)})


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {
        "locked.pdf": locked_pdf(RIGHT),
        "locked.docx": locked_office(padded(good_docx())),
        "locked.xlsx": locked_office(padded(good_xlsx())),
    }


@pytest.mark.parametrize("name", ["locked.pdf", "locked.docx", "locked.xlsx"])
def test_the_right_password_opens_and_others_do_not(files: dict[str, bytes], name: str) -> None:
    for passwords, code in (((), "encrypted"), (("wrong",), "wrong_password")):
        with pytest.raises(ReadError) as caught:
            read(files[name], name=name, passwords=passwords)
        assert caught.value.code == code
    document = read(files[name], name=name, passwords=("wrong", RIGHT))
    assert "Plan" in _text(document) or "План" in _text(document)
    assert "format_mismatch" not in document.warnings


def _text(document) -> str:
    return " ".join(p.full_text for p in paragraphs(document.blocks))


def test_a_password_is_no_harm_to_an_open_document() -> None:
    assert read(good_docx(), passwords=("x",)) == read(good_docx())


def test_what_no_password_opens_is_told() -> None:
    locked = od.odt("", more={"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"})
    with pytest.raises(ReadError) as caught:
        read(locked, passwords=(RIGHT,))
    assert caught.value.code == "unsupported_encryption"


def test_without_the_extra_its_installation_is_told(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "msoffcrypto", None)
    with pytest.raises(MissingToolError) as caught:
        read(files["locked.docx"], passwords=(RIGHT,))
    assert caught.value.detail == unlock.HINT


@pytest.mark.parametrize("name", ["locked.docx", "locked.pdf"])
def test_damaged_locked_documents_are_errors(files: dict[str, bytes], name: str) -> None:
    data = files[name]
    for cut in range(600, len(data), len(data) // 20):
        with pytest.raises(ReadError):
            read(data[:cut], passwords=(RIGHT,))
            raise ReadError("a file cut off may still be whole")


def test_the_message_asks_for_it(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(files["locked.docx"])
    runner = CliRunner()
    asked = runner.invoke(main, ["extract", str(path), "--lang", "ru"])
    assert asked.exit_code == 1
    assert "документ защищён паролем. Укажите пароль в --password" in asked.stderr
    wrong = runner.invoke(main, ["extract", str(path), "--password", "нет", "--lang", "ru"])
    assert "пароль к документу не подходит" in wrong.stderr
    opened = runner.invoke(main, ["extract", str(path), "--password", RIGHT, "--format", "csv"])
    assert opened.exit_code == 0
    assert "Слёт юннатов" in opened.stdout
