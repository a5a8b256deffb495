"""What another spec does to real projects: scores, grades, who gains and who loses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from jixiao.exact import ZERO, add_up
from jixiao.model.facts import EXECUTION
from jixiao.result import Result
from jixiao.scoring import RowScore


def _gain(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    if before is None or after is None:
        return None
    return after - before


@dataclass(frozen=True, slots=True)
class RowEffect:
    """A row scored otherwise: its name, and score (points), rule and outcome on both sides."""

    name: str
    old: RowScore | None
    new: RowScore | None

    @property
    def scores(self) -> tuple[Fraction | None, Fraction | None]:
        """Return the score on both sides; a row that a side does not have counts nothing there."""
        before, after = (ZERO if row is None else row.score for row in (self.old, self.new))
        return before, after

    @property
    def change(self) -> Fraction | None:
        """Return points gained; ``None`` where a side has no score."""
        return _gain(*self.scores)


@dataclass(frozen=True, slots=True)
class Effect:
    """One project under both specs."""

    source: str
    old: Result
    new: Result
    rows: tuple[RowEffect, ...]

    @property
    def change(self) -> Fraction | None:
        """Return points gained by the total (the rescaled one where there is one); ``None`` where a side has none."""
        return _gain(standing(self.old), standing(self.new))

    @property
    def verdict(self) -> str:
        """Return gains, loses, same, or unscored."""
        change = self.change
        if change is None:
            return "unscored"
        if change == 0:
            return "same"
        return "gains" if change > 0 else "loses"


def standing(result: Result) -> Fraction | None:
    """Return the total that the grade goes by, in points: the rescaled one where there is one."""
    scored = result.scored
    if scored is None:
        return None
    if scored.scaled is None:
        return scored.total
    return scored.scaled


def effect_of(source: str, old: Result, new: Result) -> Effect:
    """Return one project's results under the old and the new spec, laid side by side."""
    pairs = [(side.scored.execution, *side.scored.rows) if side.scored else () for side in (old, new)]
    rows = (RowEffect(_name(a or b), a, b) for a, b in zip_longest(*pairs) if a is not None or b is not None)
    return Effect(source, old, new, tuple(row for row in rows if len(set(row.scores)) > 1))


def _name(row: RowScore | None) -> str:
    if row is None:
        return ""
    if row.facts.index < 0:
        return EXECUTION
    return row.facts.indicator.name or ""


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What a pair of rules does to all rows it moves: how many, and the points gained and lost in sum."""

    old: str
    new: str
    rows: int
    gained: Fraction
    lost: Fraction


def by_rule(effects: Iterable[Effect]) -> list[RuleEffect]:
    """Return the rows that moved, by the rule that scored them before and after; the costliest first."""
    changes: dict[tuple[str, str], list[Fraction]] = {}
    for row in (row for effect in effects for row in effect.rows):
        if row.change is not None:
            changes.setdefault((_rule(row.old), _rule(row.new)), []).append(row.change)
    rules = [_rule_effect(*pair, moved) for pair, moved in changes.items()]
    return sorted(rules, key=lambda effect: (-(effect.gained + effect.lost), effect.old, effect.new))


def _rule_effect(old: str, new: str, changes: list[Fraction]) -> RuleEffect:
    gained = add_up(change for change in changes if change > 0)
    lost = add_up(-change for change in changes if change < 0)
    return RuleEffect(old, new, len(changes), gained, lost)


def _rule(row: RowScore | None) -> str:
    if row is None or row.rule is None:
        return "—"
    return row.rule.name


def document(effect: Effect) -> dict[str, Any]:
    """Return a project's effect as plain data; all numbers are exact decimal strings."""
    sides = (("from", effect.old), ("to", effect.new))
    return {
        "source": effect.source,
        "project": effect.new.project.name,
        "verdict": effect.verdict,
        **{key: {"total": side.points(standing(side)), "grade": side.grade} for key, side in sides},
        "change": effect.new.points(effect.change),
        "rows": [_row_document(row, effect) for row in effect.rows],
    }


def _row_document(row: RowEffect, effect: Effect) -> dict[str, Any]:
    return {
        "name": row.name,
        "from": _side(row.old, effect.old),
        "to": _side(row.new, effect.new),
        "change": effect.new.points(row.change),
    }


def _side(row: RowScore | None, result: Result) -> dict[str, Any]:
    if row is None:
        return {"score": None, "rule": None}
    return {"score": result.points(row.score), "rule": row.rule and row.rule.name}
