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


@dataclass(frozen=True, slots=True)
class RowEffect:
    """A row scored otherwise: its name, and score (points), rule and outcome on both sides."""

    name: str
    old: RowScore | None
    new: RowScore | None

    @property
    def scores(self) -> tuple[Fraction | None, ...]:
        """The score on both sides; a row that a side does not have counts nothing there."""
        return tuple(row.score if row is not None else ZERO for row in (self.old, self.new))

    @property
    def change(self) -> Fraction | None:
        """Points gained; ``None`` where a side has no score."""
        before, after = self.scores
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class Effect:
    """One project under both specs."""

    source: str
    old: Result
    new: Result
    rows: tuple[RowEffect, ...]

    @property
    def change(self) -> Fraction | None:
        """Points gained by the total (the rescaled one where there is one); ``None`` where a side has none."""
        before, after = standing(self.old), standing(self.new)
        return None if before is None or after is None else after - before

    @property
    def verdict(self) -> str:
        """gains, loses, same, or unscored."""
        change = self.change
        return "unscored" if change is None else "same" if not change else "gains" if change > 0 else "loses"


def standing(result: Result) -> Fraction | None:
    """The total that the grade goes by, in points."""
    scored = result.scored
    return None if scored is None else scored.scaled if scored.scaled is not None else scored.total


def effect_of(source: str, old: Result, new: Result) -> Effect:
    """One project's results under the old and the new spec, laid side by side."""
    pairs = [(side.scored.execution, *side.scored.rows) if side.scored else () for side in (old, new)]
    rows = (RowEffect(_name(a or b), a, b) for a, b in zip_longest(*pairs) if a is not None or b is not None)
    return Effect(source, old, new, tuple(row for row in rows if len(set(row.scores)) > 1))


def _name(row: RowScore | None) -> str:
    return "" if row is None else EXECUTION if row.facts.index < 0 else row.facts.indicator.name or ""


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What a pair of rules does to all rows it moves: how many, and the points gained and lost in sum."""

    old: str
    new: str
    rows: int
    gained: Fraction
    lost: Fraction


def by_rule(effects: Iterable[Effect]) -> list[RuleEffect]:
    """The rows that moved, by the rule that scored them before and after; the costliest first."""
    moved: dict[tuple[str, str], list[Fraction]] = {}
    for row in (row for effect in effects for row in effect.rows):
        if row.change is not None:
            moved.setdefault((_rule(row.old), _rule(row.new)), []).append(row.change)
    found = [RuleEffect(*pair, len(changes), *_parted(changes)) for pair, changes in moved.items()]
    return sorted(found, key=lambda effect: (-(effect.gained + effect.lost), effect.old, effect.new))


def _parted(changes: list[Fraction]) -> tuple[Fraction, Fraction]:
    return add_up(change for change in changes if change > 0), add_up(-change for change in changes if change < 0)


def _rule(row: RowScore | None) -> str:
    return row.rule.name if row is not None and row.rule is not None else "—"


def document(effect: Effect) -> dict[str, Any]:
    """A project's effect as plain data; all numbers are exact decimal strings."""
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
    sides = (("from", row.old, effect.old), ("to", row.new, effect.new))
    told = {
        key: {
            "score": result.points(side.score) if side else None,
            "rule": side.rule.name if side and side.rule else None,
        }
        for key, side, result in sides
    }
    return {"name": row.name, **told, "change": effect.new.points(row.change)}
