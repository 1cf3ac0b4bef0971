"""Words made whole again: broken at a line's end, by a narrow column, or by a page break.

Needs the dictionary: a break is mended where the two halves together are a word and at least one alone is not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.morph import is_known, readings
from extractor.text import clean

_WORD_END = re.compile(r"[^\W\d_]+$")
_WORD_START = re.compile(r"^[^\W\d_]+")
_FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO"})
_NUMBER_CUT = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{0,3}$|\b\d{1,2}\.$")
_LONGEST_WORD = 60
_SURNAME_END = re.compile(r"[а-яё]{1,3} [А-ЯЁ]\. ?[А-ЯЁ]\.")
"""The end of a surname and the initials: «Первушин|а Г.К.»."""
_HYPHENS = "-‐­"


def is_whole_word(word: str) -> bool:
    """Whether the dictionary has a word, whatever its case."""
    return is_known(word.lower() if word[1:].isupper() else word)


def whole_lines(text: str) -> list[str]:
    """The lines of a text, words broken at a line's end put back on it («Рассматриваем|ые вопросы»)."""
    out: list[str] = []
    for line in text.split("\n"):
        head, tail = _last_word(out[-1]) if out else None, _WORD_START.match(line)
        if head and tail and is_broken(head.group(), tail.group(), line[tail.end() : tail.end() + 1]):
            out[-1] += tail.group()
            line = line[tail.end() :].lstrip()
        if line or not text:
            out.append(line)
    return out


def _last_word(text: str) -> re.Match[str] | None:
    """The letters at the end; looked for only there, for a text is joined piece by piece."""
    return _WORD_END.search(text, max(0, len(text) - _LONGEST_WORD, text.rfind(" ") + 1))


def join_lines(text: str) -> str:
    """A cell's lines as one line: joined by a space, broken words made whole, white space single.

    «Преподавате\\nль-\\nорганизатор» → «Преподаватель-организатор», «17.02.20\\n23» → «17.02.2023».
    """
    return _join(text) if "\n" in text else " ".join(clean(text).split())


@lru_cache(maxsize=1 << 14)
def _join(text: str) -> str:
    pieces = [" ".join(line.split()) for line in clean(text).split("\n")]
    pieces = [p for p in pieces if p]
    out = pieces[0] if pieces else ""
    index = 1
    while index < len(pieces):
        taken = _mend_many(out, pieces, index)
        if taken is not None:
            out, index = taken
            continue
        out = _glue(out, pieces[index])
        index += 1
    return out


def _mend_many(left: str, pieces: list[str], index: int) -> tuple[str, int] | None:
    """A word broken twice or more: «Преподава|те|ль» over lines that hold its inner parts alone."""
    head = _last_word(left)
    if head is None or index + 1 >= len(pieces):
        return None
    word = head.group()
    for count in range(index, min(index + 3, len(pieces) - 1)):
        if not pieces[count].isalpha():
            return None
        word += pieces[count]
        tail = _WORD_START.match(pieces[count + 1])
        if tail and not is_known(word) and not is_known(pieces[count]) and is_known(word + tail.group()):
            return left[: head.start()] + word + pieces[count + 1], count + 2
    return None


def _glue(left: str, right: str) -> str:
    """Two neighbouring lines as one."""
    if left[-1:] in _HYPHENS and len(left) > 1:
        return _glue_hyphen(left, right)
    if left[-1:] == "\ufffe":
        return left[:-1] + right
    cut = _NUMBER_CUT.search(left, max(0, len(left) - _LONGEST_WORD))
    if cut and re.match(r"\d{1,4}(?!\d)", right) and _completes_date(left, right):
        return left + right
    head, tail = _last_word(left), _WORD_START.match(right)
    if head and tail and is_broken(head.group(), tail.group(), right[tail.end() : tail.end() + 1]):
        return left + right
    if head and head.group()[0].isupper() and _SURNAME_END.match(right):
        return left + right
    return f"{left} {right}"


def _glue_hyphen(left: str, right: str) -> str:
    head, tail = _last_word(left[:-1]), _WORD_START.match(right)
    if left[-2] == " " or head is None or tail is None:
        return f"{left} {right}" if left[-2] == " " else left + right
    if head.group().isupper() or tail.group()[0].isupper():
        return left + right
    whole = head.group() + tail.group()
    if is_known(whole) and not (is_known(f"{head.group()}-{tail.group()}") and is_known(head.group())):
        return left[:-1] + right
    if not is_known(head.group()) and not is_known(tail.group()) and len(tail.group()) < 4:
        return left[:-1] + right
    return left + right


def is_broken(head: str, tail: str, after: str = "") -> bool:
    """Whether `head` and `tail` are the halves of one word; `after` is the character behind the tail."""
    if not tail[0].islower() and not (head.isupper() and tail.isupper() and len(head) > 2):
        return False
    head_known, tail_known = is_known(head), _stands_alone(tail)
    if is_known(head + tail):
        return not (head_known and tail_known)
    return not head_known and not tail_known and after != "." and len(head) > 2 and tail[0].islower()


def _stands_alone(word: str) -> bool:
    """Whether a piece may be a word: of the short ones only function words are («ей», «по»; not «му», «ь»)."""
    if len(word) > 2:
        return is_known(word)
    return is_known(word) and bool(_FUNCTION_WORDS & {r.pos for r in readings(word)})


def _completes_date(left: str, right: str) -> bool:
    cut = re.search(r"(\d{1,2}\.)?(\d{1,2})\.(\d{0,3})$", left)
    digits = re.match(r"\d+", right)
    if cut is None or digits is None:
        return False
    year = cut.group(3) + digits.group()
    if cut.group(1):
        return len(year) == 4 and year.startswith(("19", "20"))
    return not cut.group(3) and len(digits.group()) == 2 and 1 <= int(digits.group()) <= 12


def mend_spaces(text: str) -> str:
    """Words broken by a space or a hyphen and a space inside one line («руководи тели», «те- чение»)."""
    return _mend_spaces(text) if " " in text else text


@lru_cache(maxsize=1 << 14)
def _mend_spaces(text: str) -> str:
    first, *parts = text.split(" ")
    out = [first]
    for part in parts:
        if part[:1].islower() and _is_cut(out[-1], part):
            out[-1] = (out[-1][:-1] if out[-1][-1] in _HYPHENS else out[-1]) + part
        else:
            out.append(part)
    return " ".join(out)


def _is_cut(left: str, right: str) -> bool:
    """Whether a space cut a word: its halves are none, together they are («руководи», «тели»)."""
    head, tail = _last_word(left.rstrip(_HYPHENS)), _WORD_START.match(right)
    if head is None or tail is None or len(head.group()) < 2:
        return False
    alone = is_known(head.group()) and _stands_alone(tail.group())
    return not alone and is_known(head.group() + tail.group())
