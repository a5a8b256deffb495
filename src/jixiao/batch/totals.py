"""Sums of a scored chunk: totals, grades and execution rates."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from jixiao.batch.arrays import Flags, Numbers, as_column, column_of_words, nullable
from jixiao.batch.bounded_integers import NARROW, Integer, Kind, half_up
from jixiao.batch.chunk import NUMBER_OF, Chunk
from jixiao.batch.integer_kernel import widths
from jixiao.batch.projects import RATE_PLACES, Projects, rounded_rate
from jixiao.batch.reason_texts import decimal
from jixiao.scoring import Scored

_UNSCORED = (NUMBER_OF["no_data"], NUMBER_OF["invalid"])


class Sums:
    """What the rows of each project add up to, in output units; a ``total`` counts where ``sound`` says so.

    ``money`` is how many execution rows a project has, ``lacking`` whether it has none and should.
    """

    def __init__(self, chunk: Chunk, projects: Projects) -> None:
        self.chunk, self.projects, self.context = chunk, projects, chunk.context
        self.rows = chunk.ends - chunk.starts
        self.weighed, self.total = chunk.add_up(chunk.weight), chunk.add_up(chunk.rows.score)
        broken = np.isin(chunk.rows.outcome, _UNSCORED).view(np.uint8)
        unweighed = (~chunk.weighed & ~chunk.executed).view(np.uint8)
        bits = chunk.any_of(broken | unweighed << 1)
        self.broken, self.unweighed = bits & 1 != 0, bits & 2 != 0
        self.money = np.zeros(projects.count, np.int64)
        self.money[projects.money.p] = projects.money.rows
        self.lacking = projects.executed & (self.money == 0)
        self.full = np.full(projects.count, int(self.context.plan.full * self.context.one))
        self.sound = ~self.broken & ~self.lacking & (self.weighed == self.full) & (self.money < 2)  # noqa: PLR2004
        self.scaled: dict[int, int] = {}
        self.grade = self._grades()
        self.rate = self._rates()

    def _grades(self) -> Numbers:
        """Return the number of each project's grade; the last one stands for none."""
        edges = self._edges()
        grades = np.zeros(len(self.total), np.uint8)
        for _, edge in edges:
            grades += (self.total < int(edge * self.context.one)).view(np.uint8)
        return np.where(self.sound, grades, len(edges))

    def _edges(self) -> tuple[tuple[str, Fraction], ...]:
        """Return the grades with their lower edges in points, the best first; none where the spec has no grades."""
        scale = self.context.spec.grades
        if scale is None:
            return ()
        return scale.scale.edges

    def _grade_names(self) -> list[str]:
        """Return the names of the grades from the best to the last, none where the spec has no grades."""
        return [name for name, _ in self._edges()]

    def _rates(self) -> pl.Series:
        """Return execution rates in millionths, of positive budgets."""
        money = self.projects.money
        read, n, d = self._over_initial(*self.projects.rates())
        fit = np.flatnonzero(read & self.chunk.rows.scored[money.i] & (d > 0) & (n >= 0))
        self.rated, self.spent, self.budget = money.p[fit], n[fit], d[fit]
        most = {"n": int(self.spent.max(initial=0)), "d": int(self.budget.max(initial=0))}

        def rate(kind: Kind) -> pl.Expr:
            n, d = (Integer(pl.col(name).cast(kind), most[name], kind) for name in "nd")
            return half_up(n * 10**RATE_PLACES, d).expr

        kind = widths(rate)
        if kind is None:
            ratios = map(Fraction, self.spent.tolist(), self.budget.tolist())
            rates_of_rated = pl.Series([rounded_rate(ratio) for ratio in ratios], dtype=pl.Int128)
        else:
            frame = pl.DataFrame({"n": as_column(self.spent), "d": as_column(self.budget)})
            rates_of_rated = frame.select(rate(kind).cast(pl.Int128)).to_series()
        if len(self.rated) == self.projects.count:
            return rates_of_rated
        rates = pl.repeat(None, self.projects.count, dtype=pl.Int128, eager=True)
        return rates.scatter(pl.Series(self.rated), rates_of_rated)

    def _over_initial(self, read: Flags, n: Numbers, d: Numbers) -> tuple[Flags, Numbers, Numbers]:
        """Return rates over the adjusted budget, but for the rows that are measured over the initial one."""
        if not self.chunk.over_initial:
            return read, n, d
        place = np.zeros(len(self.chunk.table), np.intp)
        place[self.projects.money.i] = np.arange(len(n))
        n, d = n.astype(object), d.astype(object)
        for rows, ratio in self.chunk.over_initial:
            own = place[rows]
            read[own] = ratio is not None
            if ratio is not None:
                n[own], d[own] = ratio.as_integer_ratio()
        return read, n, d

    def take_core_results(self) -> None:
        """Set totals and grades of the projects that the scalar core scored."""
        one, by_core = self.context.one, self.projects.core_results
        if not by_core:
            return
        grades: dict[str | None, int] = {name: number for number, name in enumerate(self._grade_names())}
        if max(scored.full for scored in by_core.values()) * one >= NARROW:
            self.total, self.full = self.total.astype(object), self.full.astype(object)
        for p, scored in by_core.items():
            self.sound[p] = scored.total is not None and not self.broken[p]
            self.total[p], self.full[p] = int((scored.total or 0) * one), int(scored.full * one)
            self.grade[p] = grades.get(scored.grade, len(grades))
            if scored.scaled is not None:
                self.scaled[p] = int(scored.scaled * one)
        rates = pl.Series([rounded_rate(_ratio_of(scored)) for scored in by_core.values()], dtype=pl.Int128)
        self.rate = self.rate.scatter(list(by_core), rates)

    def table(self, counts: dict[str, Numbers]) -> pl.DataFrame:
        """Return the projects as they are written; ``counts`` has the errors and the warnings of each."""
        names, places = self._grade_names(), self.context.places
        scaled = pl.Series([None] * len(self.rows), dtype=pl.Int64)
        columns: dict[str, Any] = {
            "project": self.chunk.table["project"].gather(pl.Series(self.chunk.starts)),
            "total": nullable(self.total, self.sound),
            "deduction": nullable(self.full - self.total, self.sound),
            "grade": column_of_words([*names, None], self.grade, pl.String()),
            "execution_rate": self.rate,
            **counts,
            "scaled": scaled.scatter(list(self.scaled), list(self.scaled.values())) if self.scaled else scaled,
        }
        points = {name: decimal(pl.col(name), places) for name in ("total", "deduction", "scaled")}
        frame = pl.DataFrame(columns).with_columns(
            execution_rate=decimal(pl.col("execution_rate"), RATE_PLACES), **points
        )
        if columns["project"].has_nulls():
            return frame.filter(pl.col("project").is_not_null())
        return frame


def _ratio_of(scored: Scored) -> Fraction | None:
    """Return the execution rate of a project that the scalar core scored; ``None`` where it has none."""
    if scored.execution is None:
        return None
    return scored.execution.ratio
