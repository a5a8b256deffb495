"""Which few changes reach a grade or a total, and how the total moves when one thing moves a little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import NamedTuple

from jixiao.exact import ZERO, add_up, parse_number
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Number
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.plan import plan_of
from jixiao.whatif.rows import Change, change_for, places_of_row, rescored, row_at, to_amount

#: Sets of rows that are tried; beyond it only the costliest rows are combined.
MOST_TRIED = 20_000


class Goal(NamedTuple):
    """What is to be reached: a total in points, named as the user named it; ``grade`` where it is one."""

    text: str
    total: Fraction
    grade: bool


def goal_of(text: str, spec: IndicatorSpec) -> Goal | None:
    """Return a grade of the spec, or a total; ``None`` where the text is neither."""
    if spec.grades is not None and text in spec.grades.edges:
        return Goal(text, spec.grades.edges[text], grade=True)
    total = parse_number(text)
    if total is None or total < 0:
        return None
    return Goal(text, total, grade=False)


class RowReach(NamedTuple):
    """A row that lost points: the change that earns full marks, and the row scored with it.

    ``change`` is ``None`` where no value of the row would bring it more.
    """

    row: RowScore
    change: Change | None
    then: RowScore

    def gain(self, *, exact: bool = False) -> Fraction:
        """Return the points that the change brings, rounded as scores are or exact."""
        if exact:
            return self.then.points - self.row.points
        return (self.then.score or ZERO) - (self.row.score or ZERO)


class Moved(NamedTuple):
    """What the total gains (points) when a row's actual moves by one step of its own precision."""

    change: Change
    gain: Fraction


@dataclass(frozen=True)
class Reach:
    """What it takes to reach a goal.

    ``changes`` is ``None`` where no values reach it, ``then`` the scores with them; ``best`` is the project with
    all rows as good as they can be. ``steps`` are the steps of single actuals that cost and bring the most,
    ``weights`` the rows between which a point of weight matters most.
    """

    goal: Goal
    scored: Scored
    rows: tuple[RowReach, ...]
    best: Scored
    changes: tuple[Change, ...] | None
    then: Scored | None
    steps: tuple[Moved, ...]
    weights: tuple[RowScore, RowScore] | None


def standing(scored: Scored) -> Fraction | None:
    """Return the total that is compared with a goal in points: the rescaled one where there is one."""
    return scored.total if scored.scaled is None else scored.scaled


def reach_of(project: Project, scored: Scored, goal: Goal, most_tried: int = MOST_TRIED) -> Reach:
    """Return the values that earn full marks row by row, and the fewest of them that reach the goal.

    Of sets that are as few, the one that costs the least, as far as ``most_tried`` sets are compared.
    """
    rows, best = _rows(project, scored)
    changes, then = _changes(project, scored, rows, goal, most_tried)
    return Reach(goal, scored, rows, best, changes, then, _steps(project, scored), _apart(scored))


def next_grade(scored: Scored) -> Goal | None:
    """Return the lowest grade that a project is short of; ``None`` at the highest, and without grades or a total."""
    grades = scored.spec.grades
    if grades is None or scored.total is None:
        return None
    goals = [Goal(grade, edge, grade=True) for grade, edge in grades.edges.items()]
    above = [goal for goal in goals if (short_of(scored, goal) or ZERO) > 0]
    return min(above, key=lambda goal: goal.total, default=None)


def _rows(project: Project, scored: Scored) -> tuple[tuple[RowReach, ...], Scored]:
    """Return every row that lost points, with its change put to the test by scoring."""
    changes = {row.facts.index: change_for(row, row.weight or ZERO) for row in scored.all_rows if row.deduction}
    after = rescored(project, scored.spec, [change for change in changes.values() if change is not None])
    rows = (RowReach(row_at(scored, index), change, row_at(after, index)) for index, change in changes.items())
    return tuple(row if row.gain() > 0 else row._replace(change=None) for row in rows), after


def _exact(scored: Scored, goal: Goal) -> bool:
    """Whether the goal is compared with the sum before rounding."""
    return goal.grade and plan_of(scored.spec).by_exact_total and scored.scaled is None


