"""Curves in words: the one sentence for a piece that ``spec show``, ``explain``, ``diff``, pictures and pages say."""

from __future__ import annotations

from fractions import Fraction

from jixiao.curve import FULL, Height, Piece
from jixiao.exact import ONE, ZERO, format_exact, format_percent
from jixiao.explain import measure_name
from jixiao.explain.phrases import CURVES
from jixiao.findings import Lang
from jixiao.measure import measure_of
from jixiao.model.rules import Curved, CurveOwner, MeasureOwner

#: Signs at the ends of a piece, by whether the end belongs to it.
_AT_MOST = {True: "≤", False: "<"}
_AT_LEAST = {True: "≥", False: ">"}
#: What the stretches of a measure that is 0 or 1 say, by their ends.
_YES_NO: dict[tuple[Fraction | None, Fraction | None], str] = {(None, ONE): "unmet", (ONE, None): "met"}


def place_text(x: Fraction, owner: MeasureOwner) -> str:
    """Return a place on the curve as its author writes places."""
    return exact_percent(x) if owner.in_percent else format_exact(x)


def exact_percent(x: Fraction) -> str:
    """Return a ratio as a percentage, nothing rounded.

    >>> exact_percent(Fraction(3, 5)), exact_percent(Fraction(1, 3))
    ('60%', '100/3%')
    """
    return f"{format_exact(x * 100)}%"


def stretch_text(piece: Piece, owner: CurveOwner, lang: Lang) -> str:
    """Return where a piece lies, as an inequality with the measure's name: ``60% ≤ 完成率 < 100%``."""
    return interval_text(piece, owner, measure_name(owner.measure, lang), lang)


def interval_text(piece: Piece, owner: MeasureOwner, name: str, lang: Lang) -> str:
    """Return where a piece lies, as an inequality with a ``name`` of what is measured, or whether the target is met."""
    low, low_closed, high, high_closed, _ = piece.interval
    if measure_of(owner).is_yes_no and (low, high) in _YES_NO:
        return CURVES[lang][_YES_NO[low, high]]
    if low is None and high is None:
        return CURVES[lang]["everywhere"]
    if low is not None and low == high:
        return f"{name} = {place_text(low, owner)}"
    if high is None:
        return f"{name} {_AT_LEAST[low_closed]} {place_text(low or ZERO, owner)}"
    text = f"{name} {_AT_MOST[high_closed]} {place_text(high, owner)}"
    if low is None:
        return text
    return f"{place_text(low, owner)} {_AT_MOST[low_closed]} {text}"


def height_text(piece: Piece, lang: Lang) -> str:
    """Return what a piece earns, in words."""
    words, low, high = CURVES[lang], piece.low, piece.high
    if piece.judged:
        return words["judged"]
    if not piece.sloped or low is None or low == high:
        return level_text(piece.at(low or high or ZERO), lang)
    if high is None:
        return words["each"].format(lose=_loss_of_slope(piece, lang))
    start, end = (level_text(piece.at(x), lang) for x in (low, high))
    return words["slope"].format(start=start, end=end)


def _loss_of_slope(piece: Piece, lang: Lang) -> str:
    if piece.e:
        return CURVES[lang]["loss"].format(points=format_exact(-piece.e))
    return exact_percent(-piece.b)


def level_text(height: Height, lang: Lang) -> str:
    """Return a height in words: full marks, nothing, a share of the weight, full less some points."""
    words = CURVES[lang]
    if height.points:
        return words["points"].format(points=format_exact(-height.points))
    if height.share == 1:
        return words["full"]
    if height.share == 0:
        return words["nothing"]
    return words["share"].format(share=exact_percent(height.share))


def level_syntax(height: Height) -> str:
    """Return a height as authors write it.

    >>> level_syntax(Height(Fraction(7, 10))), level_syntax(Height(Fraction(1), Fraction(-1)))
    ('70%', '-1分')
    """
    if height == FULL:
        return "full"
    if height.points:
        return f"{format_exact(height.points)}分"
    if height.share == 0:
        return "0"
    return format_percent(height.share)


def is_possible(piece: Piece, owner: CurveOwner) -> bool:
    """Whether the measure can come to lie on a piece: most are never below nought."""
    return not piece.interval.meet(measure_of(owner).values).is_empty


def piece_text(piece: Piece, owner: CurveOwner, lang: Lang) -> str:
    """Return a piece in words: where it lies and what it earns; of steps, what each of them loses."""
    if isinstance(owner, Curved) and owner.steps is not None:
        return _loss_text(owner.steps.lose, owner.steps.most, lang)
    return f"{stretch_text(piece, owner, lang)}{CURVES[lang]['colon']}{height_text(piece, lang)}"


def curve_parts(owner: CurveOwner, lang: Lang) -> list[str]:
    """Return a curve in words: its counting stage, then its pieces from left to right."""
    pieces = [piece for piece in owner.curve.pieces if is_possible(piece, owner)]
    parts = [count_text(owner, lang), *(piece_text(piece, owner, lang) for piece in pieces)]
    return list(dict.fromkeys(part for part in parts if part))


def curve_text(owner: CurveOwner, lang: Lang) -> str:
    """Return a curve in words on one line."""
    return CURVES[lang]["semicolon"].join(curve_parts(owner, lang))


def _loss_text(lose: str, most: str | None, lang: Lang) -> str:
    words = CURVES[lang]
    texts = [words["each"].format(lose=_points(lose, lang))]
    if most:
        texts.append(words["at_most"].format(most=_points(most, lang)))
    return words["semicolon"].join(texts)


def _points(text: str, lang: Lang) -> str:
    return text.replace("分", CURVES[lang]["points_unit"])


def count_text(owner: CurveOwner, lang: Lang) -> str:
    """Return the stage between measure and curve in words; empty where there is none."""
    if not isinstance(owner, Curved):
        return ""
    stage = owner.steps or owner.count
    if stage is None:
        return ""
    words, count = CURVES[lang], stage.count
    number = exact_percent if "%" in stage.each else format_exact
    each = number(count.each)
    if count.how == "nearest":
        return words["nearest"].format(each=each)
    side = words["lower" if count.lower else "higher"]
    return words["steps"].format(start=number(count.start), each=each, side=side, how=words[count.how])
