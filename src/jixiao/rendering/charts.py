"""A report's charts as SVG, drawn by matplotlib; the same chart gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.finding.show import width
from jixiao.plot.drawing import picture
from jixiao.report import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Inches; the height of one bar, and of what stands around the bars. A label's width in inches for each column of text.
WIDE, HIGH, BAR, AROUND, COLUMN = 9, 4, 0.38, 1.1, 0.085
_BLUE, _PALE, _TEXT = "#1f4e79", "#d9d9d9", 10


def svg(chart: Chart) -> str:
    """A chart as an SVG element, to stand in a page.

    Raises:
        PlotError: matplotlib is not installed.
    """
    drawn = picture(lambda figure: _figure(figure, chart), "svg", set()).decode()
    return drawn[drawn.index("<svg ") :]


def _figure(make: type[Figure], chart: Chart) -> Figure:
    high = HIGH if chart.kind == "points" else AROUND + BAR * len(chart.labels)
    figure = make(figsize=(WIDE, high))
    left = COLUMN * max((width(label) for label in chart.labels), default=8) / WIDE
    axes = figure.add_axes((left + 0.03, 0.62 / high, 0.9 - left, 1 - 0.8 / high))
    (_bars if chart.kind == "bars" else _points)(axes, chart)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=_TEXT)
    return figure


def _bars(axes: Axes, chart: Chart) -> None:
    """Bars lie, the first on top, so that long labels can be read."""
    places = range(len(chart.labels))
    axes.barh(places, chart.ys, height=0.62, color=_BLUE)  # type: ignore[arg-type]  # fractions are numbers
    axes.set_yticks(places, chart.labels)
    if all(value.denominator == 1 for value in chart.ys):
        axes.locator_params(axis="x", integer=True)
    axes.invert_yaxis()
    axes.set_xlabel(chart.ylabel, fontsize=_TEXT)
    axes.grid(axis="x", color=_PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def _points(axes: Axes, chart: Chart) -> None:
    axes.scatter(chart.xs, chart.ys, s=16, color=_BLUE, alpha=0.55, linewidths=0)  # type: ignore[arg-type]
    axes.set_xlabel(chart.xlabel, fontsize=_TEXT)
    axes.set_ylabel(chart.ylabel, fontsize=_TEXT)
    axes.grid(color=_PALE, linewidth=0.6)
    axes.set_axisbelow(True)
