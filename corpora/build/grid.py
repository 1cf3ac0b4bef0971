"""Grids with merge marks as cells with spans, and the counters that a text writer needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpora.build.spec import LEFT, UP, Table

INLINE = re.compile(r"(\*\*.+?\*\*|~~.+?~~|\{\+.+?\+\}|\{-.+?-\})", re.S)


@dataclass(frozen=True)
class Spanned:
    """A cell at its place with its spans."""

    row: int
    col: int
    rows: int
    cols: int
    value: object
    bold: bool


def spanned(table: Table) -> list[list[Spanned]]:
    """The cells that are not covered, row by row."""
    rows = table.rows
    result: list[list[Spanned]] = []
    for i, row in enumerate(rows):
        line = []
        for j, value in enumerate(row):
            if value in (LEFT, UP):
                continue
            cols = 1
            while j + cols < len(row) and row[j + cols] == LEFT:
                cols += 1
            down = 1
            while i + down < len(rows) and j < len(rows[i + down]) and rows[i + down][j] == UP:
                down += 1
            line.append(Spanned(i, j, down, cols, value, i in table.bold_rows))
        result.append(line)
    return result


@dataclass
class Counters:
    """Word's automatic numbers («1.», «1.2.») for writers that must print them."""

    values: list[int] = field(default_factory=lambda: [0, 0, 0])

    def next(self, level: int) -> str:
        """The next number of a level; deeper levels start anew."""
        self.values[level - 1] += 1
        for deeper in range(level, len(self.values)):
            self.values[deeper] = 0
        return ".".join(str(x) for x in self.values[:level]) + "."


def printed(value: object, counters: Counters, bullet: str = "• ") -> list[str]:
    """A cell's lines as a text writer prints them."""
    lines, item = [], 0
    for line in str(value).replace("\v", "\n").split("\n"):
        auto = re.match(r"@([12])(?: |$)", line)
        if auto:
            number = counters.next(int(auto[1]))
            lines.append(f"{number} {line[auto.end() :]}".strip())
        elif line.startswith("* "):
            lines.append(bullet + line[2:])
        elif line.startswith("# "):
            item += 1
            lines.append(f"{item}. {line[2:]}")
        else:
            lines.append(line)
    return lines


def runs(text: str) -> list[tuple[str, str]]:
    """Inline marks as (kind, text): plain, bold, strike, ins, del."""
    kinds = {"**": "bold", "~~": "strike", "{+": "ins", "{-": "del"}
    return [(kinds[x[:2]], x[2:-2]) if INLINE.fullmatch(x) else ("plain", x) for x in INLINE.split(text) if x]
