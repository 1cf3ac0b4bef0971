"""ZIP archives are opened as folders: names, nesting, limits, and what is broken inside."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main
from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.importing.preview import preview
from extractor.importing.run import ImportOptions, run_import
from extractor.readers import Limits, read
from extractor.readers.archive import entry_names, is_archive, members
from tests.makers.word import docx, para
from tests.sheet_maker import make_xlsx, pack

PLAN = (
    "План работы библиотеки на 2030-2031 учебный год\n№\tМероприятие\tСроки\tОтветственный\n"
    "1\t{}\t5 октября\tЗаяц А.Б.\n2\tВыставка\t7 мая\tДробот В.Г.\n"
)


def plan(title: str = "Семинар") -> bytes:
    return PLAN.format(title).encode()


def named(raw: bytes, data: bytes = b"x", *, flag: int = 0, extra: bytes = b"") -> bytes:
    """An archive of one file whose name is these bytes: zipfile itself writes only ASCII and UTF-8."""
    stand_in = "n" * len(raw)
    info = zipfile.ZipInfo(stand_in)
    info.extra = extra
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, data)
    packed = bytearray(out.getvalue().replace(stand_in.encode(), raw))
    packed[6] |= flag & 0xFF
    packed[7] |= flag >> 8
    at = packed.find(b"PK\x01\x02")
    packed[at + 9] |= flag >> 8
    return bytes(packed)


def names(data: bytes, limits: Limits | None = None) -> list[str]:
    return [member.name for member in members(data, limits or Limits())]


def nested(depth: int, inner: bytes) -> bytes:
    for level in range(depth, 0, -1):
        inner = pack({f"{level}.zip" if level < depth else "план.txt": inner})
    return inner


@pytest.mark.parametrize("encoding", ["cp866", "windows-1251", "utf-8"])
@pytest.mark.parametrize("name", ["Школа 5/План работы.docx", "БИБЛИОТЕКА.doc", "май.txt"])
def test_names_in_the_encodings_of_packers(name: str, encoding: str) -> None:
    assert names(named(name.encode(encoding))) == [name]


def test_names_marked_as_utf8_and_of_other_systems() -> None:
    assert names(named("Ёлка.txt".encode(), flag=0x800)) == ["Ёлка.txt"]
    assert names(named(b"a\\b\\plan.txt")) == ["a/b/plan.txt"]
    assert names(named(b"/etc/plan.txt")) == ["etc/plan.txt"]


def test_the_unicode_name_beside_an_old_one_wins_where_it_belongs_to_it() -> None:
    raw = b"PLAN~1.TXT"
    body = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "План школы.txt".encode()
    field = struct.pack("<HH", 0x7075, len(body)) + body
    stale = field.replace(body[1:5], b"\0\0\0\0")
    assert names(named(raw, extra=field)) == ["План школы.txt"]
    assert names(named(raw, extra=stale)) == ["PLAN~1.TXT"]


def test_names_of_one_archive_are_decoded_together() -> None:
    infos = []
    for name in ("ю.txt", "Планы на сентябрь и октябрь.txt"):
        info = zipfile.ZipInfo("x")
        info.orig_filename = name.encode("cp866").decode("cp437")
        infos.append(info)
    assert entry_names(infos) == ["ю.txt", "Планы на сентябрь и октябрь.txt"]


@pytest.mark.parametrize(
    ("data", "is_one"),
    [(pack({"a.txt": "x"}), True), (docx(para("x")), False), (make_xlsx({"Л": [["x"]]}), False), (b"PK\3\4", False)],
)
def test_office_packages_are_no_archives(data: bytes, is_one: bool) -> None:
    assert is_archive(data) is is_one


def test_nested_archives_to_the_depth_that_is_allowed() -> None:
    assert names(nested(3, b"x")) == ["1.zip!/2.zip!/план.txt"]
    (member,) = members(nested(4, b"x"), Limits())
    assert member.name == "1.zip!/2.zip!/3.zip"
    assert member.error is not None and member.error.detail == "archive_depth 4 > 3"


def test_links_and_folders_are_no_files() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.mkdir("папка")
        archive.writestr("папка/план.txt", "x")
    assert names(out.getvalue()) == ["папка/план.txt"]


def test_the_sum_of_all_files_is_limited_nested_ones_too() -> None:
    inner = pack({f"{n}.txt": bytes(400) for n in range(3)})
    with pytest.raises(LimitError, match="unpacked_bytes"):
        names(pack({"a.zip": inner, "b.txt": bytes(400)}), Limits(unpacked_bytes=1500))
    with pytest.raises(LimitError, match="entries"):
        names(pack({"a.zip": inner, "b.txt": "x"}), Limits(entries=4))


def test_a_bomb_inside_costs_itself_alone() -> None:
    bomb = pack({"zeros": bytes(5 << 20)})
    found = list(members(pack({"а.txt": "раз", "bomb.zip": bomb, "в.txt": "два"}), Limits()))
    assert [(m.name, m.error.code if m.error else "") for m in found] == [
        ("а.txt", ""),
        ("bomb.zip!/zeros", "limit"),
        ("в.txt", ""),
    ]


def test_a_damaged_file_inside_costs_itself_alone() -> None:
    data = bytearray(pack({"а.txt": plan(), "б.txt": plan("Совет")}, zipfile.ZIP_STORED))
    data[data.find(b"2030") + 1] ^= 1
    first, second = members(bytes(data), Limits())
    assert first.error is not None and first.error.code == "damaged"
    assert second.error is None


def test_an_archive_given_to_the_reader_says_what_it_is() -> None:
    for data in (pack({"a.txt": "x"}), b"Rar!\x1a\x07\x01\0" + bytes(99), b"7z\xbc\xaf\x27\x1c" + bytes(99)):
        with pytest.raises(ReadError) as caught:
            read(data)
        assert caught.value.code == "archive"


class Silent:
    total = seen = 0

    def found(self, count: int) -> None:
        self.total = count

    def done(self, _outcome: object) -> None:
        self.seen += 1


def imported(folder: Path, **changed):
    options = ImportOptions(**{"workers": 2, "formats": ("json", "csv")} | changed)
    watcher = Silent()
    report = run_import([folder / "in"], folder / "out", options, watcher)
    assert watcher.total == watcher.seen
    return report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    inner = pack({"школа 5/план.txt": plan("Экскурсия"), "Thumbs.db": "x", "пустой.txt": ""})
    archive = pack({"план.txt": plan(), "ещё.zip": inner, "../../побег.txt": plan("Побег"), "а/план.txt": plan()})
    (tmp_path / "in/планы.zip").write_bytes(archive)
    (tmp_path / "in/план.txt").write_bytes(plan("Совещание"))
    (tmp_path / "in/архив.rar").write_bytes(b"Rar!\x1a\x07\x01\0" + bytes(99))
    (tmp_path / "in/пустой.zip").write_bytes(pack({}))
    return tmp_path


def test_an_import_opens_archives_as_folders(folder: Path) -> None:
    report = imported(folder)
    assert [o.source for o in report.documents] == [
        "план.txt",
        "планы.zip!/../../побег.txt",
        "планы.zip!/а/план.txt",
        "планы.zip!/ещё.zip!/школа 5/план.txt",
    ]
    assert report.duplicates == {"планы.zip!/план.txt": "планы.zip!/а/план.txt"}
    assert {o.source: o.code for o in report.failures} == {
        "архив.rar": "archive",
        "планы.zip!/ещё.zip!/пустой.txt": "empty_file",
        "пустой.zip": "empty_archive",
    }
    assert report.other_kinds == ("планы.zip!/ещё.zip!/Thumbs.db",)
    assert report.unread == 0
    assert sorted(p.name for p in folder.iterdir()) == ["in", "out"]
    assert not list((folder / "out").glob(".import-*"))


def test_the_dataset_does_not_depend_on_the_number_of_workers(folder: Path) -> None:
    imported(folder, workers=1)
    first = (folder / "out/dataset.json").read_bytes()
    imported(folder, workers=3)
    assert (folder / "out/dataset.json").read_bytes() == first


def test_a_pattern_chooses_among_the_files_of_archives(folder: Path) -> None:
    report = imported(folder, pattern="*ПОБЕГ.txt")
    assert [o.source for o in report.documents] == ["планы.zip!/../../побег.txt"]


def test_a_dry_run_names_what_would_be_read(folder: Path) -> None:
    ahead = preview([folder / "in/планы.zip"], folder / "out", ImportOptions(pattern="*/план.txt"))
    assert ahead.to_read == ("планы.zip!/а/план.txt", "планы.zip!/ещё.zip!/школа 5/план.txt")
    assert (ahead.known, ahead.gone) == (1, ())
    assert not (folder / "out").exists()


def test_an_archive_over_the_limits_is_one_line_and_nothing_of_it_is_read(folder: Path) -> None:
    report = imported(folder, limits=Limits(entries=3))
    assert [o.source for o in report.documents] == ["план.txt"]
    assert ("планы.zip", "limit", "entries 4 > 3") in [(o.source, o.code, o.detail) for o in report.failures]


def test_extract_takes_an_archive(folder: Path) -> None:
    result = CliRunner().invoke(main, ["extract", str(folder / "in/планы.zip"), "--format", "json", "--lang", "ru"])
    assert result.exit_code == 1
    assert (
        result.stderr
        == "планы.zip!/ещё.zip!/пустой.txt: файл пуст. Попросите прислать файл ещё раз: он дошёл не целиком.\n"
    )
    titles = {e["title"] for e in json.loads(result.stdout)["events"]}
    assert {"Семинар", "Экскурсия", "Побег", "Выставка"} <= titles


def test_archives_under_a_password() -> None:
    """Made by «zip -P» (ZipCrypto): zipfile reads such files, and writes none."""
    data = (Path(__file__).parent / "data/locked.zip").read_bytes()
    (locked,) = members(data, Limits())
    assert locked.error is not None and locked.error.code == "encrypted"
    (wrong,) = members(data, Limits(), passwords=("не тот",))
    assert wrong.error is not None and wrong.error.code == "wrong_password"
    (opened,) = members(data, Limits(), passwords=("не тот", "ключ"))
    assert opened.data.decode().startswith("План")


def test_errors_cross_processes_with_their_kind() -> None:
    with pytest.raises(ExtractorError):
        list(members(b"PK\x05\x06", Limits()))
