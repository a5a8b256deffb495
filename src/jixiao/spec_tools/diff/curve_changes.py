"""Two curves laid over each other: where they earn differently, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from jixiao.curve import Interval, Piece, ScoreCurve
from jixiao.explain.curve_text import curve_text, height_text, is_possible, stretch_text
from jixiao.findings import Lang
from jixiao.model.rules import Cap, Rule


class Cell(NamedTuple):
    """An interval on which both curves keep to one piece each, and these pieces, cut to its ends."""

    interval: Interval
    old: Piece
    new: Piece

    @property
    def same(self) -> bool:
        """Whether both curves earn the same all along it, at every weight."""
        if self.old.judged or self.new.judged:
            return self.old.judged and self.new.judged
        x = self.interval.low
        if x is not None and self.interval.is_point:
            return self.old.at(x) == self.new.at(x)
        return _coefficients(self.old) == _coefficients(self.new)


def _coefficients(piece: Piece) -> tuple[Fraction, ...]:
    return piece.a, piece.b, piece.c, piece.e


def cells(old: ScoreCurve, new: ScoreCurve) -> Iterator[Cell]:
    """Return both curves cut at the edges of either, from left to right."""
    for before, after in product(old.pieces, new.pieces):
        both = before.interval.meet(after.interval)
        if not both.is_empty:
            yield Cell(both, replace(before, interval=both), replace(after, interval=both))


def curve_changes(old: Rule | Cap, new: Rule | Cap, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Return where two curves over one measure differ: the stretch, and what each earns there.

    Where the measure or the counting differs there is nothing to lay side by side: then both curves, without a stretch.
    """
    if not _comparable(old, new):
        texts = [curve_text(owner, lang) for owner in (old, new)]
        if texts[0] != texts[1]:
            yield "", texts[0], texts[1]
        return
    owner = new if new.in_percent else old
    for cell in _different(old, new):
        yield stretch_text(cell.new, owner, lang), height_text(cell.old, lang), height_text(cell.new, lang)


def _different(old: Rule | Cap, new: Rule | Cap) -> list[Cell]:
    """Return where two curves earn differently; stretches that no row reaches only where there are no others."""
    different = [cell for cell in cells(old.curve, new.curve) if not cell.same]
    return [cell for cell in different if is_possible(cell.new, new)] or different


def _comparable(old: Rule | Cap, new: Rule | Cap) -> bool:
    """Whether both curves score the same measure, counted alike, and neither is written in steps."""
    alike = (old.measure, old.counting) == (new.measure, new.counting)
    return alike and old.steps is None and new.steps is None
