"""Execution rates as tables print them: in percent, as a ratio, rounded, and often without a sign."""

from __future__ import annotations

from fractions import Fraction

from jixiao.exact import ONE, parse_number, to_step
from jixiao.quantity import unspaced

_HUNDRED = 100


def prints_rate(text: str, ratio: Fraction) -> bool:
    """Whether a text is a ratio to the decimals that it prints; without a percent sign it may be either.

    >>> rate = Fraction("0.972")
    >>> prints_rate("97.2%", rate), prints_rate("97", rate), prints_rate("0.97", rate), prints_rate("1", rate)
    (True, True, True, False)
    """
    bare = unspaced(text).removesuffix("%")
    number, step = parse_number(bare), ONE / 10 ** len(bare.partition(".")[2])
    if number == to_step(ratio * _HUNDRED, step):
        return True
    is_rounded = "." in bare and number == to_step(ratio, step)
    return bare == unspaced(text) and (number == ratio or is_rounded)


__all__ = ["prints_rate"]
