"""Why no rule can score a row: what it lacks, what stands there in place of a value, what contradicts itself."""

from __future__ import annotations

import re

from jixiao.findings import Codes
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.problems import NOT_DUE, REPORTED, MissingField, NoData, Problem, misspelt
from jixiao.model.project import NO_VALUES, STROKES, Indicator
from jixiao.quantity import Mismatch, Quantity, Sign, Text, is_blank

#: What a row must state.
REQUIRED = ("level1", "name", "target", "weight")
#: Fields of a row that no score depends on.
WITHOUT_SCORE = frozenset(("score", "cause", "remedy", "goal", "note"))

_NOTHING = re.compile(rf"{STROKES}|\s*{NO_VALUES}\s*")
_AGAINST = {"正向": ("≤", "<"), "反向": ("≥", ">")}
_MISMATCHES = {
    "dimension": Codes.DIFFERENT_UNITS,
    "share_against_count": Codes.SHARE_AGAINST_COUNT,
    "kind": Codes.DIFFERENT_KINDS_OF_VALUES,
}


def problem_of(
    row: Indicator,
    target: Quantity | None,
    actual: Quantity | None,
    stated: Sign | None,
    typed: Sign | None,
    *,
    is_early: bool = False,
) -> Problem | None:
    """Return the first problem that keeps every rule from scoring a row, with its sign as stated and as typed."""
    return (
        _not_due(row, is_early=is_early)
        or _missing(row, target, is_early=is_early)
        or _placeholder(row, target, actual)
        or _slip(row, target, actual)
        or _contradiction(row, stated, typed)
    )


def mismatch_problem(mismatch: Mismatch, row: Indicator) -> Problem:
    """Return the problem of a target and an actual that are not of one dimension."""
    target, actual = (row.target or "")[:MOST_SHOWN], (row.actual or "")[:MOST_SHOWN]
    if mismatch.reason != "share_bare":
        sides = (("target", target), ("actual", actual), ("left", mismatch.left), ("right", mismatch.right))
        return Problem(_MISMATCHES[mismatch.reason], "actual", sides)
    if mismatch.right:  # the actual has a percent sign, so the target is the bare one
        return Problem(Codes.PERCENT_SIGN_MISSING, "target", (("share", actual), ("bare", target)))
    return Problem(Codes.PERCENT_SIGN_MISSING, "actual", (("share", target), ("bare", actual)))


def blank(value: object) -> bool:
    """Whether nothing is stated: no value, or a text of nothing that can be seen."""
    return value is None or (isinstance(value, str) and is_blank(value))


def missing_fields(row: Indicator, *, is_early: bool = False) -> list[str]:
    """Return the required fields that a row leaves empty; one that is there and cannot be read is not among them.

    A row whose actual is yet to come needs no weight.
    """
    is_weight_due = not is_early or not blank(row.actual)
    required = [field for field in REQUIRED if is_weight_due or field != "weight"]
    return [field for field in required if blank(getattr(row, field)) and field not in row.unread]


def _not_due(row: Indicator, *, is_early: bool) -> Problem | None:
    """Return the problem of a row that states all but the actual, which is yet to come, and often the weight."""
    if not is_early or not blank(row.actual) or not row.unread <= WITHOUT_SCORE:
        return None
    if missing_fields(row, is_early=True):
        return None
    return NOT_DUE


def _missing(row: Indicator, target: Quantity | None, *, is_early: bool) -> Problem | None:
    """Return the problem of a field that is empty, could not be read, or counts nothing."""
    if target is None or row.weight is None or blank(row.level1) or blank(row.name):
        missing = missing_fields(row, is_early=is_early)
        if missing:
            return MissingField(Codes.ROW_FIELD_MISSING, missing[0], (("key", missing[0]),))
    if not row.unread <= WITHOUT_SCORE:
        return REPORTED
    if row.weight is not None and row.weight.numerator <= 0:
        return Problem(Codes.WEIGHT_NOT_POSITIVE, "weight", (("weight", row.weight),))
    return None


def _slip(row: Indicator, target: Quantity | None, actual: Quantity | None) -> Problem | None:
    """Return the problem of a value that is no number for a slip alone, where the other one is a number."""
    is_stated = row.share is not None or row.tier is not None
    if is_stated or target is None or actual is None or isinstance(target, Text) is isinstance(actual, Text):
        return None
    return misspelt("target", row.target) or misspelt("actual", row.actual)


def _placeholder(row: Indicator, target: Quantity | None, actual: Quantity | None) -> Problem | None:
    """Return the problem of a stroke, or of what a program writes, in place of a value.

    There is none where somebody stated what the row earns.
    """
    if row.share is not None or row.tier is not None:
        return None
    for field, value in (("target", target), ("actual", actual)):
        if isinstance(value, Text) and _NOTHING.fullmatch(value.text):
            return NoData(Codes.PLACEHOLDER_NOT_A_VALUE, field, (("value", value.text),))
    return None


def _contradiction(row: Indicator, stated: Sign | None, typed: Sign | None) -> Problem | None:
    """Return the problem of a sign against the one in the target, or against the direction."""
    if stated and typed and stated != typed:
        return Problem(Codes.CONTRADICTING_COMPARISONS, "comparison", (("stated", stated), ("typed", typed)))
    sign = stated or typed
    if row.direction is not None and sign in _AGAINST[row.direction]:
        args = (("sign", sign), ("direction", row.direction))
        return Problem(Codes.COMPARISON_AGAINST_DIRECTION, "direction", args)
    return None


__all__ = ["REQUIRED", "WITHOUT_SCORE", "blank", "mismatch_problem", "missing_fields", "problem_of"]
