"""People, posts and bodies of responsible cells: accuracy and speed, beside natasha where it is installed.

    python benchmarks/parties.py [GOLD.yaml] [--cells 3000]

GOLD has the form of `tests/data/parties` or of `gold/phrases/responsible.yaml`; without one, the tests' own cells are
read. Speed is measured on cells that differ from one another: the names in them are exchanged.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.fields.parties import parse_responsible

OWN = Path(__file__).resolve().parents[1] / "tests" / "data" / "parties"
STEMS = ("Ветл", "Зорьк", "Плюсн", "Кар", "Барм", "Тихон", "Лобан", "Рыж", "Кост", "Дёгт", "Щук", "Мокр")
ENDINGS = ("ов", "ова", "ин", "ина", "ский", "ская", "енко", "ук", "ян", "ых")
INITIALS = "АБВГДЕЖЗИКЛМНОПРСТ"
NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:ов|ова|ин|ина|ко|ский|ская) [А-ЯЁ]\. ?[А-ЯЁ]\.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--cells", type=int, default=3000)
    args = parser.parse_args()
    gold = [c for path in args.gold or sorted(OWN.glob("*.yaml")) for c in read(path)]
    cells = varied([text for text, _ in gold], args.cells)
    readers: dict[str, Callable[[str], list[str]]] = {"extractor": ours}
    if find_spec("natasha"):
        readers["natasha"] = natasha()
    print(f"{len(gold)} cells judged, {len(cells)} different ones timed")
    for name, people in readers.items():
        right, f1 = judged(gold, people)
        print(f"{name:<10} people of a cell right {right:.3f}   F1 {f1:.3f}   {speed(cells, people):,.0f} cells/s")
    return 0


def read(path: Path) -> list[tuple[str, list[str]]]:
    """(cell, names of its people) from either form of gold."""
    out = []
    for cell in yaml.safe_load(path.read_text(encoding="utf-8")):
        if "skip" not in cell:
            out.append((cell["text"], names_of(cell)))
    return out


def names_of(cell: dict[str, Any]) -> list[str]:
    if "want" in cell:
        return [re.split(r" [=@#] ", w[2:])[0].strip() for w in cell["want"] if w.startswith("P ")]
    return [p["person"] for p in cell["parties"] if p.get("person")]


def ours(text: str) -> list[str]:
    return [p.person.name for p in parse_responsible(text) if p.person]


def natasha() -> Callable[[str], list[str]]:
    """natasha's usual way: NER, then the name extractor, both in the nominative."""
    from natasha import PER, Doc, MorphVocab, NamesExtractor, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter

    embedding, vocabulary = NewsEmbedding(), MorphVocab()
    segmenter, morph, ner = Segmenter(), NewsMorphTagger(embedding), NewsNERTagger(embedding)
    extractor = NamesExtractor(vocabulary)

    def people(text: str) -> list[str]:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        doc.tag_ner(ner)
        out = []
        for span in doc.spans or ():
            if span.type == PER:
                span.normalize(vocabulary)
                span.extract_fact(extractor)
                out.append(named(span))
        return out

    return people


def named(span: Any) -> str:
    """A natasha fact written as the conventions have it: «Кротова И.П.»."""
    if not span.fact:
        return str(span.normal)
    parts = span.fact.as_dict
    initials = [p for p in (parts.get("first"), parts.get("middle")) if p]
    short = all(len(i) == 1 for i in initials)
    tail = "".join(f"{i}." for i in initials) if short else " ".join(initials)
    return f"{parts.get('last', '')} {tail}".strip()


def judged(gold: Sequence[tuple[str, list[str]]], people: Callable[[str], list[str]]) -> tuple[float, float]:
    """The share of cells whose people are all right, and the F1 of people."""
    right = hit = missed = spurious = 0
    for text, wanted in gold:
        found = people(text)
        right += sorted(found) == sorted(wanted)
        rest = list(found)
        for name in wanted:
            if name in rest:
                rest.remove(name)
                hit += 1
            else:
                missed += 1
        spurious += len(rest)
    return right / len(gold), 2 * hit / (2 * hit + missed + spurious)


def varied(texts: Sequence[str], count: int) -> list[str]:
    """Different cells of the same idioms: each name is exchanged for another."""
    chance = random.Random(7)

    def other(_: re.Match[str]) -> str:
        surname = chance.choice(STEMS) + chance.choice(ENDINGS)
        return f"{surname} {chance.choice(INITIALS)}.{chance.choice(INITIALS)}."

    out: dict[str, None] = {}
    for _ in range(50 * count):
        out[NAME.sub(other, chance.choice(texts))] = None
        if len(out) >= count:
            break
    return list(out)


def speed(cells: Sequence[str], people: Callable[[str], list[str]]) -> float:
    for cell in cells[: len(cells) // 4]:
        people(cell)
    rest = cells[len(cells) // 4 :]
    start = time.process_time()
    for cell in rest:
        people(cell)
    return len(rest) / max(time.process_time() - start, 1e-9)


if __name__ == "__main__":
    sys.exit(main())
