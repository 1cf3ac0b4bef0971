"""Floors of quality: what is measured may not fall below them. They stand in a file and only rise.

A floor belongs to the plans it was measured on. Each plan has one of its own (the share of its events that are right
as a whole), which never falls. The floors of fields are held on the plans that the file names: a harder plan that joins
the corpus makes no old figure worse, and from then on the fields' floors are those of the larger corpus.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.evaluate.figures import Evaluation
from extractor.evaluate.scoring import PlanScore

_HEAD = """# Quality floors of `extractor evaluate`: what falls below one fails the run. They only rise:
# `extractor evaluate GOLD --floors FILE --update-floors` writes higher ones and never lower ones.
# [plans]: events right as a whole; [floors]: fields, over the plans that are named here.
"""


@dataclass(frozen=True, slots=True)
class Floors:
    """Floors of fields, and of plans by the names of their files."""

    figures: Mapping[str, float] = field(default_factory=dict)
    plans: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.figures or self.plans)


@dataclass(frozen=True, slots=True)
class Breach:
    """A field or a plan below its floor; `measured` is None where it is missing altogether."""

    name: str
    floor: float
    measured: float | None


def read_floors(path: Path) -> Floors:
    """The floors of a file; none where there is no file yet.

    Raises:
        UsageError: it is no TOML, or a floor is no figure from 0 to 1.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Floors()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(str(error), source=str(path), code="floors") from error
    return Floors(_numbers(data.get("floors", {}), path), _numbers(data.get("plans", {}), path))


def _numbers(table: Mapping[str, Any], path: Path) -> Mapping[str, float]:
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise UsageError(f"{name} = {value!r}", source=str(path), code="floors")
    return {name: float(value) for name, value in table.items()}


def breaches(floors: Floors, evaluation: Evaluation) -> tuple[Breach, ...]:
    """The floors that are not held; what nothing measures any more is not held either."""
    shares = {plan.source: _share(plan) for plan in evaluation.plans}
    measured = _of_named(floors, evaluation).values()
    return (*_below(floors.plans, shares), *_below(floors.figures, measured))


def raised(floors: Floors, evaluation: Evaluation) -> Floors:
    """The floors at what is measured, where that is higher; plans that are new join with their own."""
    shares = {plan.source: _cut(_share(plan)) for plan in evaluation.plans}
    measured = {name: _cut(value) for name, value in evaluation.values().items()}
    plans = _higher(floors.plans, shares)
    grown = bool(set(plans) - set(floors.plans))
    return Floors(measured if grown else _higher(floors.figures, measured), plans)


def write_floors(path: Path, floors: Floors) -> None:
    """A file of floors, in the order of names."""
    tables = (("floors", floors.figures), ("plans", floors.plans))
    body = "\n".join(
        f"\n[{title}]\n" + "".join(f'"{name}" = {value:.3f}\n' for name, value in sorted(table.items()))
        for title, table in tables
    )
    path.write_text(_HEAD + body, encoding="utf-8")


def _share(plan: PlanScore) -> float:
    """Events right as a whole; a document without events is right where none was made up."""
    return plan.whole / plan.wanted if plan.wanted else float(not plan.found)


def _of_named(floors: Floors, evaluation: Evaluation) -> Evaluation:
    """The measure on the plans that the floors were measured on."""
    if not floors.plans:
        return evaluation
    return Evaluation(tuple(plan for plan in evaluation.plans if plan.source in floors.plans))


def _below(floors: Mapping[str, float], measured: Mapping[str, float]) -> tuple[Breach, ...]:
    return tuple(
        Breach(name, floor, measured.get(name))
        for name, floor in floors.items()
        if name not in measured or measured[name] + 1e-9 < floor
    )


def _higher(floors: Mapping[str, float], measured: Mapping[str, float]) -> Mapping[str, float]:
    names = [*floors, *(set(measured) - set(floors))]
    return {name: max(floors.get(name, 0.0), measured.get(name, 0.0)) for name in names}


def _cut(value: float) -> float:
    """Three places, cut and not rounded up: a floor above what was measured would fail at once."""
    return math.floor(value * 1000 + 1e-6) / 1000
