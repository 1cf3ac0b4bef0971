"""The encoding of a Russian text without a label: marks first, then UTF-16 and UTF-8 by their form, then by language.

The single-byte encodings (windows-1251, koi8-r, cp866, mac-cyrillic, ISO 8859-5) are all plausible for any bytes: the
one whose letters follow one another as in Russian wins, capitals and short texts too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.errors import MappingError, ReadError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SINGLE_BYTE = ("windows-1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
_RARITY = 0.1
"""What each place down the list of single-byte encodings costs: the first ones are met most."""
_SAMPLE = 20_000
_SHORT, _NEARLY = 200, 1.5
_AROUND_WORDS = ".,;:!?()\"'«»„“”…–—-"
_RUSSIAN = re.compile(r"[а-яё]+", re.IGNORECASE)
_FLIPPED_CASE = re.compile(r"[а-яё][А-ЯЁ]|\b[а-яё][А-ЯЁ]+\b|[А-ЯЁ]{2}[а-яё]\b")
_MISPLACED = re.compile(r"(?<=[а-яё])[«»„“”№…•§°’](?=[а-яё])|(?<!\w)[–—…•”’»](?=[а-яё])", re.IGNORECASE)
_OPENING = re.compile(r"(?<!\w)[«„“‘](?=[а-яё])", re.IGNORECASE)
_CLOSING = re.compile(r"(?<=[\w.,!?…)%])[»”“’]")
_FOREIGN = re.compile(r"[^\W\d_]")
_PRINTED = re.compile(r"[«»„“”№–—…•·§°’]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_MOJIBAKE = re.compile(r"[РС][\u0080-\u00bfЂ-џ‚-™\u00a0-¿]")
_RARE = re.compile("[\U00020000-\U0003ffff]")
"""Rare Chinese signs: «Ёлка» in cp866 is one of them in UTF-8."""
_JUNK_SHARE = 0.02
_MANGLED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding that gave it, and the warnings of the data model."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The bytes as text.

    Raises:
        ReadError: empty (`empty_file`), or no text in any known encoding (`unknown_format`).
    """
    if not data.strip(b"\0 \t\r\n\f\x1a"):
        raise ReadError(code="empty_file")
    found = _by_mark(data) or _wide(data) or _utf8(data) or _by_language(data)
    if found is None or _is_junk(found.text):
        raise ReadError("no text in any known encoding", code="unknown_format")
    if not found.text.strip("\ufeff \t\r\n\f\x1a"):
        raise ReadError(code="empty_file")
    return _unmangled(found)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lossy(data, encoding)
    return None


def _lossy(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, ("undecodable_bytes",))


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: the high bytes (00 of digits and spaces, 04 of Cyrillic) stand on one side."""
    head = data[:_SAMPLE]
    if len(head) < 4:
        return None
    for encoding, high, low in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        usual = sum(byte in b"\x00\x04\x20\x21" for byte in high)
        if usual > 0.9 * len(high) and high.count(0) + high.count(4) > 0.5 * len(high) > 2 * low.count(0):
            return _lossy(data, encoding)
    return None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also with a few broken bytes: valid sequences by the dozen are no accident."""
    try:
        text = data.decode("utf-8")
        return None if _RARE.search(text) and not _RUSSIAN.search(text) else Decoded(text, "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    letters = sum(map(len, _RUSSIAN.findall(text)))
    broken = text.count("\ufffd")
    return Decoded(text, "utf-8", ("undecodable_bytes",)) if letters >= 10 and broken * 5 < letters else None


def _by_language(data: bytes) -> Decoded | None:
    """The single-byte encoding whose text is the best Russian; None where none is Russian at all."""
    sample = data[:_SAMPLE]
    ranked = sorted(
        ((russian_score(sample.decode(e, "replace")), -i) for i, e in enumerate(_SINGLE_BYTE)), reverse=True
    )
    score, index = ranked[0]
    if score < 0:
        return None
    near = [_SINGLE_BYTE[-other] for found, other in ranked if found > max(score - _NEARLY, 0)]
    if len(sample) < _SHORT and len(near) > 1:  # «Эстафета» is «Ёстафета» in another encoding
        return _lossy(data, max(near, key=lambda encoding: _by_words(sample.decode(encoding, "replace"))))
    return _lossy(data, _SINGLE_BYTE[-index])


def russian_score(text: str) -> float:
    """How Russian a text looks: the mean over its non-ASCII characters, about 5 for Russian, below 0 for none.

    Each pair of neighbouring letters counts what `mappings/russian_letters.yaml` gives it; letters outside the Russian
    alphabet, box drawing and flipped capitals («пЛАН», koi8-r read as windows-1251) count against.
    """
    table = _follows()
    total, seen = 0.0, 0
    for word in _RUSSIAN.findall(text):
        letters = f"_{word.lower().replace('ё', 'е')}_"
        total += sum(table.get(letters[i : i + 2], 0) - 1.5 for i in range(len(letters) - 1))
        seen += len(word)
    others = [c for c in text if not c.isascii() and not _RUSSIAN.match(c) and not _PRINTED.match(c)]
    total -= sum(1.5 if c == "\u00a0" else 8 if _FOREIGN.match(c) else 10 for c in others)
    total -= 12 * len(_FLIPPED_CASE.findall(text)) + 6 * _misplaced(text)
    return total / (seen + len(others)) if seen or others else 0.0


def _misplaced(text: str) -> int:
    """Signs where a letter should be: «—лены» (windows-1251 read as mac-cyrillic), «я’а’з», a quote never closed."""
    quotes = len(_OPENING.findall(text)) - len(_CLOSING.findall(text))
    return len(_MISPLACED.findall(text)) + max(quotes, 0)


def _by_words(sample: str) -> float:
    """The share of words that the dictionary knows: it decides where a text is so short that its letters do not."""
    from extractor.morph import is_known

    words = [word.strip(_AROUND_WORDS) for word in sample.split()]
    known = sum(bool(_RUSSIAN.fullmatch(word)) and is_known(word) for word in words)
    return (known - _misplaced(sample)) / max(len(words), 1)


@lru_cache(maxsize=1)
def _follows() -> dict[str, int]:
    """Pairs of letters → 0–9.

    Raises:
        MappingError: a row is missing or has not one digit for each letter.
    """
    data = mappings.load("russian_letters")
    letters, rows = data["letters"], data["follows"]
    if set(rows) != set(letters) or any(len(r) != len(letters) or not r.isdigit() for r in rows.values()):
        raise MappingError("russian_letters.yaml: each letter needs a row of one digit a letter")
    return {first + second: int(digit) for first in letters for second, digit in zip(letters, rows[first], strict=True)}


mappings.on_change(_follows.cache_clear)


def _is_junk(text: str) -> bool:
    sample = text[:_SAMPLE]
    junk = len(_CONTROL.findall(sample)) + sample.count("\ufffd") / 2
    return junk > max(_JUNK_SHARE * len(sample), 1)


def _unmangled(found: Decoded) -> Decoded:
    """UTF-8 that someone saved as windows-1251 («РџР»Р°РЅ» for «План») read back."""
    marks = len(_MOJIBAKE.findall(found.text))
    if marks < _MANGLED_SHARE * len(found.text) or marks < 4:
        return found
    try:
        return Decoded(found.text.encode("windows-1251").decode("utf-8"), "utf-8", found.warnings)
    except UnicodeError:
        return found
