"""The words of a column's header: which roles of a plan's column they name (`mappings/columns.yaml`).

`score_header(text)` gives every role a score; `is_header_like(texts)` tells how much a row of texts looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
LOOSE = frozenset({"form", "section", "items", "note"})
"""Roles that give way where no column is the title."""
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
    parts = _part_starts(bare)
    scores: dict[str, float] = {}
    for pattern in _candidates(tokens, words):
        at = _find(words, pattern.words)
        if at is None:
            continue
        cover = len(pattern.words) / len(words)
        score = pattern.weight * (0.62 + 0.38 * cover) - _behind(at, parts)
        scores[pattern.role] = max(scores.get(pattern.role, 0.0), score)
    return scores


mappings.on_change(score_header.cache_clear)


SURE = 0.6
"""From this score on a header's words name their column: «Школьные мероприятия» is a section."""
TELLING = frozenset({"date", "start", "month", "time", "responsible"})
"""Roles of which a plan's header has one; «Цель», «Задачи», «Содержание» alone head no table."""
_LONGEST_HEADER = 80


def sure_roles(text: str) -> frozenset[str]:
    """The roles that a header surely names; none where the text is too long for one."""
    line = text.strip()
    if len(line) > _LONGEST_HEADER:
        return frozenset()
    return frozenset(role for role, score in score_header(line).items() if score >= SURE)


def _part_starts(header: str) -> tuple[int, ...]:
    """Which words open the parts that commas make of a header («Место проведения, ответственный»: 0 and 2)."""
    starts, count = [], 0
    for part in header.split(","):
        starts.append(count)
        count += len(_tokens(part))
    return tuple(starts)


def _behind(at: int, parts: Sequence[int]) -> float:
    """What a phrase loses by its place: words before it in its part, and a part before its own."""
    start = max(p for p in parts if p <= at)
    return min(0.15 * (at - start) + (0.15 if start else 0.0), 0.3)


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


def is_header_like(texts: Sequence[str]) -> float:
    """How much a row of texts looks like a header: the share of cells whose header score is high, 0–1."""
    filled = [t for t in texts if t.strip()]
    if len(filled) < 2:
        return 0.0
    hits = [max(score_header(t).values(), default=0.0) for t in filled]
    return sum(h >= 0.6 for h in hits) / len(filled)
