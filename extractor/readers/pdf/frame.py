"""From PDF user space (y up, any rotation, any origin) to points from the corner that is top left for a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractor.blocks import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible box in user space and by how many quarter turns clockwise it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def turned(self, turns: int) -> Frame:
        """The same page shown with more turns."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.turns + turns) % 4)

    def points(self, xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
        """Points of user space (all x, all y) as shown."""
        if self.turns == 0:
            return [x - self.left for x in xs], [self.top - y for y in ys]
        if self.turns == 1:
            return [y - self.bottom for y in ys], [x - self.left for x in xs]
        if self.turns == 2:
            return [self.right - x for x in xs], [y - self.bottom for y in ys]
        return [self.top - y for y in ys], [self.right - x for x in xs]

    def mapper(self) -> Callable[[float, float, float, float], Box]:
        """A function from (left, bottom, right, top) to (x0, top, x1, bottom) as shown."""
        return _MAPPERS[self.turns](self.left, self.bottom, self.right, self.top)


def _upright(x0: float, _y0: float, _x1: float, y1: float) -> Callable[[float, float, float, float], Box]:
    return lambda left, bottom, right, top: (left - x0, y1 - top, right - x0, y1 - bottom)


def _quarter(x0: float, y0: float, _x1: float, _y1: float) -> Callable[[float, float, float, float], Box]:
    return lambda left, bottom, right, top: (bottom - y0, left - x0, top - y0, right - x0)


def _half(_x0: float, y0: float, x1: float, _y1: float) -> Callable[[float, float, float, float], Box]:
    return lambda left, bottom, right, top: (x1 - right, bottom - y0, x1 - left, top - y0)


def _three_quarters(_x0: float, _y0: float, x1: float, y1: float) -> Callable[[float, float, float, float], Box]:
    return lambda left, bottom, right, top: (y1 - top, x1 - right, y1 - bottom, x1 - left)


_MAPPERS = (_upright, _quarter, _half, _three_quarters)
