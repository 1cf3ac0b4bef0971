"""What each column of a grid holds: told by its header's lemmas, and by what the cells hold.

`score_header(text)` gives every role a score; `assign` picks one role a column so that a role that can stand only
once stands where it fits best. A column whose header no mapping knows is judged by its cells, else it is `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor import mappings
from extractor.errors import MappingError
from extractor.morph import is_known, readings
from extractor.text import clean, fold_lookalikes
from extractor.wording import join_lines, mend_spaces

SINGLE = frozenset({"number", "title", "date", "start", "end", "time", "weekday", "month", "week", "section"})
ROLES = frozenset(
    {
        *SINGLE,
        "responsible",
        "participants",
        "venue",
        "audience",
        "form",
        "items",
        "result",
        "note",
        "extra",
    }
)
KNOWN = frozenset({"date", "start", "end", "month", "week", "time", "responsible"})
"""A grid with one of these is likely a plan."""
LOOSE = frozenset({"form", "section", "items", "note"})
"""Roles that give way where no column is the title."""
GUESSED = frozenset({"venue", "responsible", "audience"})
"""Roles that content alone suggests, and that give way likewise."""
HEADER_FLOOR = 0.45
"""Below this a header names no role."""

_TOKEN = re.compile(r"№|[^\W\d_]+(?:/[^\W\d_]+)*")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase of `mappings/columns.yaml`: the lemmas of each word, and how surely it names the role."""

    role: str
    words: tuple[frozenset[str], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column's role with its score; `also` are further roles the header names («Дата, время и место»)."""

    header: str
    role: str
    score: float
    by: Literal["header", "content", "default"]
    also: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """All phrases, checked: known roles, no empty and no repeated phrase.

    Raises:
        MappingError: the file breaks one of these rules.
    """
    out: list[Pattern] = []
    seen: dict[tuple[frozenset[str], ...], str] = {}
    for role, phrases in mappings.load("columns").items():
        if role not in ROLES:
            raise MappingError(f"columns.yaml: unknown role {role!r}")
        for entry in phrases:
            phrase, weight = entry if isinstance(entry, list) else (entry, 1.0)
            words = tuple(likely_lemmas(w) for w in _tokens(str(phrase)))
            if not words or not 0 < float(weight) <= 1:
                raise MappingError(f"columns.yaml: {role}: {entry!r} has no words or a weight outside 0–1")
            if seen.get(words, role) != role or words in seen:
                raise MappingError(f"columns.yaml: {phrase!r} stands twice ({seen[words]}, {role})")
            seen[words] = role
            out.append(Pattern(role, words, float(weight)))
    return tuple(out)


mappings.on_change(patterns.cache_clear)


@lru_cache(maxsize=4096)
def likely_lemmas(word: str) -> frozenset[str]:
    """The lemmas of a word's likely readings: «день» is no form of «деть»; a cut one («ответств.») is its own."""
    found = readings(word)
    best = max((r.score for r in found), default=0.0)
    own = frozenset() if found and is_known(word) else frozenset({word.lower()})
    return frozenset(r.lemma for r in found if r.score >= 0.2 * best) | own


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        parts = token.split("/")
        found += [token] if max(map(len, parts)) <= 2 else parts  # «п/п», but «Дата/время»
    return [t for t in found if t != "и"] or found  # «Месяц и дата», «Месяц, дата»


def header_text(text: str) -> str:
    """A header on one line: broken words made whole («Организато\\nры»), look-alikes folded."""
    return fold_lookalikes(mend_spaces(join_lines(clean(text))))


@lru_cache(maxsize=4096)
def score_header(text: str) -> Mapping[str, float]:
    """Every role that the header names, with its score 0–1; the words that open the header weigh most."""
    line = header_text(text)
    bare = _BRACKETS.sub(" ", line).strip() or line
    tokens = _tokens(bare)
    words = [likely_lemmas(t) for t in tokens]
    if not words or len(words) > 14:
        return {}
    scores: dict[str, float] = {}
    for pattern in _candidates(tokens, words):
        at = _find(words, pattern.words)
        if at is None:
            continue
        cover = len(pattern.words) / len(words)
        score = pattern.weight * (0.62 + 0.38 * cover) - 0.15 * min(at, 2)
        scores[pattern.role] = max(scores.get(pattern.role, 0.0), score)
    return scores


mappings.on_change(score_header.cache_clear)


def names_its_role(header: str) -> bool:
    """Whether a header leaves no doubt, so that the cells need not be looked at."""
    scores = score_header(header) if header else {}
    best = max(scores, key=lambda role: scores[role], default="")
    return bool(best) and scores[best] >= 0.6 and best not in LOOSE | {"time", "start", "end"}


def _candidates(tokens: Sequence[str], words: Sequence[frozenset[str]]) -> Sequence[Pattern]:
    """The patterns whose first word the header has; all of them where a word may be misspelt or cut short."""
    if any(len(t) > 3 and not is_known(t) for t in tokens):
        return patterns()
    table = _by_first_lemma()
    return list(dict.fromkeys(p for word in words for lemma in word for p in table.get(lemma, ())))


@lru_cache(maxsize=1)
def _by_first_lemma() -> Mapping[str, tuple[Pattern, ...]]:
    table: dict[str, tuple[Pattern, ...]] = {}
    for pattern in patterns():
        for lemma in pattern.words[0]:
            table[lemma] = (*table.get(lemma, ()), pattern)
    return table


mappings.on_change(_by_first_lemma.cache_clear)


def _find(words: Sequence[frozenset[str]], wanted: Sequence[frozenset[str]]) -> int | None:
    """Where the phrase stands in the header, word by word; abbreviated words match by their beginning."""
    for start in range(len(words) - len(wanted) + 1):
        if _same(words[start], wanted[0]) and all(_same(words[start + i], wanted[i]) for i in range(1, len(wanted))):
            return start
    return None


@lru_cache(maxsize=1 << 17)
def _same(word: frozenset[str], wanted: frozenset[str]) -> bool:
    if word & wanted:
        return True
    if len(wanted) > 8 or len(word) > 8:
        return False
    return any(_close(w, v) for w in word for v in wanted)


@lru_cache(maxsize=1 << 14)
def _close(word: str, wanted: str) -> bool:
    """A misspelt or shortened header word: «отвественный», «ответств», «меропр»."""
    if len(word) < 4 or len(wanted) < 6 or word[0] != wanted[0]:
        return False
    if wanted.startswith(word) and not is_known(word):
        return True
    if abs(len(word) - len(wanted)) > 2 or is_known(word) or len(wanted) < 7:
        return False
    return _distance(word, wanted) <= (2 if len(wanted) > 9 else 1)


def _distance(a: str, b: str) -> int:
    """Levenshtein distance with neighbour swaps counted once (Damerau, optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def assign(headers: Sequence[str], contents: Sequence[Mapping[str, float]]) -> tuple[Column, ...]:
    """One role a column, best fits first.

    Args:
        headers: the header of each column ('' where it has none).
        contents: for each column what its cells look like, role → 0–1 (`layout.contents.look`).
    """
    named = [dict(score_header(h)) if h else {} for h in headers]
    _sections_need_titles(named, contents)
    options = _options(headers, named, contents)
    chosen: dict[int, tuple[float, str, str]] = {}
    taken: set[str] = set()
    for score, col, role, by in sorted(options, key=lambda o: (-o[0], o[1])):
        if col not in chosen and (role not in taken or role not in SINGLE):
            chosen[col] = (score, role, by)
            taken.add(role)
    if "title" not in taken and taken & KNOWN:
        _choose_title(chosen, named, contents)
    _settle_labels(chosen, named)
    return tuple(_column(headers[c], chosen.get(c), named[c], taken) for c in range(len(headers)))


def _options(
    headers: Sequence[str], named: Sequence[Mapping[str, float]], contents: Sequence[Mapping[str, float]]
) -> list[tuple[float, int, str, str]]:
    """Every role that a column may have, by its header or its cells: (score, column, role, by what)."""
    options: list[tuple[float, int, str, str]] = []
    for col, header in enumerate(headers):
        for role, score in _by_content(named[col], contents[col]).items():
            if score >= HEADER_FLOOR:
                options.append((score + 0.25 * contents[col].get(role, 0.0), col, role, "header"))
        for role, score in contents[col].items():
            if role not in ROLES or (role == "number" and (col > 1 or header_text(header))):
                continue
            blank = not header_text(header)
            if score >= (0.5 if blank else 0.7) and max(named[col].values(), default=0.0) < HEADER_FLOOR:
                options.append((score * (0.8 if blank else 0.6), col, role, "content"))
    return options


def _settle_labels(chosen: dict[int, tuple[float, str, str]], named: Sequence[Mapping[str, float]]) -> None:
    """A label behind the title groups nothing; a lesser title before it does («Вид деятельности | Мероприятия»)."""
    titled = min((c for c, choice in chosen.items() if choice[1] == "title"), default=None)
    if titled is None:
        return
    for col in [c for c, choice in chosen.items() if choice[1] == "section" and c > titled]:
        del chosen[col]
    for col in range(titled):
        if col not in chosen and named[col].get("title", 0.0) >= 0.6:
            chosen[col] = (named[col]["title"], "section", "header")


def _by_content(named: Mapping[str, float], content: Mapping[str, float]) -> Mapping[str, float]:
    """A «Время» over days is the date: no time of day stands in it."""
    if "time" in named and content.get("time", 0.0) < 0.3 and content.get("date", 0.0) > 0.5:
        date = max(named["time"], named.get("date", 0.0))
        return {role: score for role, score in named.items() if role != "time"} | {"date": date}
    return named


def _choose_title(
    chosen: dict[int, tuple[float, str, str]],
    named: Sequence[Mapping[str, float]],
    contents: Sequence[Mapping[str, float]],
) -> None:
    """Beside dates or parties some column must say what is done: the wordiest of those that no sure role holds."""
    free = [
        c
        for c in range(len(named))
        if (c not in chosen or chosen[c][1] in LOOSE or (chosen[c][2] == "content" and chosen[c][1] in GUESSED))
        and contents[c].get("words", 0.0) > 0
    ]
    if free:
        best = max(free, key=lambda c: (contents[c]["words"] * (1 + named[c].get("title", 0.0)), -c))
        chosen[best] = (0.5, "title", "content")


def _column(header: str, choice: tuple[float, str, str] | None, named: Mapping[str, float], taken: set[str]) -> Column:
    line = header_text(header)
    if choice is None:
        return Column(line, "extra", 0.0, "default")
    score, role, by = choice
    also = tuple(sorted(r for r, s in named.items() if r != role and r not in taken and s >= HEADER_FLOOR))
    return Column(line, role, min(score, 1.0), "header" if by == "header" else "content", also)


def _sections_need_titles(named: list[dict[str, float]], contents: Sequence[Mapping[str, float]]) -> None:
    """A grouping label is a section only beside a title; where no column is a better title, it is the title itself."""
    titles = [c for c, scores in enumerate(named) if scores.get("title", 0.0) >= HEADER_FLOOR]
    groups = [c for c, scores in enumerate(named) if scores.get("section", 0.0) >= HEADER_FLOOR]
    for col in groups:
        if any(c < col for c in titles):
            named[col].pop("section")
            continue
        others = [c for c in titles if c != col]
        if not others:
            loose = [c for c in range(len(named)) if c != col and contents[c].get("title", 0.0) > 0.6 and not named[c]]
            if not loose:
                named[col]["title"] = max(named[col].get("title", 0.0), named[col].pop("section"))
        elif named[col].get("title", 0.0) < max(named[c]["title"] for c in others):
            named[col].pop("title", None)


def is_header_like(texts: Sequence[str]) -> float:
    """How much a row of texts looks like a header: the share of cells whose header score is high, 0–1."""
    filled = [t for t in texts if t.strip()]
    if len(filled) < 2:
        return 0.0
    hits = [max(score_header(t).values(), default=0.0) for t in filled]
    return sum(h >= 0.6 for h in hits) / len(filled)
