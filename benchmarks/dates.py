"""Dates of cells: accuracy and speed beside dateparser (`parse`, `search_dates`) and natasha, in one run.

    python benchmarks/dates.py [GOLD.yaml …] [--phrases 5000] [--slow 200]

GOLD has the form of `gold/phrases/dates.yaml`; without one, the tests' own phrases are read. Accuracy is judged on the
phrases that name dates: all the days right (of the others' answers the day alone, or the first and the last). Speed is
measured on phrases that differ from one another: their days and months are exchanged; the slow libraries get fewer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.fields.dates import parse_date, read_date

OWN = Path(__file__).resolve().parents[1] / "tests" / "data" / "dates"
PERIOD = "2020-09-01/2021-08-31"
BASE = dt.datetime(2020, 9, 1)
Days = list[tuple[str, str]]
Reader = Callable[[str], Days]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--phrases", type=int, default=5000)
    parser.add_argument("--slow", type=int, default=200)
    args = parser.parse_args()
    gold = [g for path in args.gold or [OWN / "academic_year.yaml"] for g in read(path)]
    phrases = varied([text for text, _ in gold], args.phrases)
    print(f"{len(gold)} phrases with dates judged, {len(phrases)} different ones timed")
    readers: dict[str, tuple[Reader, int]] = {"extractor": (ours, len(phrases))}
    if find_spec("dateparser"):
        readers["dateparser.parse"] = (dateparser_parse, args.slow)
        readers["search_dates"] = (dateparser_search, args.slow)
    if find_spec("natasha"):
        readers["natasha"] = (natasha(), args.slow)
    for name, (reader, count) in readers.items():
        right = sum(reader(text) == days for text, days in gold)
        reader(phrases[0])
        print(f"{name:<18} right {right / len(gold):.3f}   {speed(phrases[:count], reader):>10,.0f} distinct phrases/s")
    print(f"{'extractor':<18} repeated     {speed(phrases[:200] * 500, ours_repeated):>10,.0f} phrases/s")
    return 0


def read(path: Path) -> list[tuple[str, Days]]:
    """(phrase, its days) of the phrases of one academic year that have bounded spans."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    rows = (
        data["phrases"]
        if isinstance(data, dict)
        else [[g["text"], g["kind"], " ".join(g.get("spans") or []), g] for g in data]
    )
    out = []
    for text, kind, spans, *more in rows:
        options = more[0] if more else {}
        plain = options.get("period", PERIOD) == PERIOD and "under" not in options
        if plain and kind in ("date", "period") and spans and ".." not in spans:
            out.append((text, [expanded(s) for s in spans.split()]))
    return out


def expanded(span: str) -> tuple[str, str]:
    """`2020-10` is the whole month, `2020-10-05` the day."""
    if "/" in span:
        start, end = span.split("/")
        return start, end
    if len(span) == 7:
        year, month = map(int, span.split("-"))
        last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)
        return f"{span}-01", last.isoformat()
    return span, span


def varied(texts: Sequence[str], count: int) -> list[str]:
    """Phrases that differ: their numbers are exchanged, always in the same way."""
    dice = random.Random(20)
    out: dict[str, None] = {}
    while len(out) < count:
        text = dice.choice(texts)
        out[re.sub(r"(?<!\d)\d{1,2}(?!\d)", lambda _: str(dice.randint(1, 28)), text) + " " * (len(out) % 3)] = None
    return list(out)


def speed(phrases: Sequence[str], reader: Reader) -> float:
    start = time.process_time()
    for phrase in phrases:
        reader(phrase)
    return len(phrases) / (time.process_time() - start)


def ours(text: str) -> Days:
    return [(str(s.start), str(s.end)) for s in parse_date(text, period=PERIOD).spans]


def ours_repeated(text: str) -> Days:
    parse_date(text, period=PERIOD)
    return []


def dateparser_parse(text: str) -> Days:
    import dateparser

    found = dateparser.parse(text, languages=["ru"], settings={"RELATIVE_BASE": BASE, "DATE_ORDER": "DMY"})
    return [(found.date().isoformat(),) * 2] if found else []


def dateparser_search(text: str) -> Days:
    from dateparser.search import search_dates

    found = search_dates(text, languages=["ru"], settings={"RELATIVE_BASE": BASE, "DATE_ORDER": "DMY"}) or []
    return [(day.date().isoformat(),) * 2 for _, day in found]


def natasha() -> Reader:
    from natasha import DatesExtractor, MorphVocab

    extractor = DatesExtractor(MorphVocab())

    def reader(text: str) -> Days:
        days = []
        for match in extractor(text):
            fact = match.fact
            if fact.month and fact.day:
                year = fact.year or (2020 if fact.month > 8 else 2021)
                days.append((f"{year:04}-{fact.month:02}-{fact.day:02}",) * 2)
            elif fact.month:
                days.append(expanded(f"{fact.year or (2020 if fact.month > 8 else 2021):04}-{fact.month:02}"))
        return days

    return reader


if __name__ == "__main__":
    read_date.cache_clear()
    sys.exit(main())
