"""What texts, pages and RTF tell of their own damage, and what is none."""

from __future__ import annotations

import pytest

from extractor.readers import read
from extractor.readers.html.balance import is_unbalanced
from extractor.readers.limits import Limits
from extractor.readers.rtf import read as read_rtf
from extractor.readers.text.marred import is_cut_off, signs_of_damage
from tests.makers.hostile import good_html, good_rtf, good_text

ROWS = "№\tДело\tСрок\tКто\n1\tСлёт юннатов\t5 мая\tЗаяц А.Б.\n2\tСмотр песни\t7 мая\tДробот В.Г.\n"


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        (ROWS, False),
        (ROWS.rstrip(), False),
        (ROWS + "Итого: два дела", False),
        (ROWS + "3\tБал\tмай", True),
        (ROWS + "3\tБал\tмай\n", False),  # a row without its last cell, and not the end of the bytes
        (ROWS + "3", True),
        (ROWS + "\n3", False),  # a page's number
        (ROWS + "3\tБал\tмай\tДробот В.Г", True),
        (ROWS.replace("Г.", "Г") + "3\tБал\tмай\tДробот В.Г", False),  # so they write initials there
        (ROWS + "3\tБал «Осен", True),
        (ROWS + "3\tБал «Осень»\tмай\tклассные руководители", False),
        (ROWS + "Ответственные: классны", False),  # «классны» is a word by itself
        (ROWS + "Исполнители: юннато", True),
        ("План работы\nДень знаний,", True),
        ("План работы\nДень знаний (1 сентября", True),
        ("План работы\nДень знаний (1 сентября)", False),
        ("План работы\nМесто –", False),
        ("План работы\nучеб-", True),
        ("План работы\nСадово-парковая неделя", False),
        ("1;Бал;май\n2;Слёт;июнь\n3;Смотр;июль\n4;По", True),
        ("| 1 | Бал |\n| 2 | Слёт |\n| 3 |", True),
        ("УТВЕРЖДАЮ\tСОГЛАСОВАНО\nДиректор\tПрофком\n1.\tДело", False),
        ("1.\tДело", False),
        ("", False),
        (ROWS.rstrip() + "\x1a", False),
    ],
)
def test_a_text_that_breaks_off(text: str, is_so: bool) -> None:
    assert is_cut_off(text) is is_so


@pytest.mark.parametrize(
    ("text", "encoding", "codes"),
    [
        ("План работы\n", "windows-1251", []),
        ("Плaн pаботы\n", "windows-1251", []),  # Latin look-alikes
        ("План рѓботы\n", "windows-1251", ["damaged_part"]),
        ("План рѓботы\n", "utf-8", []),
        ("План раб¦ты\n", "windows-1251", ["damaged_part"]),
        ("План ¦ работы ± 1\n", "windows-1251", []),
        ("Кўй, Ґалаґан, ведамасць аб мерапрыемствах, її\n", "windows-1251", []),
        ("План\x10 работы\n", "utf-8", ["damaged_part"]),
        ("Поле\x13 PAGE \x1419\x15, перенос\x1f, сноска\x02, ячейка\x07\n", "cp866", []),
        ("План\0\0\0", "utf-8", []),
        ("План\0работы\n", "utf-8", ["damaged_part"]),
    ],
)
def test_a_text_with_broken_letters(text: str, encoding: str, codes: list[str]) -> None:
    assert list(signs_of_damage(text, encoding)) == codes


def test_a_text_says_so() -> None:
    whole = good_text()
    assert read(whole.encode()).warnings == ()
    assert read(whole[:-14].encode()).warnings == ("truncated_file",)
    assert read(whole.encode("cp1251")[:-14]).warnings == ("truncated_file",)
    half_a_letter = read(whole.encode()[: whole.encode().rindex("мая".encode()) + 3])
    assert set(half_a_letter.warnings) == {"undecodable_bytes", "truncated_file"}


CELLS = "<tr><td>1</td><td>2</td><td>3</td></tr>" * 4


@pytest.mark.parametrize(
    ("page", "is_so"),
    [
        (f"<table>{CELLS}</table>", False),
        (f"<TABLE>{CELLS}</TABLE>", False),
        (f"<table>{CELLS}", True),
        (f"<table>{CELLS.replace('<td>', '<ud>', 1)}</table>", True),
        (f"<table>{CELLS.replace('</td>', '', 1)}</table>", True),
        (f"<table>{CELLS.replace('</td>', '')}</table>", False),  # a writer who closes no cell
        (f"<table>{CELLS.replace('</td>', '', 6)}</table>", False),  # one who closes half of them
        (f"<table><tr><td>1<td>2</td></table>{'<p>' * 9}", False),
        (f"<!-- <table> --><script>'<table>'</script><table>{CELLS}</table>", False),
        (f"<table>{CELLS}</table><thead>", False),
    ],
)
def test_a_page_whose_tables_do_not_close(page: str, is_so: bool) -> None:
    assert is_unbalanced(page) is is_so


def test_half_a_page_says_so() -> None:
    page = good_html().encode()
    assert read(page).warnings == ()
    for at in range(page.index(b"<tr>") + 40, len(page) - 20, 37):
        assert {"truncated_file", "damaged_part"} & set(read(page[:at]).warnings), at


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        (good_rtf(), ()),
        (good_rtf() + b"\r\n\0", ()),
        (good_rtf()[:-1], ("truncated_file",)),
        (good_rtf().replace(b"\\row ", b"} ", 1), ("damaged_part",)),
        (good_rtf() + b"{\\rtf1 more}", ("damaged_part",)),
        (good_rtf().replace(b"\\pard\\par}", b"{\\object\\objemb{\\*\\objdata 01}{\\result }}}"), ("embedded_object",)),
    ],
)
def test_rtf(data: bytes, warnings: tuple[str, ...]) -> None:
    assert read_rtf(data, limits=Limits()).warnings == warnings
