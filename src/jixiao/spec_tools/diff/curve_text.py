"""Curves in words, and two curves laid over each other: where they earn differently, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from jixiao.curve import Height, Piece, ScoreCurve
from jixiao.exact import ONE, plain
from jixiao.explain import measure_name
from jixiao.findings import Lang
from jixiao.model.rules import Cap, Remark, Rule
from jixiao.spec_tools.diff.messages import WORDS

Curved = Rule | Cap | Remark
_MAYBE_NEGATIVE = ("attainment", "value", "adjustment")


class Cell(NamedTuple):
    """A stretch on which both curves keep to one piece each: its ends, whether they hold, and the two pieces."""

    low: Fraction | None
    low_holds: bool
    high: Fraction | None
    high_holds: bool
    old: Piece
    new: Piece

    @property
    def same(self) -> bool:
        """Whether both curves earn the same all along it, at every weight."""
        if self.old.judged or self.new.judged:
            return self.old.judged and self.new.judged
        if self.low is not None and self.low == self.high:
            return self.old.at(self.low) == self.new.at(self.low)
        return _line(self.old) == _line(self.new)


def _line(piece: Piece) -> tuple[Fraction, ...]:
    return piece.a, piece.b, piece.c, piece.e


def cells(old: ScoreCurve, new: ScoreCurve) -> Iterator[Cell]:
    """Both curves cut at the edges of either, from left to right."""
    low, low_holds = None, False
    left, right = list(old.pieces), list(new.pieces)
    while left and right:
        first = min(left[0], right[0], key=_end)
        yield Cell(low, low_holds, first.high, first.high_holds, left[0], right[0])
        low, low_holds = first.high, not first.high_holds
        end = _end(first)
        left, right = (rest[1:] if _end(rest[0]) == end else rest for rest in (left, right))


def _end(piece: Piece) -> tuple[bool, Fraction, bool]:
    return piece.high is None, piece.high or Fraction(0), piece.high_holds


def in_percent(owner: Curved) -> bool:
    """Whether the author wrote the places on the curve as percentages."""
    written = [*(getattr(owner, "bands", None) or ()), *(getattr(owner, "line", None) or ())]
    steps = getattr(owner, "steps", None)
    return any("%" in key for key in (*written, getattr(owner, "outside", ""), steps.each if steps else ""))


def place_text(x: Fraction, owner: Curved) -> str:
    """A place on the curve as its author writes places."""
    return exact_percent(x) if in_percent(owner) else plain(x)


def exact_percent(x: Fraction) -> str:
    """A ratio as a percentage, nothing rounded.

    >>> exact_percent(Fraction(3, 5)), exact_percent(Fraction(1, 3))
    ('60%', '100/3%')
    """
    return f"{plain(x * 100)}%"


def stretch_text(cell: Cell | Piece, owner: Curved, lang: Lang) -> str:
    """A stretch as an inequality with the measure's name: ``60% ≤ 完成率 < 100%``."""
    name = measure_name(owner.measure, lang)
    if owner.measure == "met" and (cell.low, cell.high) in ((None, ONE), (ONE, None)):
        return WORDS[lang]["unmet" if cell.low is None else "met"]
    if cell.low is not None and cell.low == cell.high:
        return f"{name} = {place_text(cell.low, owner)}"
    low = "" if cell.low is None else f"{place_text(cell.low, owner)} {'≤' if cell.low_holds else '<'} "
    high = "" if cell.high is None else f" {'≤' if cell.high_holds else '<'} {place_text(cell.high, owner)}"
    if not low and high:
        return f"{name}{high}"
    if low and not high and cell.low is not None:
        return f"{name} {'≥' if cell.low_holds else '>'} {place_text(cell.low, owner)}"
    return f"{low}{name}{high}" if low else WORDS[lang]["everywhere"]


