"""The stage of weights: what each row counts before any is scored, as stated or as the spec shares points out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from jixiao.exact import ONE, ZERO, add_up
from jixiao.model.facts import RowFacts
from jixiao.scoring.plan import Plan, is_second_level

#: Points by row; ``None`` where none are stated.
Weights = list[Fraction | None]
#: Points in which weights are rescaled.
RESCALED_STEP = Fraction(1, 100)


def apportion(
    total: Fraction, parts: list[Fraction], step: Fraction, rest: Literal["largest remainder", "first", "last"]
) -> list[Fraction]:
    """Return shares of ``total`` in proportion to ``parts``, each a multiple of ``step``, adding up exactly.

    ``rest`` says which parts take the steps left over. All in points.

    >>> [str(share) for share in apportion(Fraction(20), [Fraction(1)] * 3, Fraction(1), "last")]
    ['6', '7', '7']
    """
    sum_of_parts = sum(parts, ZERO)
    exact = [total * part / sum_of_parts for part in parts]
    shares = [share // step * step for share in exact]
    remainder = total - sum(shares, ZERO)
    for index in _order(exact, shares, rest):
        extra = min(step, remainder)
        shares[index] += extra
        remainder -= extra
    return shares


def _order(exact: list[Fraction], shares: list[Fraction], rest: str) -> list[int]:
    """Return in which order parts take what is left over."""
    order = list(range(len(exact)))
    if rest == "largest remainder":
        return sorted(order, key=lambda index: (shares[index] - exact[index], index))
    return order if rest == "first" else order[::-1]


def row_weights(plan: Plan, rows: Sequence[RowFacts], execution: Fraction | None) -> tuple[Weights, Fraction | None]:
    """Return what each row and the execution row count: as stated, or as the spec splits, moves or rescales it."""
    policy = plan.spec.not_applicable.rows
    weights = _split(plan, rows)
    if policy == "full" or all(row.indicator.applicable for row in rows):
        return weights, execution
    if policy == "move within class":
        return _move(plan, rows, weights), execution
    for row in rows:
        if not row.indicator.applicable:
            weights[row.index] = ZERO
    if policy == "rescale weights":
        return _rescale(plan, weights, execution)
    return weights, execution


def _split(plan: Plan, rows: Sequence[RowFacts]) -> Weights:
    """Return the weights as stated; where the spec shares out points of a group, over its rows that count."""
    weights: Weights = [row.indicator.weight for row in rows]
    policy = plan.spec.row_weights
    if policy is None:
        return weights
    all_count = plan.spec.not_applicable.rows == "full"
    for level2, points in policy.groups.items():
        group = [row for row in rows if is_second_level(row.indicator.level2, (level2,))]
        counted = [row.index for row in group if all_count or row.indicator.applicable]
        if counted:
            shares = apportion(points, [ONE] * len(counted), policy.to, policy.rest)
            _assign(weights, group, dict(zip(counted, shares, strict=True)))
    return weights


def _assign(weights: Weights, group: list[RowFacts], shares: dict[int, Fraction]) -> None:
    """Set the weights of a group's rows: their share, or nothing."""
    for row in group:
        weights[row.index] = shares.get(row.index, ZERO)


def _move(plan: Plan, rows: Sequence[RowFacts], weights: Weights) -> Weights:
    """Return weights with the points of rows that do not apply shared over their class in proportion to the others."""
    moved = list(weights)
    classes = {plan.class_of(row.level1) for row in rows if not row.indicator.applicable}
    for class_ in classes - {None}:
        _move_within([row for row in rows if plan.class_of(row.level1) == class_], moved, plan.step)
    return moved


def _move_within(group: list[RowFacts], weights: Weights, step: Fraction) -> None:
    """Share the points of a class over those of its rows that apply."""
    stated = {row.index: weights[row.index] or ZERO for row in group}
    counted = {row.index: stated[row.index] for row in group if row.indicator.applicable}
    for index in stated.keys() - counted.keys():
        weights[index] = ZERO
    for index, points in _share_out(add_up(stated.values()), counted, step).items():
        weights[index] = points


def _share_out(total: Fraction, parts: dict[int, Fraction], step: Fraction) -> dict[int, Fraction]:
    """Return shares of ``total`` in proportion to the parts that are something."""
    parts = {index: part for index, part in parts.items() if part}
    if not parts:
        return {}
    shares = apportion(total, list(parts.values()), step, "largest remainder")
    return dict(zip(parts, shares, strict=True))


def _rescale(plan: Plan, weights: Weights, execution: Fraction | None) -> tuple[Weights, Fraction | None]:
    """Return all weights, the execution row's among them, rescaled to the full marks in ``RESCALED_STEP``."""
    stated = [execution or ZERO, *(weight or ZERO for weight in weights)]
    if not any(stated):
        return weights, execution
    of_execution, *shares = apportion(plan.full, stated, RESCALED_STEP, "largest remainder")
    rescaled: Weights = [weight and share for weight, share in zip(weights, shares, strict=True)]
    return rescaled, of_execution if execution else None
