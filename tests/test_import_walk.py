"""Which files an import reads, in which order, under which names."""

from __future__ import annotations

import os
import sys

import pytest

from extractor import mappings
from extractor.errors import MappingError
from extractor.importing.walk import find_files, is_no_document, passed_over, printable


@pytest.fixture
def tree(tmp_path):
    for name in ("б/план.docx", "а.txt", "б/~$план.docx", "б/Thumbs.db", "notes.py", ".hidden/план.txt", "б/в/г.pdf"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def sources(walk) -> list[str]:
    return [found.source for found in walk.files]


def test_a_folder_s_files_in_order_without_what_is_no_document(tree):
    walk = find_files([tree])
    assert sources(walk) == ["а.txt", "б/в/г.pdf", "б/план.docx"]
    assert walk.other_kinds == ("notes.py", "б/Thumbs.db", "б/~$план.docx")


def test_a_file_that_is_named_is_read_whatever_it_is_called(tree):
    assert sources(find_files([tree / "notes.py"])) == ["notes.py"]


def test_several_paths_are_named_from_the_folder_that_holds_them(tree):
    assert sources(find_files([tree / "б" / "в", tree / "б" / "план.docx"])) == ["в/г.pdf", "план.docx"]


def test_a_path_given_twice_is_read_once(tree):
    assert sources(find_files([tree, tree / "а.txt", tree])) == sources(find_files([tree]))


def test_the_order_of_paths_is_of_no_matter(tree):
    paths = [tree / "а.txt", tree / "б"]
    assert find_files(paths) == find_files(paths[::-1])


@pytest.mark.skipif(sys.platform == "win32", reason="links and FIFOs of POSIX")
def test_links_fifos_and_closed_folders_are_not_opened(tree):
    (tree / "link.txt").symlink_to("/etc/passwd")
    (tree / "loop").symlink_to(tree)
    os.mkfifo(tree / "fifo.docx")
    walk = find_files([tree])
    assert walk.irregular == ("fifo.docx", "link.txt", "loop")
    assert sources(walk) == ["а.txt", "б/в/г.pdf", "б/план.docx"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_of_wrong_bytes_is_escaped_and_the_file_is_found(tmp_path):
    (tmp_path / os.fsdecode(b"\xef\xeb\xe0\xed.txt")).write_text("x")  # cp1251
    (found,) = find_files([tmp_path]).files
    assert found.source == r"\xef\xeb\xe0\xed.txt"
    assert found.path.read_text() == "x"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("план.docx", "план.docx"),
        ("a\nb.txt", r"a\x0ab.txt"),
        ("a\udcffb", r"a\xffb"),
        ("a\u202eb", r"a\u202eb"),  # turns the reading direction round: «cod.exe» for «exe.doc»
        ("пла н", "пла н"),
    ],
)
def test_printable(name, shown):
    assert printable(name) == shown


@pytest.mark.parametrize("name", ["~$план.docx", ".DS_Store", "THUMBS.DB", "a.YAML", "README.md"])
def test_no_documents(name):
    assert is_no_document(name)


@pytest.mark.parametrize("name", ["план.docx", "план", "план.md", "readme план.docx", "yaml", "a.tmp.docx"])
def test_documents(name):
    assert not is_no_document(name)


@pytest.mark.parametrize(
    "text", ["passed_over: [a, A]", "passed_over: [a, b, a]", "passed_over: ['']", "passed_over: 1"]
)
def test_a_wrong_mapping_is_refused(tmp_path, text):
    (tmp_path / "file_names.yaml").write_text(text)
    try:
        with pytest.raises(MappingError):
            mappings.use(tmp_path)
            merged = passed_over()
            raise AssertionError(merged)
    finally:
        mappings.use()


def test_an_overlay_passes_over_more(tmp_path):
    (tmp_path / "file_names.yaml").write_text("passed_over: ['*.bak']")
    try:
        mappings.use(tmp_path)
        assert is_no_document("план.bak")
        assert is_no_document("~$план.docx")
    finally:
        mappings.use()
    assert not is_no_document("план.bak")
