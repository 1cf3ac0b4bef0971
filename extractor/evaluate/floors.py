"""Floors of quality: figures below which a change is refused. They stand in a file and only rise."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import UsageError

TABLE = "floors"
_HEAD = """# Quality floors of `extractor evaluate`: a figure below its floor fails the run.
# They only rise: `extractor evaluate GOLD --floors FILE --update-floors` writes higher ones and never lower ones.
"""


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure below its floor; `measured` is None where the figure is missing altogether."""

    name: str
    floor: float
    measured: float | None


def read_floors(path: Path) -> Mapping[str, float]:
    """The floors of a file; none where there is no file yet.

    Raises:
        UsageError: it is no TOML, or a floor is no figure from 0 to 1.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(str(error), source=str(path), code="floors") from error
    floors = data.get(TABLE, {})
    for name, value in floors.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise UsageError(f"{name} = {value!r}", source=str(path), code="floors")
    return {name: float(value) for name, value in floors.items()}


def breaches(floors: Mapping[str, float], measured: Mapping[str, float]) -> tuple[Breach, ...]:
    """The floors that are not held; a figure that nothing measures any more is not held either."""
    return tuple(
        Breach(name, floor, measured.get(name))
        for name, floor in floors.items()
        if name not in measured or measured[name] + 1e-9 < floor
    )


def raised(floors: Mapping[str, float], measured: Mapping[str, float]) -> Mapping[str, float]:
    """Each floor at what is measured, cut (not rounded) to three places, where that is higher; new figures join."""
    risen = {name: math.floor(value * 1000 + 1e-6) / 1000 for name, value in measured.items()}
    return {name: max(floors.get(name, 0.0), risen.get(name, 0.0)) for name in [*floors, *(set(risen) - set(floors))]}


def write_floors(path: Path, floors: Mapping[str, float]) -> None:
    """A file of floors, in the order of names."""
    lines = [f'"{name}" = {value:.3f}' for name, value in sorted(floors.items())]
    path.write_text(f"{_HEAD}\n[{TABLE}]\n" + "\n".join(lines) + "\n", encoding="utf-8")
