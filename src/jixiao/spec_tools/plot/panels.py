"""What a picture of a rule shows, as exact values: strokes, dots at the breakpoints, labels and the clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from jixiao.curve import Count, Piece
from jixiao.exact import ONE, ZERO, plain
from jixiao.explain import measure_name
from jixiao.explain.curve_text import count_text, exact_percent, is_possible, place_text
from jixiao.explain.phrases import CURVES, STEPS
from jixiao.findings import Lang
from jixiao.model.rules import Cap, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.diff.differences import when_text
from jixiao.spec_tools.diff.messages import WORDS
from jixiao.whatif.intervals import Interval
from jixiao.whatif.inverse import uncounted

#: Losses in points are drawn at this weight (points); shares are the same at every weight.
WEIGHT = Fraction(10)
#: Steps drawn of a rule that counts; beyond it the stairs break off.
MOST_STEPS = 12
#: Room left and right of the breakpoints, as a part of their span.
_MARGIN, _HALF = Fraction(1, 5), Fraction(1, 2)

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
    """One rule's picture: ``window`` is what is seen of the measure.

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
    """A panel for every rule and every cap of a spec, in its order."""
    owners: tuple[Rule | Cap, ...] = (*spec.rules, *spec.caps)
    return [panel(spec, owner, lang) for owner in owners]


def panel(spec: IndicatorSpec, owner: Rule | Cap, lang: Lang) -> Panel:
    """The picture of one rule or cap."""
    pieces = [piece for piece in pieces_of(owner) if is_possible(piece, owner)]
    window = _window(pieces, owner)
    seen = [_cut(piece, window) for piece in pieces]
    met = owner.measure == "met"
    strokes = (Stroke((low, _y(piece, low)), (high, _y(piece, high))) for piece, low, high in seen if not piece.judged)
    return Panel(
        owner.name,
        _WORDS[lang]["cap"].format(name=owner.name) if isinstance(owner, Cap) else owner.name,
        measure_name(owner.measure, lang),
        CURVES[lang]["judged"],
        (-_HALF, ONE + _HALF) if met else window,
        () if met else tuple(strokes),
        tuple(_two(owner) if met else _dots(pieces)),
        tuple((low, high) for piece, low, high in seen if piece.judged),
        tuple(_places(owner, pieces, lang)),
        tuple(_heights(pieces)),
        tuple(_caption(spec, owner, lang)),
    )


def _two(owner: Rule | Cap) -> Iterator[Dot]:
    """What is met or not has no line between."""
    for x in (0, 1):
        piece = owner.curve.pieces[owner.curve.index_at(x, 1)]
        if not piece.judged:
            yield Dot(Fraction(x), _y(piece, Fraction(x)), filled=True)


def _places(owner: Rule | Cap, pieces: list[Piece], lang: Lang) -> list[Label]:
    if owner.measure == "met":
        return [Label(ZERO, CURVES[lang]["unmet"]), Label(ONE, CURVES[lang]["met"])]
    return [Label(x, place_text(x, owner)) for x in _edges(pieces)]


def pieces_of(owner: Rule | Cap) -> list[Piece]:
    """The curve over the measure itself: counted steps become the stairs that they are."""
    count = owner.counting
    if count is None or count.how == "nearest":
        return list(owner.curve.pieces)
    return sorted(_stairs(owner, count), key=lambda piece: (piece.low is not None, piece.low or ZERO))


def _stairs(owner: Rule | Cap, count: Count) -> Iterator[Piece]:
    for steps in range(MOST_STEPS + 1):
        at = Fraction(steps)
        flat, after = (_flat(owner, count) for count in (steps, steps + 1))
        last = _y(flat, ZERO) == _y(after, ZERO)
        way = uncounted(count, Interval(at, True, None if last else at, not last))
        yield replace(flat, low=way.low, low_holds=way.low_holds, high=way.high, high_holds=way.high_holds)
        if last:
            return


def _flat(owner: Rule | Cap, steps: int) -> Piece:
    """A level piece of the height after so many steps."""
    piece = owner.curve.pieces[owner.curve.index_at(steps, 1)]
    height = piece.at(Fraction(steps))
    return replace(piece, a=height.share, b=ZERO, c=height.points, e=ZERO)


def _y(piece: Piece, x: Fraction) -> Fraction:
    """The part of the weight that a piece earns, within its bounds."""
    height = piece.at(x)
    return min(ONE, max(ZERO, height.share + height.points / WEIGHT))


def _edges(pieces: list[Piece]) -> list[Fraction]:
    return sorted({end for piece in pieces for end in (piece.low, piece.high) if end is not None})


def _window(pieces: list[Piece], owner: Rule | Cap) -> tuple[Fraction, Fraction]:
    edges = _edges(pieces) or [ZERO, ONE]
    span = edges[-1] - edges[0] or abs(edges[0]) or ONE
    low, high = edges[0] - span * _MARGIN, edges[-1] + span * _MARGIN
    below = Piece(None, False, ZERO, False, ZERO)
    return (low if is_possible(below, owner) and edges[0] < 0 else max(low, ZERO) if edges[0] >= 0 else low), high


def _cut(piece: Piece, window: tuple[Fraction, Fraction]) -> tuple[Piece, Fraction, Fraction]:
    low = window[0] if piece.low is None else max(piece.low, window[0])
    return piece, low, window[1] if piece.high is None else min(piece.high, window[1])


def _dots(pieces: list[Piece]) -> Iterator[Dot]:
    """Two dots at a jump, one where pieces meet at one height; none on a judged side."""
    first = pieces[0]
    if first.low is not None and not first.judged:
        yield Dot(first.low, _y(first, first.low), first.low_holds)
    for left, right in pairwise(pieces):
        x = left.high
        if x is None:
            continue
        ends = [
            (piece, holds) for piece, holds in ((left, left.high_holds), (right, right.low_holds)) if not piece.judged
        ]
        heights = {_y(piece, x) for piece, _ in ends}
        if len(ends) > len(heights):
            yield Dot(x, heights.pop(), filled=True)
        else:
            yield from (Dot(x, _y(piece, x), holds) for piece, holds in ends)


def _heights(pieces: list[Piece]) -> list[Label]:
    found = {ZERO: "0", ONE: exact_percent(ONE)}
    for piece in pieces:
        for x in (piece.low, piece.high):
            if x is not None and not piece.judged:
                height = piece.at(x)
                found.setdefault(_y(piece, x), plain(height.points) if height.points else exact_percent(height.share))
    return [Label(y, found[y]) for y in sorted(found)]


def _caption(spec: IndicatorSpec, owner: Rule | Cap, lang: Lang) -> Iterator[str]:
    words, steps = _WORDS[lang], STEPS[lang]
    whens = owner.when or ()
    yield WORDS[lang]["or"].join(when_text(when, spec, lang) for when in whens) or WORDS[lang]["always"]
    if owner.counting is not None:
        yield count_text(owner, lang)
    if any(piece.c or piece.e for piece in owner.curve.pieces):
        yield words["at_weight"].format(weight=plain(WEIGHT))
    source = spec.source_of(owner)
    told = {"kind": steps[spec.kind_of(owner)], "checked": steps[source.checked]}
    yield words["basis"].format(citation=spec.citation(owner), **told)
    for reading in owner.every_reading:
        yield words["reading"].format(reading=reading)
