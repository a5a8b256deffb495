"""Random curves, in the authors' own syntax and as curves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from hypothesis import strategies as st

from jixiao.curve import ScoreCurve, bands, line, stepwise

Written = dict[str, Any]

#: Places of breakpoints, in percent, in order.
edges = st.lists(st.integers(0, 200), min_size=1, max_size=5, unique=True).map(sorted)
#: Heights of a share, and of a loss in points.
shares = st.integers(0, 100).map(lambda share: f"{share}%")
losses = st.integers(1, 9).map(lambda points: f"-{points}分")


#: The signs of bands that run one way, and which of their heights is the lowest.
_BANDS = {"rising": (st.sampled_from("≥>"), 0), "falling": (st.sampled_from("≤<"), -1)}


@st.composite
def one_sided(draw: st.DrawFn, sense: Literal["rising", "falling"]) -> Written:
    """Return a line or a table of bands that never runs against ``sense``, all in shares or all in points."""
    at, kind = draw(edges), draw(st.sampled_from([shares, losses]))
    heights = draw(st.lists(kind, min_size=len(at) + 1, max_size=len(at) + 1))
    heights.sort(key=_size, reverse=sense == "falling")
    if draw(st.booleans()):
        return {"line": {f"{x}%": height for x, height in zip(at, heights, strict=False)}}
    signs, lowest = _BANDS[sense]
    otherwise = heights.pop(lowest)
    table = {f"{draw(signs)}{x}%": height for x, height in zip(at, heights, strict=True)}
    return {"bands": {**table, "otherwise": otherwise}}


def _size(height: str) -> Fraction:
    return Fraction(height.removesuffix("%").removesuffix("分"))


@st.composite
def steps(draw: st.DrawFn, each: str = "%") -> Written:
    """Return steps that lose points or shares, until gone or until ``most``; ``each`` is what a step is counted in."""
    unit = draw(st.sampled_from(["分", "0%"]))
    table = {
        "each": f"{draw(st.integers(1, 30))}{each}",
        "begun": draw(st.booleans()),
        "lose": f"{draw(st.integers(1, 5))}{unit}",
    }
    if draw(st.booleans()):
        table["most"] = f"{draw(st.integers(5, 10))}{unit}"
    return {"steps": table}


def written_curves() -> st.SearchStrategy[Written]:
    """Return lines, bands and steps as a rule has them: a mapping with the one key ``line``, ``bands`` or ``steps``."""
    return st.one_of(one_sided("rising"), one_sided("falling"), steps())


def curves() -> st.SearchStrategy[ScoreCurve]:
    """Return curves of every form, each running one way."""
    return written_curves().map(curve_of)


def curve_of(written: Mapping[str, Any]) -> ScoreCurve:
    """Return the curve that an author wrote.

    >>> len(curve_of({"bands": {"≥90%": "full", "otherwise": "0"}}).pieces)
    2
    """
    if "line" in written:
        return line(written["line"])
    if "bands" in written:
        return bands(written["bands"])
    return stepwise(written["steps"]["lose"], written["steps"].get("most"))


__all__ = ["Written", "curve_of", "curves", "edges", "losses", "one_sided", "shares", "steps", "written_curves"]
