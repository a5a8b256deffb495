"""How far a reviewer's score may be from the unit's, where a spec says so."""

from fractions import Fraction
from typing import Any

from pydantic import model_validator

from jixiao.curve import parse_loss
from jixiao.exact import ZERO
from jixiao.model.fields import Text, curve_errors_refused
from jixiao.model.rules import Cited


class ReviewLimits(Cited):
    """How far a reviewer's score of a row may be from its unit's, as shares of the weight or points.

    ``lower`` bounds what a reviewer may take, ``higher`` what one may add ("0": nothing); ``None`` bounds nothing.
    """

    lower: Text | None = None
    higher: Text | None = None

    @model_validator(mode="after")
    def _check_bounds(self) -> Any:
        for text in filter(None, (self.lower, self.higher)):
            with curve_errors_refused():
                _distance(text, ZERO)
        return self

    def bounds(self, score: Fraction, weight: Fraction) -> tuple[Fraction, Fraction]:
        """Return the least and the most points that a reviewer may give a row whose unit has so many."""
        low, high = ZERO, weight
        if self.lower is not None:
            low = max(low, score - _distance(self.lower, weight))
        if self.higher is not None:
            high = min(high, score + _distance(self.higher, weight))
        return low, high


def _distance(text: str, weight: Fraction) -> Fraction:
    """Return a share of the weight, or points, as points.

    Raises:
        CurveError: the text is neither.
    """
    if text == "0":
        return ZERO
    height = parse_loss(text)
    return height.share * weight + height.points
