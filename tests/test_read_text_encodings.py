"""Two words of Russian in eight encodings: bytes so few that only the language tells."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from extractor.readers.text.encoding import decode, russian_score

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "windows-1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
GOLD = Path(__file__).parent.parent / "corpora" / "gold"
PAIRS = 250
LEAST = {"mac-cyrillic": 0.97}
"""A small «я» of a Macintosh is the capital of windows-1251: «ярмарка» and «Ярмарка» are the same bytes."""


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "text",
    [
        "План работы",
        "ПЛАН РАБОТЫ",
        "Члены кружка",
        "Друг детей",
        "Эстафета, 5 мая",
        "Юбилей школы",
        "«Умники и умницы»",
        "Щука, ёж",
        "ВСЁ МОЁ",
        "Ёлка 2030",
        "выявление проблем",
        "Тренинг: память",
        "Утвердить план",
        "Зимы и лета",
        "МБДОУ «Ёлочка»",
    ],
)
def test_two_words(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip(f"no such signs in {encoding}")
    assert decode(data).text == text


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("shape", [str.lower, str.title, str.upper], ids=["small", "Capital", "CAPITALS"])
def test_most_pairs_of_words(shape: object, encoding: str) -> None:
    """Words of the corpora's plans, put together by a seed."""
    chance = random.Random(5)
    words = sorted({w for path in GOLD.glob("*.yaml") for w in re.findall(r"[А-ЯЁа-яё]{3,}", path.read_text("utf-8"))})
    pairs = [shape(" ".join(chance.choices(words, k=2))) for _ in range(PAIRS)]  # type: ignore[operator]
    right = sum(decode(pair.encode(encoding)).text == pair for pair in pairs)
    assert right >= LEAST.get(encoding, 0.99) * PAIRS


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("плавание", "пл“вание"),
        ("Члены кружка", "ƒлены кружка"),
        ("ВСЁ МОЁ", "ВСр МОр"),
        ("«Умники» и “умницы”", "«Умники” и “умницы"),
        ("сентябрь–май", "сентябрьЦмай"),
    ],
)
def test_signs_out_of_place_count_against_a_text(right: str, wrong: str) -> None:
    assert russian_score(right) > russian_score(wrong)
