"""Piecewise-linear score curves and grade scales, evaluated exactly.

A curve turns a measured ratio or count into points: ``share × weight + points``, a straight line on each
piece, with the side that holds at a jump stated by the way the band is written ("≥90%" holds at 90 %).
Nothing is rounded here.
"""

from jixiao.curve.counting import Count, counted, image, preimage, uncounted
from jixiao.curve.grades import GradeScale, inverted
from jixiao.curve.intervals import Interval
from jixiao.curve.levels import FULL, CurveError, Height, parse_height, parse_loss, parse_ratio
from jixiao.curve.pieces import Piece, ScoreCurve, Sense
from jixiao.curve.syntax import bands, line, stepwise

__all__ = [
    "FULL",
    "Count",
    "CurveError",
    "GradeScale",
    "Height",
    "Interval",
    "Piece",
    "ScoreCurve",
    "Sense",
    "bands",
    "counted",
    "image",
    "inverted",
    "line",
    "parse_height",
    "parse_loss",
    "parse_ratio",
    "preimage",
    "stepwise",
    "uncounted",
]
