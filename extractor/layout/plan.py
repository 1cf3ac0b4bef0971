"""What layout makes of blocks: the header, the rows of the plan, and the fate of everything else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.blocks import Paragraph, Place
from extractor.layout.header import Header
from extractor.text import one_line
from extractor.wording import join_lines

FateKind = Literal["event", "section", "header", "continued", "skipped", "title", "stamp", "goal", "prose"]


@dataclass(frozen=True)
class Field:
    """What one column says in one row: the role of the column, its header, and the cell's paragraphs.

    Without slots, so that its texts are put together once.
    """

    role: str
    header: str
    paragraphs: tuple[Paragraph, ...]
    colspan: int = 1
    inherited: bool = False

    @cached_property
    def raw(self) -> str:
        """The cell as it stands, automatic labels included, one paragraph a line."""
        return "\n".join(p.full_text for p in self.paragraphs).strip()

    @cached_property
    def lines(self) -> str:
        """The cell with the author's line breaks alone: those that a page's width made are joined."""
        return "\n".join(join_lines(p.full_text) if p.wrapped else p.full_text for p in self.paragraphs).strip()

    @cached_property
    def text(self) -> str:
        """The cell on one line, broken words made whole."""
        return " ".join(filter(None, (join_lines(p.full_text) for p in self.paragraphs)))

    @property
    def place(self) -> Place:
        """Where the cell's first paragraph stands."""
        return self.paragraphs[0].place if self.paragraphs else Place()


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands, each from 1 where the format has it."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row that is an event, or the source of several.

    `under` is the date heading above (a month), `heading` the heading that names the form («Семинары»),
    `plan` the index of the plan in the file, `certainty` 0–1 how sure the columns' roles are.
    """

    sections: tuple[str, ...]
    fields: tuple[Field, ...]
    number: str | None = None
    under: str | None = None
    heading: str | None = None
    plan: int = 0
    place: RowPlace = RowPlace()
    certainty: float = 1.0
    split: bool = True
    warnings: tuple[str, ...] = ()

    def field(self, role: str) -> Field | None:
        """The first column of a role, where the row has something in it."""
        return next((f for f in self.fields if f.role == role and f.raw), None)

    def fields_of(self, role: str) -> tuple[Field, ...]:
        """All non-empty columns of a role."""
        return tuple(f for f in self.fields if f.role == role and f.raw)

    def text(self, role: str) -> str:
        """The text of a role on one line, '' where there is none."""
        return one_line(" ".join(f.text for f in self.fields_of(role)))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a piece of the document, and why."""

    kind: FateKind
    text: str
    reason: str = ""
    place: RowPlace = RowPlace()


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """One column of a grid as it was understood: its header, its role, the score and what decided it."""

    table: int
    column: int
    header: str
    role: str
    score: float
    by: Literal["header", "content", "default"]


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One plan of the file: its header (title, period, stamps), from the first block to the next plan's title."""

    header: Header
    is_plan: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole file as plans: headers in order, all rows, the columns found, and every other piece's fate."""

    parts: tuple[PlanPart, ...]
    rows: tuple[PlanRow, ...]
    columns: tuple[ColumnReport, ...] = ()
    fates: tuple[Fate, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def main(self) -> PlanPart | None:
        """The part that names the document: the first that is a plan, else the first."""
        return next((p for p in self.parts if p.is_plan), self.parts[0] if self.parts else None)
