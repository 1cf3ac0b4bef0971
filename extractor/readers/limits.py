"""How much a document may ask for: one frozen value that every reader is given.

The defaults let through any plan ever seen (the longest of 1,000 rows: 89 pages, 0.3 million characters) with a wide
margin, and stop what only a hostile or broken file holds. A reader checks while it reads, never afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from extractor.errors import LimitError, UsageError


@dataclass(frozen=True, slots=True)
class Limits:
    """The caps of one document; `seconds` is the time for all of it.

    `ratio` is unpacked to packed bytes of a ZIP package's part, counted only past a megabyte (blank parts pack well).
    `archive_depth` is how many ZIP archives may stand one in another. `table_depth` counts nested tables,
    `span` the rows or columns one merged cell may cover, `paths` the drawing objects of one PDF page, `pixels` a
    picture's (A4 at 600 dpi has 35 million).
    """

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 200
    entries: int = 5_000
    archive_depth: int = 3
    xml_depth: int = 200
    table_depth: int = 16
    cells: int = 500_000
    span: int = 5_000
    columns: int = 500
    pages: int = 1_000
    paths: int = 100_000
    pixels: int = 40_000_000
    characters: int = 10_000_000
    seconds: float = 60.0

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) <= 0:
                raise UsageError(f"Limits.{field.name} must be positive")

    def check(self, name: str, value: float) -> None:
        """Refuses a value over the limit `name`.

        Raises:
            LimitError: `detail` is «name value > limit».
        """
        limit = getattr(self, name)
        if value > limit:
            raise LimitError(
                f"{name} {value:g} > {limit:g}" if isinstance(value, float) else f"{name} {value} > {limit}"
            )

    def changed(self, settings: Iterable[str]) -> Limits:
        """These limits with others laid over them, each «name=value»: «pages=2000», «seconds=90».

        Raises:
            UsageError: no such limit, or no positive number.
        """
        changes: dict[str, int | float] = {}
        for setting in settings:
            name, _equals, value = (part.strip() for part in setting.partition("="))
            standard = getattr(self, name, None) if name in limit_names() else None
            if standard is None:
                raise UsageError(f"{setting}: {', '.join(limit_names())}")
            try:
                changes[name] = type(standard)(value.replace("_", ""))
            except ValueError as error:
                raise UsageError(setting) from error
        return replace(self, **changes)  # type: ignore[arg-type]

    def clock(self) -> Stopwatch:
        """A stopwatch that starts now and refuses to run longer than `seconds`."""
        return Stopwatch(self.seconds, time.monotonic())


def limit_names() -> tuple[str, ...]:
    """The names of all limits."""
    return tuple(field.name for field in fields(Limits))


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """The time a document has used; asked between pages and rows. It stops readers, it never changes what is read."""

    seconds: float
    started: float

    def check(self) -> None:
        """Refuses to go on past the limit.

        Raises:
            LimitError: the time is over.
        """
        if time.monotonic() - self.started > self.seconds:
            raise LimitError(f"seconds > {self.seconds:g}")
