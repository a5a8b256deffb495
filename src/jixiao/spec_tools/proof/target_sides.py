"""The two sides of a target: on which of them nearer is better, and how a measure runs as an actual draws near."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from jixiao.exact import ONE, ZERO
from jixiao.spec_tools.proof.curve_laws import by_value, sound_way
from jixiao.spec_tools.proof.domains import (
    ABOVE_ZERO,
    BOTH_SIDES,
    LESS,
    LINE,
    PLACES,
    UPWARD,
    YES_NO,
    Domain,
    Leg,
    counted,
    good_ways,
)
from jixiao.spec_tools.proof.row_classes import Case, Owner
from jixiao.spec_tools.proof.rule_uses import Run, Use, counting
from jixiao.spec_tools.proof.shapes import corners, drop, level

Side = Literal["below", "above"]
BOTH: tuple[Side, ...] = ("below", "above")

#: Up to the target, and from it on.
_UP_TO_ONE, _FROM_ONE = Domain(high=ONE, high_holds=True), Domain(ONE, True)
#: The mirror of a ratio on both sides of its target.
_MIRRORED: dict[Side, Domain] = {"below": _FROM_ONE, "above": Domain(ZERO, False, ONE, True)}
_RATIOS = ("attainment", "execution")
LATE = ("days_late", "months_late")
#: Measures that nothing of a row's actual moves.
_STATED = ("stated_share", "adjustment")


def other(side: Side) -> Side:
    """Return the other side."""
    return "above" if side == "below" else "below"


def nearer_is_better(use: Use, run: Run) -> tuple[Side, ...]:
    """Return the sides of the target on which a row does better the nearer its actual lies.

    Below where more is better, above where less is, both where the rule is two-sided; none where nothing says.
    """
    case = run.case
    if use.owner.measure in _STATED or case.sign == "word" or by_value(use):
        return ()
    if case.sign == "date":
        return ("above",)
    if looks_both_ways(use, run):
        return BOTH
    ways = good_ways(case.sign, case.comparison, case.cell.direction)
    if len(ways) != 1:
        return ()
    return ("below",) if ways[0] else ("above",)


def looks_both_ways(use: Use, run: Run) -> bool:
    """Whether a rule takes points on both sides of the targets of a run."""
    case, measure = run.case, use.owner.measure
    if measure in _STATED:
        return False
    if measure == "deviation" or case.sign == "range":
        return True
    if measure in BOTH_SIDES:
        return case.comparison == "=" and case.sign not in ("date", "word")
    way = sound_way(use, run)
    return way is not None and len(way) > 1


def approach(owner: Owner, case: Case, side: Side) -> Leg | None:
    """Return the values of a measure on one side of a target, and whether they rise as the actual draws near.

    The target itself is among them. ``None`` where the measure does not move on that side. Of a value, all: some
    target lies beyond each.
    """
    measure, below = owner.measure, side == "below"
    if measure in _RATIOS:
        return Leg(_UP_TO_ONE if below else _FROM_ONE, rising=below)
    if measure == "inverse_attainment":
        return Leg(_MIRRORED[side], rising=not below)
    if measure == "value":
        return Leg(PLACES if case.sign == "rank" else LINE, rising=below)
    if measure in LATE:
        return None if below else Leg(replace(UPWARD, step=ONE), rising=False)
    if measure in _STATED or not _counts(measure, case, side):
        return None
    return Leg(YES_NO, rising=True) if measure == "met" else Leg(UPWARD, rising=False)


def _counts(measure: str, case: Case, side: Side) -> bool:
    """Whether a distance, or being met, looks at one side of the target."""
    if case.sign in ("date", "word"):
        return case.sign == "date" and side == "above"
    if measure == "deviation" or case.sign == "range":
        return True
    if side == "below":
        return case.comparison not in LESS
    return case.comparison in (*LESS, "=")


def turns_back(owner: Owner, case: Case, side: Side) -> bool:
    """Whether a curve falls somewhere as the actual draws near to the target."""
    leg = approach(owner, case, side)
    if leg is None:
        return False
    domain, flipped = counted(leg.domain, counting(owner))
    return drop(corners(owner.curve, domain), rising=leg.rising != flipped) is not None


def moves(owner: Owner, case: Case, side: Side) -> bool:
    """Whether a curve has more than one height on one side of the target."""
    leg = approach(owner, case, side)
    return leg is not None and not level(corners(owner.curve, counted(leg.domain, counting(owner)).domain))


def at_target(owner: Owner, case: Case) -> Domain:
    """Return the values of a measure where a target is just reached: one, or of a value those of all targets."""
    if owner.measure != "value":
        x = ZERO if owner.measure in (*LATE, "relative_gap", "deviation", "gap") else ONE
        return Domain(x, True, x, True)
    signs: dict[str, Domain] = {
        "rank": PLACES,
        "zero": Domain(ZERO, True, ZERO, True),
        "negative": Domain(high=ZERO),
        "range": LINE,
    }
    return signs.get(case.sign, ABOVE_ZERO)


def actual_at(owner: Owner, side: Side, target: Fraction, x: Fraction, scale: Fraction) -> Fraction | None:
    """Return the actual, in the unit of the target, on which a measure takes the value x; ``None`` if there is none.

    ``scale`` is one of a value or a distance in that unit: 100 for percentages.
    """
    away = -ONE if side == "below" else ONE
    if owner.measure in _RATIOS:
        return x * target
    if owner.measure == "inverse_attainment":
        return target / x if x > 0 else None
    if owner.measure == "value":
        return x * scale
    if owner.measure == "met":
        return target if x == 1 else target + away
    return target + away * x * (scale if owner.measure == "gap" else abs(target))


__all__ = [
    "BOTH",
    "LATE",
    "Side",
    "actual_at",
    "approach",
    "at_target",
    "looks_both_ways",
    "moves",
    "nearer_is_better",
    "other",
    "turns_back",
]
