"""Measure → count → curve, in integers: what a rule or a cap makes of a row."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.curve import Piece, ScoreCurve
from jixiao.measure import measure_of
from jixiao.model.facts import RowFacts
from jixiao.model.problems import Problem
from jixiao.model.rules import Cap, Rule

#: a, b, c, e over a common denominator: at x a piece is worth ``weight × (a + b·x) + (c + e·x)``.
Line = tuple[int, int, int, int, int]
#: The whole weight, whatever x is.
FULL: Line = (1, 0, 0, 0, 1)
#: A piece: its lower end p/q, the least that x·q − p·y is for an x/y in it (0 where the end belongs to it, else 1), its
#: index, and its line unless it is ``FULL``.
Section = tuple[int, int, int, int, Line | None]
#: The fields of ``Evaluated``, of which most rows need the last two alone.
Points = tuple[int, int, int, int, int, int, int]


class Evaluated(NamedTuple):
    """A measure put through its curve: the ratio n/d, the counted x/y, the piece's index, and the points num/den."""

    n: int
    d: int
    x: int
    y: int
    piece: int
    num: int
    den: int


class Evaluator:
    """A rule or a cap under one comparison, ready for rows."""

    __slots__ = ("_count", "_is_quotient", "_lowest", "_measure", "_sections", "comparison", "owner")

    def __init__(self, owner: Rule | Cap, comparison: str) -> None:
        self.owner = owner
        self.comparison = comparison
        measure = measure_of(owner)
        self._measure = measure.of
        self._is_quotient = measure.is_quotient_of_facts
        self._count = owner.counting
        self._lowest = _line(owner.curve.pieces[0])
        self._sections = _sections(owner.curve)

    def earn(self, facts: RowFacts, top: int, bottom: int) -> Points | Problem:
        """Return what a row earns of a weight of top/bottom points, before caps and rounding, or why nothing."""
        pair = facts.quotient
        if pair is None or not self._is_quotient:  # most rows have it, so the call is worth saving
            measured = self._measure(facts, self.owner, self.comparison)
            if isinstance(measured, Problem):
                return measured
            pair = measured
        n, d = x, y = pair
        if self._count is not None:
            x, y = self._count.of(n, d)
        piece, line = 0, self._lowest
        for p, q, least, index, upper_line in self._sections:
            if x * q - p * y >= least:
                piece, line = index, upper_line
                break
        if line is None:
            return n, d, x, y, piece, top, bottom
        if y == 0:
            return n, d, x, y, piece, *_at_infinity(line, top, bottom)
        a, b, c, e, common = line
        return n, d, x, y, piece, top * (a * y + b * x) + bottom * (c * y + e * x), bottom * common * y


def _at_infinity(line: Line, top: int, bottom: int) -> tuple[int, int]:
    """Return the points where a falling piece has lost everything, and a level one keeps its height."""
    a, b, c, e, common = line
    if b or e:
        return -1, 1
    return top * a + bottom * c, bottom * common


def _sections(curve: ScoreCurve) -> tuple[Section, ...]:
    """Return all pieces but the lowest, which has no lower end; highest first, since most rows reach their target."""
    sections = [
        (p, q, int(belongs_below), index, _line(curve.pieces[index]))
        for index, (p, q, belongs_below) in enumerate(curve.uppers, 1)
    ]
    return tuple(reversed(sections))


def _line(piece: Piece) -> Line | None:
    """Return the line of a piece; ``None`` for the whole weight, which needs no arithmetic."""
    if piece.scaled == FULL:
        return None
    return piece.scaled


__all__ = ["Evaluated", "Evaluator", "Points"]
