"""A rule's picture as a small SVG: values of ``jixiao.spec_tools.plot.panels``, laid out in whole tenths of a pixel.

The same panel gives the same bytes everywhere; nothing but the standard library draws.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from jixiao.exact import format_exact, to_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.spec_tools.plot.panels import Label, Panel

#: Pixels: the picture, and where its axes stand in it.
WIDE, HIGH, LEFT, TOP, ACROSS, UP = 420, 190, 52, 14, 350, 120
#: Pixels that labels on one line keep apart; beneath them the measure's name.
CLOSE, LINE, TYPE = 46, 15, 11
_TENTH = Fraction(1, 10)
_BLUE, _GREY, _PALE = "#1f4e79", "#555", "#ddd"
_HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}"'
    f' font-family="sans-serif" font-size="{TYPE}">'
)


def svg(panel: Panel) -> str:
    """Return one panel as an SVG document, white behind it."""
    parts = [_HEAD, f"<title>{escape(panel.title)}</title>", '<rect width="100%" height="100%" fill="#fff"/>']
    parts += [*_grid(panel), *_judged(panel), *_curve(panel), "</svg>"]
    return "\n".join(parts) + "\n"


def _px(value: Fraction) -> str:
    return format_exact(to_step(value, _TENTH))


def _x(panel: Panel, x: Fraction) -> Fraction:
    low, high = panel.window
    return LEFT + ACROSS * (x - low) / (high - low)


def _y(y: Fraction) -> Fraction:
    return TOP + UP * (1 - y)


def _text(x: Fraction, y: Fraction, text: str, anchor: str, color: str = "#000") -> str:
    return f'<text x="{_px(x)}" y="{_px(y)}" text-anchor="{anchor}" fill="{color}">{escape(text)}</text>'


def _path(moves: str, color: str, width: str) -> str:
    return f'<path d="{moves}" fill="none" stroke="{color}" stroke-width="{width}"/>'


def _grid(panel: Panel) -> Iterator[str]:
    foot, end = _y(Fraction(0)), Fraction(LEFT + ACROSS)
    lines = [f"M{LEFT} {_px(_y(label.at))}H{_px(end)}" for label in panel.ys]
    lines += [f"M{_px(_x(panel, label.at))} {TOP}V{_px(foot)}" for label in panel.xs]
    yield _path("".join(lines), _PALE, "1")
    yield _path(f"M{LEFT} {TOP}V{_px(foot)}H{_px(end)}", _GREY, "1")
    for label in _apart(panel):
        yield _text(Fraction(LEFT - 6), _y(label.at) + 4, label.text, "end")
    for label, line in _staggered(panel):
        yield _text(_x(panel, label.at), foot + LINE * (1 + line), label.text, "middle")
    yield _text(Fraction(LEFT) + Fraction(ACROSS, 2), foot + LINE * 3, panel.xlabel, "middle", _GREY)


def _apart(panel: Panel) -> list[Label]:
    """Return the labels beside the axis that have room: always its ends, of the others those that touch none."""
    low, *inner, high = panel.ys
    labels = [low]
    for label in inner:
        if min(label.at - labels[-1].at, high.at - label.at) * UP >= TYPE:
            labels.append(label)
    return [*labels, high]


def _staggered(panel: Panel) -> Iterator[tuple[Label, int]]:
    """Return the labels under the axis, each on the first of two lines where it has room."""
    ends = [Fraction(-CLOSE)] * 2
    for label in panel.xs:
        at = _x(panel, label.at)
        line = int(at - ends[0] < CLOSE)
        ends[line] = at
        yield label, line


def _judged(panel: Panel) -> Iterator[str]:
    for low, high in panel.judged:
        start, end = _x(panel, low), _x(panel, high)
        yield f'<rect x="{_px(start)}" y="{TOP}" width="{_px(end - start)}" height="{UP}" fill="#eee"/>'
        yield _text((start + end) / 2, _y(Fraction(1, 2)), panel.judging, "middle", _GREY)


def _curve(panel: Panel) -> Iterator[str]:
    ends = ((stroke.start, stroke.end) for stroke in panel.strokes)
    moves = [f"M{' L'.join(f'{_px(_x(panel, x))} {_px(_y(y))}' for x, y in pair)}" for pair in ends]
    if moves:
        yield _path("".join(moves), _BLUE, "2")
    for dot in panel.dots:
        fill, at = _BLUE if dot.filled else "#fff", (_px(_x(panel, dot.x)), _px(_y(dot.y)))
        yield f'<circle cx="{at[0]}" cy="{at[1]}" r="3.5" fill="{fill}" stroke="{_BLUE}" stroke-width="1.5"/>'
