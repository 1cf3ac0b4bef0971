"""Where: a venue cell («МБУ ДО «Парус», каб. 12», «онлайн»), and places in a title («на базе гимназии № 2»)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from extractor.fields.institutions import InstitutionMention, find_institutions
from extractor.model import Venue
from extractor.text import clean, one_line
from extractor.wording import join_lines

_CONTINUES = re.compile(r"[а-яё№«\"(]|им\.")
_IN = re.compile(r"(?:^|[\s«(])(?:во?|на|при)\s+$", re.IGNORECASE)
_BASED = re.compile(r"(?:^|\s)(?:на\s+(?:базе|площадке|территории)|в\s+(?:помещении|здании|стенах))\s+$", re.IGNORECASE)
_EDGES = " ,;.–—-"


@lru_cache(maxsize=1 << 13)
def parse_venue(text: str) -> tuple[Venue, ...]:
    """The places of a venue cell: bodies with what stands behind them («каб. 12»), others as they stand."""
    plain = _lines(clean(text))
    mentions = find_institutions(plain, cell=True)
    venues: list[Venue] = []
    at = 0
    for start, end in _segments(plain, mentions):
        inside = [m for m in mentions if start <= m.start < end]
        at = start
        for index, mention in enumerate(inside):
            venues.extend(_unnamed(plain[at : mention.start]))
            at = inside[index + 1].start if index + 1 < len(inside) else end
            words = one_line(plain[mention.start : at]).strip(_EDGES + "и" if at < end else _EDGES)
            several = mention.institution.text not in one_line(plain[mention.start : mention.end])
            venues.append(Venue(mention.institution.text if several else words, mention.institution))
        if not inside:
            venues.extend(_unnamed(plain[at:end]))
    return tuple(venues)


@lru_cache(maxsize=1 << 13)
def venue_in_title(title: str) -> tuple[Venue, ...]:
    """The bodies that a title names as the place: behind «на базе», «в»; names in quotes are no places."""
    plain = clean(title)
    return tuple(
        Venue(m.institution.text, m.institution) for m in find_institutions(plain) if _is_place(plain, m.start)
    )


def _is_place(text: str, start: int) -> bool:
    before = text[:start]
    if _BASED.search(before):
        return True
    return bool(_IN.search(before)) and not _inside_quotes(text, start)


def _inside_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("«") > before.count("»") or before.count('"') % 2 == 1


def _lines(text: str) -> str:
    """Lines that one writing runs over put together: «Дом культуры\\n«Восход»», «библио-\\nтека»."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    out: list[str] = []
    for line in lines:
        if (
            out
            and (_CONTINUES.match(line) or out[-1].endswith(("-", "–", "им.", "№")))
            and not out[-1].endswith((";", ","))
        ):
            out[-1] = join_lines(f"{out[-1]}\n{line}")
        else:
            out.append(line)
    return "\n".join(out)


def _segments(text: str, mentions: tuple[InstitutionMention, ...]) -> list[tuple[int, int]]:
    """The stretches between line breaks and semicolons outside of names."""
    cuts = [m.start() for m in re.finditer(r"[\n;]", text) if not any(i.start <= m.start() < i.end for i in mentions)]
    edges = [-1, *cuts, len(text)]
    return [(a + 1, b) for a, b in pairwise(edges) if text[a + 1 : b].strip()]


def _unnamed(text: str) -> list[Venue]:
    """Places without a body: «каб. 12», «онлайн, актовый зал»."""
    parts = (one_line(p).strip(_EDGES) for p in re.split(r",\s", text))
    return [
        Venue(p)
        for p in parts
        if re.search(r"[^\W_]", p) and not p.endswith(":") and p not in ("и", "на базе", "в", "на")
    ]
