"""What a picture of a rule shows, as exact values: strokes, dots at the breakpoints, labels and the clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.curve import Count, Interval, Piece
from jixiao.exact import ONE, ZERO, format_exact
from jixiao.explain import measure_name
from jixiao.explain.curve_text import count_text, exact_percent, is_possible, place_text
from jixiao.explain.phrases import CURVES, STEPS
from jixiao.findings import Lang
from jixiao.measure import measure_of
from jixiao.model.rules import Cap, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.diff.differences import when_text
from jixiao.spec_tools.diff.messages import WORDS

#: Losses in points are drawn at this weight (points); shares are the same at every weight.
WEIGHT = Fraction(10)
#: Steps drawn of a rule that counts; beyond it the stairs break off.
MOST_STEPS = 12
#: Room left and right of the breakpoints, as a part of their span.
_MARGIN, _HALF = Fraction(1, 5), Fraction(1, 2)
#: What is visible of "met or not", which is 0 or 1.
_MET_WINDOW = (-_HALF, ONE + _HALF)

_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "at_weight": "按分值 {weight} 分画",
        "reading": "读法：{reading}",
        "cap": "封顶 {name}",
        "basis": "依据：{citation}（{kind}，{checked}）",
    },
    "en": {
        "at_weight": "drawn for a weight of {weight}",
        "reading": "reading: {reading}",
        "cap": "cap {name}",
        "basis": "source: {citation} ({kind}, {checked})",
    },
}


class Stroke(NamedTuple):
    """A straight line; x as the measure, y as a part of the weight."""

    start: tuple[Fraction, Fraction]
    end: tuple[Fraction, Fraction]


class Dot(NamedTuple):
    """An end of a piece: filled where the end belongs to it."""

    x: Fraction
    y: Fraction
    filled: bool


class Label(NamedTuple):
    """A text at a place on an axis."""

    at: Fraction
    text: str


class Panel(NamedTuple):
    """One rule's picture: ``window`` is the part of the measure that it shows.

    ``judged`` stretches have no height of their own; ``judging`` says so.
    """

    name: str
    title: str
    xlabel: str
    judging: str
    window: tuple[Fraction, Fraction]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    judged: tuple[tuple[Fraction, Fraction], ...]
    xs: tuple[Label, ...]
    ys: tuple[Label, ...]
    caption: tuple[str, ...]


def panels(spec: IndicatorSpec, lang: Lang = "zh") -> list[Panel]:
    """Return a panel for every rule and every cap of a spec, in its order."""
    owners: tuple[Rule | Cap, ...] = (*spec.rules, *spec.caps)
    return [panel(spec, owner, lang) for owner in owners]


def panel(spec: IndicatorSpec, owner: Rule | Cap, lang: Lang) -> Panel:
    """Return the picture of one rule or cap."""
    pieces = [piece for piece in pieces_of(owner) if is_possible(piece, owner)]
    window = _window(pieces)
    in_window = [_cut(piece, window) for piece in pieces]
    strokes = tuple(
        Stroke((low, _y(piece, low)), (high, _y(piece, high))) for piece, low, high in in_window if not piece.judged
    )
    dots = tuple(_dots(pieces))
    if measure_of(owner).is_yes_no:  # nothing lies between met and not met
        window, strokes, dots = _MET_WINDOW, (), tuple(_met_dots(owner))
    return Panel(
        name=owner.name,
        title=_title(owner, lang),
        xlabel=measure_name(owner.measure, lang),
        judging=CURVES[lang]["judged"],
        window=window,
        strokes=strokes,
        dots=dots,
        judged=tuple((low, high) for piece, low, high in in_window if piece.judged),
        xs=tuple(_places(owner, pieces, lang)),
        ys=tuple(_heights(pieces)),
        caption=tuple(_caption(spec, owner, lang)),
    )


def _title(owner: Rule | Cap, lang: Lang) -> str:
    if isinstance(owner, Cap):
        return _WORDS[lang]["cap"].format(name=owner.name)
    return owner.name


def _met_dots(owner: Rule | Cap) -> Iterator[Dot]:
    for x in (0, 1):
        piece = owner.curve.pieces[owner.curve.index_at(x, 1)]
        if not piece.judged:
            yield Dot(Fraction(x), _y(piece, Fraction(x)), filled=True)


def _places(owner: Rule | Cap, pieces: list[Piece], lang: Lang) -> list[Label]:
    if measure_of(owner).is_yes_no:
        return [Label(ZERO, CURVES[lang]["unmet"]), Label(ONE, CURVES[lang]["met"])]
    return [Label(x, place_text(x, owner)) for x in _edges(pieces)]


def pieces_of(owner: Rule | Cap) -> list[Piece]:
    """Return the curve over the measure itself: counted steps become the stairs that they are."""
    count = owner.counting
    if count is None or count.how == "nearest":
        return list(owner.curve.pieces)
    return sorted(_stairs(owner, count), key=lambda piece: (piece.low is not None, piece.low or ZERO))


def _stairs(owner: Rule | Cap, count: Count) -> Iterator[Piece]:
    for steps in range(MOST_STEPS + 1):
        at = Fraction(steps)
        flat, after = _flat(owner, steps), _flat(owner, steps + 1)
        is_last = _y(flat, ZERO) == _y(after, ZERO)
        counts = Interval.at_least(at) if is_last else Interval.point(at)
        yield replace(flat, interval=count.preimage(counts))
        if is_last:
            return


def _flat(owner: Rule | Cap, steps: int) -> Piece:
    """Return a level piece of the height after so many steps."""
    piece = owner.curve.pieces[owner.curve.index_at(steps, 1)]
    height = piece.at(Fraction(steps))
    return replace(piece, a=height.share, b=ZERO, c=height.points, e=ZERO)


def _y(piece: Piece, x: Fraction) -> Fraction:
    """Return the part of the weight that a piece earns, within its bounds."""
    height = piece.at(x)
    return min(ONE, max(ZERO, height.share + height.points / WEIGHT))


def _edges(pieces: list[Piece]) -> list[Fraction]:
    return sorted({end for piece in pieces for end in (piece.low, piece.high) if end is not None})


def _window(pieces: list[Piece]) -> tuple[Fraction, Fraction]:
    """Return from where to where the measure is shown: past its edges, but not where it cannot come."""
    edges = _edges(pieces) or [ZERO, ONE]
    span = edges[-1] - edges[0] or abs(edges[0]) or ONE
    low, high = edges[0] - span * _MARGIN, edges[-1] + span * _MARGIN
    if edges[0] >= 0:
        low = max(low, ZERO)
    return low, high


def _cut(piece: Piece, window: tuple[Fraction, Fraction]) -> tuple[Piece, Fraction, Fraction]:
    low = max(x for x in (piece.low, window[0]) if x is not None)
    high = min(x for x in (piece.high, window[1]) if x is not None)
    return piece, low, high


def _dots(pieces: list[Piece]) -> Iterator[Dot]:
    """Return two dots at a jump, one where pieces meet at one height; none on a judged side."""
    first = pieces[0]
    if first.low is not None and not first.judged:
        yield Dot(first.low, _y(first, first.low), first.interval.low_closed)
    for before, after in pairwise(pieces):
        if before.high is not None:
            yield from _dots_between(before, after, before.high)


def _dots_between(before: Piece, after: Piece, x: Fraction) -> list[Dot]:
    sides = ((before, before.interval.high_closed), (after, after.interval.low_closed))
    ends = [Dot(x, _y(piece, x), closed) for piece, closed in sides if not piece.judged]
    heights = {dot.y for dot in ends}
    if len(ends) > len(heights):
        return [Dot(x, heights.pop(), filled=True)]
    return ends


def _heights(pieces: list[Piece]) -> list[Label]:
    texts = {ZERO: "0", ONE: exact_percent(ONE)}
    for piece in pieces:
        for x in (piece.low, piece.high):
            if x is not None and not piece.judged:
                height = piece.at(x)
                text = format_exact(height.points) if height.points else exact_percent(height.share)
                texts.setdefault(_y(piece, x), text)
    return [Label(y, texts[y]) for y in sorted(texts)]


def _caption(spec: IndicatorSpec, owner: Rule | Cap, lang: Lang) -> Iterator[str]:
    words, steps = _WORDS[lang], STEPS[lang]
    whens = [when_text(when, spec, lang) for when in owner.when or ()]
    yield WORDS[lang]["or"].join(whens) or WORDS[lang]["always"]
    if owner.counting is not None:
        yield count_text(owner, lang)
    if any(piece.c or piece.e for piece in owner.curve.pieces):
        yield words["at_weight"].format(weight=format_exact(WEIGHT))
    kind, checked = steps[spec.kind_of(owner)], steps[spec.source_of(owner).checked]
    yield words["basis"].format(citation=spec.citation(owner), kind=kind, checked=checked)
    for reading in owner.every_reading:
        yield words["reading"].format(reading=reading)
