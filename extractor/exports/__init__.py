"""What an imported dataset is written as: one room a format. Here only the names, which cost nothing to import."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, tuple[str, ...]] = {
    "json": ("dataset.json",),
    "jsonl": ("events.jsonl", "documents.jsonl"),
    "csv": ("datapackage.json", "events.csv", "documents.csv"),
    "parquet": ("events.parquet", "documents.parquet"),
    "xlsx": ("plans.xlsx", "events.excel.csv"),
    "ics": ("*.ics",),
}
"""Each format by its name on the command line, with the files of it that are worth opening."""

FORMATS: tuple[str, ...] = tuple(FILES)
"""The names that `--format` takes; an import writes all of them unless told otherwise."""
