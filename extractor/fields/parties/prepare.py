"""A cell made ready: words whole, bullets gone, line breaks kept where they still divide words."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor import mappings
from extractor.fields.parties.words import group_of
from extractor.fields.people.knowledge import knowledge as names_knowledge
from extractor.fields.people.shapes import has_surname_shape, is_name_like, is_sure_surname
from extractor.fields.positions import head_of
from extractor.morph import is_known
from extractor.text import clean, fold_lookalikes
from extractor.wording import join_lines, mend_spaces

_BULLET = re.compile(r"^[ ]*(?:[•●▪·*○◦■–—-]|\(?\d{1,2}[.)](?=[ ]*[^\W\d_]))[ ]*", re.MULTILINE)
_LINKS = ("@", "http://", "https://", "www.")
_LATIN = re.compile(r"[A-Za-zëË]")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_CUT_WORD = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_HALVES = re.compile(r"(?<!\w)([А-ЯЁ][а-яё]{2,}) ([а-яё]{2,4})(?= [А-ЯЁ]\. ?[А-ЯЁ]\.)")
_FIRST_WORD = re.compile(r"[а-яё]+")
_INITIALS = re.compile(r"\s+[А-ЯЁ]\.")
_LONGEST = 20_000


@lru_cache(maxsize=1 << 13)
def prepare(text: str) -> str:
    """The cell's text to be read; all offsets of the room are offsets into it."""
    cleaned = clean(text[:_LONGEST])
    lined = "\n" in cleaned
    if lined or cleaned[:1] in "•●▪·*○◦■–—-(0123456789":
        cleaned = _BULLET.sub("", cleaned)
    cleaned = _mend_lines(cleaned) if lined else cleaned
    cleaned = _HALVES.sub(_whole_surname, cleaned)
    joined = mend_spaces(join_lines(cleaned))
    if lined:
        joined = _with_breaks(cleaned, joined)
    return _fold(joined)


mappings.on_change(prepare.cache_clear)


def _mend_lines(text: str) -> str:
    """Posts and surnames broken where both halves are words: «руководит↵ель», «Кротов↵а И.П.»."""
    lines = [line.strip() for line in text.split("\n")]
    out = lines[:1]
    for line in lines[1:]:
        head, tail = _LAST_WORD.search(out[-1], max(0, len(out[-1]) - 40)), _FIRST_WORD.match(line)
        cut = _CUT_WORD.search(out[-1], max(0, len(out[-1]) - 40))
        if cut and tail and _is_surname(cut.group(1), tail.group(), line, longest=12):
            out[-1] = out[-1][: cut.end(1)] + line
        elif head and tail and (_is_post(head.group(), tail.group()) or _is_surname(head.group(), tail.group(), line)):
            out[-1] += line
        else:
            out.append(line)
    return "\n".join(out)


def _is_post(head: str, tail: str) -> bool:
    low = (head + tail).lower()
    whole = head_of(low)
    if whole is None or whole.cut or not is_known(low):
        return False
    return len(tail) < 4 or (head_of(head.lower()) is None and group_of(head) is None)


def _is_surname(head: str, tail: str, line: str, longest: int = 4) -> bool:
    """The halves of a surname before initials; «и» and «с» there join people."""
    if len(tail) > longest or len(head) < 3 or not head[0].isupper() or not _INITIALS.match(line, len(tail)):
        return False
    joins = tail == "и" or tail in names_knowledge().governors
    return not joins and is_name_like(head) and has_surname_shape((head + tail).lower())


def _whole_surname(match: re.Match[str]) -> str:
    """«Щеголе ва Р.Р.»: a space inside a surname that is none without its end."""
    head, tail = match.groups()
    broken = not is_sure_surname(head) and not is_known(tail) and _is_surname(head, tail, f"{tail} А.")
    return head + tail if broken else match.group()


def _with_breaks(lines: str, joined: str) -> str:
    """`joined` with a line break for each space that was one in `lines` (both the same but for spaces and hyphens)."""
    out = list(joined)
    here = 0
    broken = False
    for char in lines:
        if char == "\n":
            broken = True
            continue
        if char.isspace():
            continue
        if here < len(joined) and joined[here] == " ":
            if broken and (here + 1 < len(joined) and joined[here + 1] == char):
                out[here] = "\n"
            here += 1
        broken = False
        if here < len(joined) and joined[here] == char:
            here += 1
    return "".join(out)


def _fold(text: str) -> str:
    """Look-alikes made Cyrillic, links and addresses left alone (and not taken for a foreign language)."""
    if not _LATIN.search(text):
        return text
    if not any(mark in text for mark in _LINKS):
        return fold_lookalikes(text)
    pieces = re.split(r"(\s)", text)
    links = [any(mark in p for mark in _LINKS) for p in pieces]
    folded = fold_lookalikes("".join(" " * len(p) if link else p for p, link in zip(pieces, links, strict=True)))
    out, at = [], 0
    for piece, link in zip(pieces, links, strict=True):
        out.append(piece if link else folded[at : at + len(piece)])
        at += len(piece)
    return "".join(out)
