"""The numbers of rows and sections: «1.1.», «IV.», «а)», and the text without them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.layout.words import opens_with
from extractor.text import one_line

NumberKind = Literal["arabic", "roman", "letter", "bullet", "none"]

_ARABIC = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})(\.|\))?(?=\s|$|[^\W\d_]|«|\")")
_ROMAN = re.compile(r"([IVXLCХІ]{1,6})(?:\.|\)|\s*[-–—](?=\s)|(?=\s+[«\"А-ЯЁ]))")
_LETTER = re.compile(r"([а-яёa-z])\)")
_BULLET = re.compile(r"[•·●▪■◦○‣∙*➢✓✔\uf0b7\uf0a7\uf0d8–—-](?=\s|[^\W\d_]|«|\"|\d)")
_KEYWORD = re.compile(r"([^\W\d_]+)\s*(?:№\s*)?(\d{1,2}|[IVXХ]{1,5})\s*(?:[.:)–—-]+\s*|\s+(?=[«\"А-ЯЁ]))")
_ONE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}[.)]?|[IVXLCХІ]{1,6}[.)]?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, without its last dot; `depth` counts the parts of «1.1.2»."""

    text: str
    kind: NumberKind
    depth: int = 1

    def opens(self, other: Number) -> bool:
        """Whether `other` is a sub-number: «1» opens «1.1»."""
        return other.kind == "arabic" and self.kind == "arabic" and other.text.startswith(self.text + ".")


def parse_number(text: str) -> Number | None:
    """A cell that is a number and nothing else."""
    line = one_line(text)
    if not _ONE_NUMBER.fullmatch(line):
        return None
    bare = line.rstrip(".)")
    if bare[0].isdigit():
        return Number(bare, "arabic", bare.count(".") + 1)
    return Number(bare, "roman")


def split_number(text: str) -> tuple[Number | None, str]:
    """A text's leading number («1.1. Приказ» → 1.1, «Приказ»); years, days and classes are no numbers.

    A bare number needs a dot or a bracket behind it; «5 классов», «1 сентября», «2021 год» keep theirs.
    """
    line = text.strip()
    found = _ARABIC.match(line)
    if found and (found.group(2) or "." in found.group(1)) and not _is_date_head(line, found):
        bare = found.group(1)
        return Number(bare, "arabic", bare.count(".") + 1), line[found.end() :].strip()
    found = _ROMAN.match(line)
    if found and _is_roman(found.group(1)) and line[found.end() :].strip():
        return Number(found.group(1), "roman"), line[found.end() :].strip(" .–—-")
    found = _LETTER.match(line)
    if found:
        return Number(found.group(1), "letter"), line[found.end() :].strip()
    return None, line


def split_marker(text: str) -> tuple[str | None, str]:
    """A list item's marker: its number with the dot or bracket as printed, or «•» for any bullet."""
    line = text.lstrip()
    number, rest = split_number(line)
    if number is not None and number.kind != "roman":
        return line[: len(line) - len(rest)].strip() if rest else line.strip(), rest
    bullet = _BULLET.match(line)
    if bullet:
        return "•", line[bullet.end() :].strip()
    return None, line


def section_title(text: str) -> str:
    """A section's title without its number: «I. …», «1.2 …», «Раздел 2. …», «Модуль 3. …»."""
    line = one_line(text)
    keyword = _KEYWORD.match(line)
    if keyword and opens_with(keyword.group(1), "section_words") and line[keyword.end() :].strip():
        return line[keyword.end() :].strip()
    number, rest = split_number(line)
    if number is not None and rest:
        return rest
    bare = re.match(r"\d{1,2}\s+(?=[А-ЯЁ«\"])", line)
    return line[bare.end() :] if bare else line


def _is_roman(text: str) -> bool:
    return bool(re.fullmatch(r"[IVXLCХІ]+", text)) and text not in {"C", "L", "Х" * 4}


def _is_date_head(line: str, found: re.Match[str]) -> bool:
    """«01.09.2020», «15.10 – 20.10», «2.30 часа»: two numbers that may be a day and a month."""
    parts = found.group(1).split(".")
    if len(parts) >= 3 and len(parts[-1]) in (2, 4) and len(parts[1]) == 2:
        return True
    behind = line[found.end() :].lstrip()
    if len(parts) == 2 and len(parts[1]) == 2 and parts[1].startswith("0"):
        return True
    if len(parts) == 2 and len(parts[1]) == 2 and behind[:1] in ("–", "—", "-") and int(parts[0]) < 24:
        return True  # «10.30 – Игра»
    if len(parts) == 2 and len(parts[0]) == 2 and len(parts[1]) == 2 and int(parts[1]) <= 12:
        if int(parts[0]) <= 31 and not found.group(2):
            return True  # «05.10 Концерт»
        return not behind[:1].isalpha() or behind[:2] in ("г.", "в ")
    return bool(re.match(r"\d", behind)) and not found.group(2)
