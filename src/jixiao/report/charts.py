"""A report's charts as SVG, drawn by matplotlib; the same chart gives the same bytes."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from jixiao.findings.terminal import width
from jixiao.report import Chart
from jixiao.spec_tools.plot.drawing import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Hundredths of an inch: a chart, one bar, and what stands around the bars; a column of a label's text.
WIDE, HIGH, BAR, AROUND, COLUMN, INCH = 900, 400, 40, 110, 8, 100
#: Left of the axes beside labels, below, above and right of them; columns of text where there are no labels.
ASIDE, BELOW, ABOVE, RIGHT, NUMBERS = 30, 60, 20, 50, 8
_BLUE, _PALE, _TEXT, _DOT = "#1f4e79", "#d9d9d9", 10, 16
#: How much of its room a bar takes, how thick a rule is, how clear a point, in parts.
_THICK, _HAIR, _CLEAR = Fraction(3, 5), Fraction(3, 5), Fraction(11, 20)

_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


def svg(chart: Chart | None) -> str:
    """Return a chart as an SVG element, to stand in a page; "" of none.

    Raises:
        PlotError: matplotlib is not installed.
    """
    if chart is None:
        return ""
    document = picture(lambda figure: _figure(figure, chart), "svg", set()).decode()
    return _METADATA.sub("", document[document.index("<svg ") :])


def _figure(make: type[Figure], chart: Chart) -> Figure:
    draw, high = _points, HIGH
    if chart.kind == "bars":
        draw, high = _bars, AROUND + BAR * len(chart.labels)
    margin = ASIDE + COLUMN * max((width(label) for label in chart.labels), default=NUMBERS)
    figure = make(figsize=(WIDE / INCH, high / INCH))
    box = (margin / WIDE, BELOW / high, (WIDE - margin - RIGHT) / WIDE, (high - BELOW - ABOVE) / high)
    axes = figure.add_axes(box)
    draw(axes, chart)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=_TEXT)
    return figure


def _bars(axes: Axes, chart: Chart) -> None:
    """Bars lie, the first on top, so that long labels can be read."""
    places = range(len(chart.labels))
    axes.barh(places, chart.ys, height=_THICK, color=_BLUE)  # type: ignore[arg-type]  # fractions are numbers
    axes.set_yticks(places, chart.labels)
    if all(value.denominator == 1 for value in chart.ys):
        axes.locator_params(axis="x", integer=True)
    axes.invert_yaxis()
    axes.set_xlabel(chart.ylabel, fontsize=_TEXT)
    axes.grid(axis="x", color=_PALE, linewidth=_HAIR)
    axes.set_axisbelow(True)


def _points(axes: Axes, chart: Chart) -> None:
    axes.scatter(chart.xs, chart.ys, s=_DOT, color=_BLUE, alpha=_CLEAR, linewidths=0)  # type: ignore[arg-type]
    axes.set_xlabel(chart.xlabel, fontsize=_TEXT)
    axes.set_ylabel(chart.ylabel, fontsize=_TEXT)
    axes.grid(color=_PALE, linewidth=_HAIR)
    axes.set_axisbelow(True)
