"""What a rule counts before its curve is asked: steps begun, whole steps, or the nearest multiple."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jixiao.exact import ZERO, round_half_up


@dataclass(frozen=True)
class Count:
    """The stage between measure and curve: steps of ``each`` from ``start``, or rounding to ``each``.

    ``how``: ``begun`` steps count when started, ``whole`` ones when complete, ``nearest`` rounds the value.
    ``lower``: steps are counted downward from ``start``.
    """

    each: Fraction
    how: Literal["begun", "whole", "nearest"]
    start: Fraction = ZERO
    lower: bool = False

    def of(self, n: int, d: int) -> tuple[int, int]:
        """The count (or the rounded value) of n/d, again as a pair."""
        p, q = self.each.numerator, self.each.denominator
        if d == 0:
            return (0, 1) if self.lower else (1, 0)
        if self.how == "nearest":
            return round_half_up(n * q, d * p) * p, q
        gap = n * self.start.denominator - self.start.numerator * d
        top, bottom = (-gap if self.lower else gap) * q, d * self.start.denominator * p
        steps = -(-top // bottom) if self.how == "begun" else top // bottom
        return max(0, steps), 1
