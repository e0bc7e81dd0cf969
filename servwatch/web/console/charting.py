"""Charts as shapes: from figures to what a template draws as SVG. Pure; colours are classes of the style sheet.

All measures are in units of the drawing, which is WIDTH wide and scales with the page. What a chart shows stands
in a table behind it too, so that nobody needs to see it (WCAG 2.2, 1.1.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 720.0, 256.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 4.0, 12.0, 44.0
_MOST_LABELS = 8
"""Words below the axis: as many as can be read side by side on a phone."""
STYLES = 6
"""Series that can be told apart."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures. `style` is a number from 1 to STYLES."""

    name: str
    values: tuple[float, ...]
    style: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """What a chart shows. `name` is unique within its page; `labels` name the columns, each series has a value of each."""

    name: str
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    summed: bool = True  # whether the values of a series can be added up over the columns

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(value for one in self.series for value in one.values)

    def totals(self) -> list[float]:
        """The sum of each column."""
        return [sum(one.values[at] for one in self.series) for at in range(len(self.labels))]


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle. `says` is shown to who points at it."""

    x: float
    y: float
    width: float
    height: float
    style: str  # a class
    says: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at an axis."""

    x: float
    y: float
    text: str
    anchor: str = "middle"  # "start" | "middle" | "end"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a template draws, in this order: the lines of the axis (heights), the shapes, the words."""

    width: float
    height: float
    lines: tuple[float, ...] = ()
    shapes: tuple[Shape, ...] = ()
    marks: tuple[Mark, ...] = ()
    left: float = 0.0


def stacked(figure: Figure) -> Drawing:
    """One column for each label, the series on top of each other from the axis up."""
    ticks = scale(max(figure.totals(), default=0.0))
    top, columns = ticks[-1], max(len(figure.labels), 1)
    step = (WIDTH - _LEFT - _RIGHT) / columns
    width, high = max(step * 0.78, 1.0), HEIGHT - _TOP - _BOTTOM
    ground = HEIGHT - _BOTTOM
    shapes: list[Shape] = []
    for at, label in enumerate(figure.labels):
        y = ground
        for one in figure.series:
            tall = high * one.values[at] / top
            if tall <= 0:
                continue
            y -= tall
            said = f"{label}, {one.name}: {_plain(one.values[at])}"
            x = _LEFT + at * step + (step - width) / 2
            shapes.append(_shape(x, y, width, tall, f"series-{one.style}", said))
    lines = tuple(round(ground - high * tick / top, 1) for tick in ticks)
    marks = [Mark(_LEFT - 6, line + 4, _plain(tick), "end") for line, tick in zip(lines, ticks, strict=True)]
    marks += [
        Mark(round(_LEFT + (at + 0.5) * step, 1), HEIGHT - 8, figure.labels[at])
        for at in told(columns, figure)
    ]
    return Drawing(WIDTH, HEIGHT, lines, tuple(shapes), tuple(marks), _LEFT)


def told(columns: int, figure: Figure) -> range:
    """Which columns have their label below the axis: evenly, and no more than can be read."""
    return range(0, len(figure.labels), max(1, ceil(columns / _MOST_LABELS)))


def share(parts: Sequence[Series], height: float = 34.0) -> Drawing:
    """One bar of the whole width, parted as the first values of the series."""
    whole = sum(part.values[0] for part in parts)
    shapes: list[Shape] = []
    x = 0.0
    for part in parts:
        wide = WIDTH * part.values[0] / whole if whole else 0.0
        if wide > 0:
            said = f"{part.name}: {_plain(part.values[0])}"
            shapes.append(_shape(x, 0, max(wide - 2, 0.5), height, f"series-{part.style}", said))
        x += wide
    return Drawing(WIDTH, height, shapes=tuple(shapes))


def strip(cells: Sequence[tuple[str, str]], height: float = 28.0) -> Drawing:
    """One upright cell for each pair of a class and what it says, from left to right."""
    step = WIDTH / max(len(cells), 1)
    shapes = tuple(
        _shape(at * step, 0, max(step - 1.5, 0.5), height, style, says)
        for at, (style, says) in enumerate(cells)
    )
    return Drawing(WIDTH, height, shapes=shapes)


def scale(most: float) -> list[float]:
    """Round values from 0 to at least `most`, for lines across a chart: steps of 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough)
    step = max(step, 1.0)
    return [step * number for number in range(ceil(most / step) + 1)]


def _shape(x: float, y: float, width: float, height: float, style: str, says: str) -> Shape:
    return Shape(round(x, 2), round(y, 2), round(width, 2), round(height, 2), style, says)


def _plain(value: float) -> str:
    return f"{value:g}" if value < 1_000_000 else f"{value:.0f}"
