"""`plan-extractor.toml`: found in the current folder or the nearest one above it.

mappings = "our-mappings"   # a folder, relative to the file
lang = "ru"
workers = 4
timeout = 60
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from extractor.errors import UsageError

FILE_NAME = "plan-extractor.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """What the file sets; None where it says nothing."""

    mappings: Path | None = None
    lang: str | None = None
    workers: int | None = None
    timeout: float | None = None


_TYPES: dict[str, type | tuple[type, ...]] = {"mappings": str, "lang": str, "workers": int, "timeout": (int, float)}


def find_config(start: Path | None = None) -> Config:
    """The settings in force for a folder (the current one by default).

    Raises:
        UsageError: the file is no TOML, or it has a key or a value that means nothing.
    """
    start = Path.cwd() if start is None else start
    for folder in (start, *start.parents):
        path = folder / FILE_NAME
        if path.is_file():
            return _read(path)
    return Config()


def _read(path: Path) -> Config:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(str(error), source=str(path)) from error
    known = {f.name for f in fields(Config)}
    for key, value in data.items():
        if key not in known or not isinstance(value, _TYPES[key]) or isinstance(value, bool):
            raise UsageError(f"{key} = {value!r}", source=str(path))
    if "mappings" in data:
        data["mappings"] = path.parent / data["mappings"]
    return Config(**data)