def short_of(scored: Scored, goal: Goal) -> Fraction | None:
    """Return how many points a project is short of the goal; ``None`` without a total."""
    total = scored.exact if _exact(scored, goal) else scored.total
    if total is None:
        return None
    return goal.total * scored.full / scored.spec.full_marks - total


def _changes(
    project: Project, scored: Scored, rows: tuple[RowReach, ...], goal: Goal, most_tried: int
) -> tuple[tuple[Change, ...] | None, Scored | None]:
    """Return the fewest rows, of those the fewest points, the costliest only as far as it must go."""
    short, exact = short_of(scored, goal), _exact(scored, goal)
    if short is None:
        return None, None
    chosen = _fewest([row for row in rows if row.change is not None], short, most_tried, exact=exact)
    if chosen is None:
        return None, None
    in_full = [row.change for row in chosen if row.change is not None]
    for changes in (_no_further(chosen, short, exact=exact), in_full):
        then = rescored(project, scored.spec, changes)
        still_short = short_of(then, goal)
        if still_short is not None and still_short <= 0:
            return tuple(changes), then
    return None, None


def _fewest(rows: list[RowReach], short: Fraction, most_tried: int, *, exact: bool) -> list[RowReach] | None:
    """Return as few rows as will do; of several such sets the one with the smallest gain."""

    def gain(some: Iterable[RowReach]) -> Fraction:
        return add_up(row.gain(exact=exact) for row in some)

    ordered = sorted(rows, key=lambda row: -row.gain(exact=exact))
    count = next((count for count in range(len(ordered) + 1) if gain(ordered[:count]) >= short), None)
    if count is None:
        return None
    among = max((n for n in range(count, len(ordered) + 1) if comb(n, count) <= most_tried), default=count)
    sets = (list(some) for some in combinations(ordered[:among], count))
    return min((some for some in sets if gain(some) >= short), key=gain)


def _no_further(chosen: list[RowReach], short: Fraction, *, exact: bool) -> list[Change]:
    """Return the changes of a set, the costliest row's only as far as the others leave it to go."""
    changes = [row.change for row in chosen if row.change is not None]
    if chosen:
        costliest, gains = chosen[0].row, add_up(row.gain(exact=exact) for row in chosen[1:])
        by_hand = add_up(loss.points for loss in costliest.losses if loss.kind != "cap")
        points = costliest.points if exact else costliest.score or ZERO
        changes[0] = change_for(costliest, points + by_hand + short - gains) or changes[0]
    return changes


def _steps(project: Project, scored: Scored) -> tuple[Moved, ...]:
    """Return the single step of an actual that costs the most, and the one that brings the most."""
    moved: list[Moved] = []
    for side in (-1, 1):
        steps = [step for row in scored.all_rows if (step := _step(row, side)) is not None]
        after = rescored(project, scored.spec, steps)
        for step in steps:
            score = row_at(after, step.row.facts.index).score
            if score is not None:
                moved.append(Moved(step, score - (step.row.score or ZERO)))
    ordered = sorted(moved, key=lambda each: each.gain)
    return tuple(each for each in (*ordered[:1], *ordered[:0:-1][:1]) if each.gain)


def _step(row: RowScore, side: int) -> Change | None:
    """Return a row's number one step of its own precision up (1) or down (−1)."""
    actual = row.facts.actual
    if not isinstance(actual, Number) or row.score is None or actual.unit.dimension == ":":
        return None
    amount = actual.value / actual.unit.factor + Fraction(side, 10 ** places_of_row(row.facts))
    if amount < 0 <= actual.value:
        return None
    return to_amount(row, amount)


def _apart(scored: Scored) -> tuple[RowScore, RowScore] | None:
    """Return the rows that earn the largest and the smallest share: where a point of weight matters most."""
    rows = sorted((row for row in scored.rows if row.share is not None), key=lambda row: row.share or ZERO)
    if not rows or rows[0].share == rows[-1].share:
        return None
    most = next(row for row in rows if row.share == rows[-1].share)
    return most, rows[0]
