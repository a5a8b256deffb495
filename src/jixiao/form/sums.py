"""Total, rescaled total and grade as formulas over the scores that a form shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jixiao.exact import ZERO, decimal_places, plain
from jixiao.finding import Lang
from jixiao.form.cells import Live
from jixiao.form.formulas import number, quoted, stepped
from jixiao.form.words import LABELS
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.plan import Plan

#: Decimals that a total shows beyond those it always shows, and those by which sums of exact points are compared.
_MORE, _STEADY = 8, 9


class Sums:
    """What the scores of one form add up to. ``texts`` are its cells by field, ``points`` exact points by score."""

    def __init__(
        self, scored: Scored, plan: Plan, texts: Mapping[str, str], points: Mapping[str, str], lang: Lang
    ) -> None:
        self.scored, self.plan, self.texts, self.points, self.words = scored, plan, texts, points, LABELS[lang]

    def cells(self) -> dict[str, Live]:
        """Live cells of the total, of the line below the table, and of the grade; none where they cannot follow."""
        scores = [f"{{{field}}}" for field in self.texts if field.endswith(".score") and self._counts(field)]
        broken = self.scored.total is None and self.scored.weighed != self.scored.full
        if not scores or broken or "total" not in self.texts or any(self._unshown()):
            return {}
        complete = f"COUNT({','.join(scores)})={len(scores)}"
        most = max((decimal_places(row.score or ZERO) or 0 for row in self.scored.all_rows), default=0)
        step = Fraction(1, 10 ** max(self.plan.places, most))
        total = Live(self.scored.total, formula=f'IF({complete},{stepped("+".join(scores), step)},"")')
        return {"total": total, **self._below()}

    def _counts(self, field: str) -> bool:
        row = self._row_of(field)
        return row is not None and row.outcome != "not_applicable"

    def _row_of(self, field: str) -> RowScore | None:
        if field == "execution.score":
            return self.scored.execution
        at = field.partition("[")[2].partition("]")[0]
        return self.scored.rows[int(at)] if at.isdecimal() else None

    def _unshown(self) -> Iterator[RowScore]:
        """Rows whose score the form does not show."""
        if self.scored.execution is not None and "execution.score" not in self.texts:
            yield self.scored.execution
        for row in self.scored.rows:
            if row.score is not None and f"indicators[{row.facts.index}].score" not in self.texts:
                yield row

    def _below(self) -> dict[str, Live]:
        total, none = self._scaled(), self.words["none"]
        cells = {"below.total": Live(formula=f'IF({{total}}="","{none}",{self._as_text("{total}")})')}
        if total != "{total}":
            cells["below.scaled"] = Live(formula=f'IF({{total}}="","",{self._as_text(total)})')
        grade = self._grade(total)
        if grade is not None:
            cells["below.grade"] = Live(formula=f'IF({{total}}="","{none}",{grade})')
            if "grade" in self.texts:
                cells["grade"] = Live(formula=f'IF({{total}}="","",{grade})')
        return cells

    def _as_text(self, points: str) -> str:
        """Points with no fewer decimals than the spec rounds to, and more where there are any."""
        places = self.plan.places
        return f'TEXT({points},"0.{"0" * places}{"#" * _MORE}")' if places else f'{points}&""'

    def _scaled(self) -> str:
        full = self.scored.full
        if full == self.plan.full:
            return "{total}"
        return stepped(f"{{total}}*{number(self.plan.full / full)}", self.plan.step)

    def _grade(self, total: str) -> str | None:
        grades = self.scored.spec.grades
        if grades is None:
            return None
        if self.plan.by_exact_total and total == "{total}":
            exact = [f"{{points:{field}}}" for field in self.texts if field in self.points]
            scores = [field for field in self.texts if field.endswith(".score") and field not in self.points]
            others = [f"{{{field}}}" for field in scores if self._counts(field)]
            total = f"ROUND({'+'.join([*exact, *others])},{_STEADY})"
        *edges, last = grades.scale.edges
        found = f'"{quoted(last[0])}"'
        for name, edge in reversed(edges):
            found = f'IF({total}>={plain(edge)},"{quoted(name)}",{found})'
        return found
