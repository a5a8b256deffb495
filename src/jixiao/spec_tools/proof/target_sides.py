"""The two sides of a target: on which of them nearer is better, and how a measure runs as an actual draws near."""

from __future__ import annotations

from jixiao.curve import Interval, image
from jixiao.measure import measure_of
from jixiao.measure.profile import MonotonePart, Side
from jixiao.model.rules import CurveOwner
from jixiao.spec_tools.proof.curve_comparison import corners, drop, level
from jixiao.spec_tools.proof.curve_laws import by_value, sound_parts
from jixiao.spec_tools.proof.row_classes import Case
from jixiao.spec_tools.proof.rule_uses import Run, Use, reverses

BOTH: tuple[Side, ...] = ("below", "above")


def other(side: Side) -> Side:
    """Return the other side."""
    return "above" if side == "below" else "below"


def nearer_is_better(use: Use, run: Run) -> tuple[Side, ...]:
    """Return the sides of the target on which a row does better the nearer its actual lies.

    Below where more is better, above where less is, both where the rule is two-sided; none where nothing says.
    """
    case = run.case
    if not measure_of(use.owner).moves_with_actual or case.sign == "word" or by_value(use):
        return ()
    if case.sign == "date":
        return ("above",)
    if looks_both_ways(use, run):
        return BOTH
    directions = case.row_kind.directions
    if len(directions) != 1:
        return ()
    if directions[0]:
        return ("below",)
    return ("above",)


def looks_both_ways(use: Use, run: Run) -> bool:
    """Whether a rule takes points on both sides of the targets of a run."""
    case, measure = run.case, measure_of(use.owner)
    if not measure.moves_with_actual:
        return False
    if measure.two_sided == "always" or case.sign == "range":
        return True
    if measure.two_sided == "equal":
        return case.comparison == "=" and case.row_kind.is_number
    parts = sound_parts(use, run)
    return parts is not None and len(parts) > 1


def approach(owner: CurveOwner, case: Case, side: Side) -> MonotonePart | None:
    """Return the values of a measure on one side of a target; ``None`` where it does not move there."""
    return measure_of(owner).approach(case.row_kind, side)


def turns_back(owner: CurveOwner, case: Case, side: Side) -> bool:
    """Whether a curve falls somewhere as the actual draws near to the target."""
    part = approach(owner, case, side)
    if part is None:
        return False
    count = owner.counting
    rising = part.rising != reverses(count)
    return drop(corners(owner.curve, image(count, part.domain)), rising=rising) is not None


def moves(owner: CurveOwner, case: Case, side: Side) -> bool:
    """Whether a curve has more than one height on one side of the target."""
    part = approach(owner, case, side)
    return part is not None and not level(corners(owner.curve, image(owner.counting, part.domain)))


def at_target(owner: CurveOwner, case: Case) -> Interval:
    """Return the values of a measure where a target is just reached; of a value those of all targets."""
    return measure_of(owner).at_target(case.sign)


__all__ = [
    "BOTH",
    "Side",
    "approach",
    "at_target",
    "looks_both_ways",
    "moves",
    "nearer_is_better",
    "other",
    "turns_back",
]
