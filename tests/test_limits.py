"""The caps of a document, and ZIP packages read under them."""

from __future__ import annotations

import struct
import zipfile

import pytest

from extractor.errors import LimitError, ReadError, UsageError
from extractor.readers import Limits, read
from extractor.readers.limits import Stopwatch
from extractor.readers.safezip import SafeZip
from tests.sheet_maker import pack


def test_limits_refuse_nonsense() -> None:
    with pytest.raises(UsageError, match="pages"):
        Limits(pages=0)
    with pytest.raises(UsageError, match="seconds"):
        Limits(seconds=-1)


def test_a_value_at_the_limit_passes_and_above_is_named() -> None:
    limits = Limits(cells=10)
    limits.check("cells", 10)
    with pytest.raises(LimitError, match="cells 11 > 10"):
        limits.check("cells", 11)


def test_stopwatch() -> None:
    Limits(seconds=1000).clock().check()
    with pytest.raises(LimitError, match="seconds"):
        Stopwatch(seconds=1, started=-1e9).check()


def test_a_file_too_big_is_not_looked_at() -> None:
    with pytest.raises(LimitError, match="file_bytes"):
        read(b"%PDF-" + bytes(100), limits=Limits(file_bytes=50))


def test_parts_are_read_on_demand() -> None:
    package = SafeZip(pack({"a.xml": "раз", "dir\\b.xml": "два"}), Limits())
    assert "dir/b.xml" in package and "c.xml" not in package
    assert package.read("dir/b.xml").decode() == "два"
    with pytest.raises(ReadError):
        package.read("c.xml")


def test_unpacked_bytes_add_up_over_parts() -> None:
    package = SafeZip(pack({"a": b"x" * 600, "b": b"y" * 600}), Limits(unpacked_bytes=1000))
    package.read("a")
    with pytest.raises(LimitError, match="unpacked_bytes"):
        package.read("b")


def test_ratio_counts_past_a_megabyte_only() -> None:
    SafeZip(pack({"a": bytes(1 << 19)}), Limits()).read("a")
    with pytest.raises(LimitError, match="ratio"):
        SafeZip(pack({"a": bytes(1 << 23)}), Limits()).read("a")


def test_entries_are_counted() -> None:
    with pytest.raises(LimitError, match="entries"):
        SafeZip(pack({str(n): "" for n in range(11)}), Limits(entries=10))


def test_a_header_that_lies_about_the_size_hides_nothing() -> None:
    """The directory says 10 bytes for a part of 8 million: either its truth is told or it is an error."""
    data = bytearray(pack({"a": bytes(1 << 23)}))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    with pytest.raises(ReadError):
        SafeZip(bytes(data), Limits()).read("a")


@pytest.mark.parametrize("cut", [3, 30, 60])
def test_damaged_packages(cut: int) -> None:
    data = pack({"a": "текст " * 50})
    with pytest.raises(ReadError):
        SafeZip(data[:-cut], Limits()).read("a")


def test_encrypted_and_oddly_packed_parts() -> None:
    data = bytearray(pack({"a": "x"}, zipfile.ZIP_STORED))
    at = data.rfind(b"PK\x01\x02")
    encrypted, odd = bytearray(data), bytearray(data)
    encrypted[at + 8] |= 1
    odd[at + 10] = 77
    with pytest.raises(ReadError) as caught:
        SafeZip(bytes(encrypted), Limits()).read("a")
    assert caught.value.code == "encrypted"
    with pytest.raises(ReadError):
        SafeZip(bytes(odd), Limits()).read("a")