def height_text(piece: Piece, low: Fraction | None, high: Fraction | None, lang: Lang) -> str:
    """What a piece earns between two places of it, in words."""
    words = WORDS[lang]
    if piece.judged:
        return words["judged"]
    if not piece.sloped or low is None or low == high:
        return level_text(piece.at(low or high or Fraction(0)), lang)
    if high is None:
        lose = f"{plain(-piece.e)}{' 分' if lang == 'zh' else ' points'}" if piece.e else exact_percent(-piece.b)
        return words["each"].format(lose=lose)
    start, end = (level_text(piece.at(x), lang) for x in (low, high))
    return words["slope"].format(start=start, end=end)


def level_text(height: Height, lang: Lang) -> str:
    """A height in words: full marks, nothing, a share of the weight, full less some points."""
    words = WORDS[lang]
    if height.points:
        return words["points"].format(points=plain(-height.points))
    if height.share in (0, 1):
        return words["full" if height.share else "nothing"]
    return words["share"].format(share=exact_percent(height.share))


def can_be(stretch: Cell | Piece, owner: Curved) -> bool:
    """Whether the measure can come to lie on a stretch: most are never below nought."""
    below = stretch.high is not None and (stretch.high < 0 or (stretch.high == 0 and not stretch.high_holds))
    return not below or owner.measure in _MAYBE_NEGATIVE


def curve_text(owner: Curved, lang: Lang) -> str:
    """A whole curve in words, from left to right, with its counting stage."""
    words = WORDS[lang]
    if isinstance(owner, Rule | Cap) and owner.steps is not None:
        return count_text(owner, lang) + words["semicolon"] + _loss_text(owner, lang)
    parts = [
        f"{stretch_text(piece, owner, lang)} {height_text(piece, piece.low, piece.high, lang)}"
        for piece in owner.curve.pieces
        if can_be(piece, owner)
    ]
    count = count_text(owner, lang)
    return words["semicolon"].join([count, *parts] if count else parts)


def _loss_text(owner: Rule | Cap, lang: Lang) -> str:
    words, steps = WORDS[lang], owner.steps
    assert steps is not None  # noqa: S101  # asked only of steps
    text = words["each"].format(lose=_points(steps.lose, lang))
    return text + (words["semicolon"] + words["at_most"].format(most=_points(steps.most, lang)) if steps.most else "")


def _points(text: str, lang: Lang) -> str:
    return text if lang == "zh" else text.replace("分", " points")


def count_text(owner: Curved, lang: Lang) -> str:
    """The stage between measure and curve in words; empty where there is none."""
    words = WORDS[lang]
    if not isinstance(owner, Rule | Cap) or owner.counting is None:
        return ""
    count = owner.counting
    in_hundredths = "%" in (owner.steps or owner.count).each  # type: ignore[union-attr]  # one of them counts
    each, start = (exact_percent(x) if in_hundredths else plain(x) for x in (count.each, count.start))
    if count.how == "nearest":
        return words["nearest"].format(each=each)
    side = words["lower" if count.lower else "higher"]
    return words["steps"].format(start=start, each=each, side=side, how=words[count.how])


def curve_changes(old: Curved, new: Curved, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Where two curves over one measure differ: the stretch, and what each earns there.

    Where the measure or the counting differs there is nothing to lay side by side: then the whole curves.
    """
    stages = [getattr(owner, "counting", None) for owner in (old, new)]
    steps = getattr(old, "steps", None) or getattr(new, "steps", None)
    if old.measure != new.measure or stages[0] != stages[1] or steps:
        texts = [curve_text(owner, lang) for owner in (old, new)]
        if texts[0] != texts[1]:
            yield "", texts[0], texts[1]
        return
    shown = new if in_percent(new) else old
    apart = [cell for cell in cells(old.curve, new.curve) if not cell.same]
    for cell in [cell for cell in apart if can_be(cell, new)] or apart:
        texts = [height_text(piece, cell.low, cell.high, lang) for piece in (cell.old, cell.new)]
        yield stretch_text(cell, shown, lang), texts[0], texts[1]
