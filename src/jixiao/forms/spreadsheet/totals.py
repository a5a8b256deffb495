"""Total, rescaled total and grade as formulas over the scores that a form shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import groupby

from jixiao.exact import ZERO, decimal_places, plain
from jixiao.findings import Lang
from jixiao.forms.grid import Form, Live, Placed, placed
from jixiao.forms.labels import LABELS
from jixiao.forms.spreadsheet.formulas import number, stepped
from jixiao.forms.spreadsheet.literals import quoted
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.plan import Plan

#: Decimals that a total shows beyond those it always shows, and those by which sums of exact points are compared.
_MORE, _STEADY = 8, 9


class Sums:
    """What the scores of one form add up to. ``points`` are exact points by the field of the score."""

    def __init__(self, scored: Scored, plan: Plan, form: Form, points: Mapping[str, Live], lang: Lang) -> None:
        self.scored, self.plan, self.points, self.words = scored, plan, points, LABELS[lang]
        self.columns = [list(column) for block in form.blocks for column in _columns(placed(block.rows))]
        self.fields = {field for column in self.columns for field in column}

    def cells(self) -> dict[str, Live]:
        """Live cells of the total, of the line below the table, and of the grade; none where they cannot follow."""
        count = sum(self._counts(field) for field in self.fields)
        broken = self.scored.total is None and self.scored.weighed != self.scored.full
        if not count or broken or "total" not in self.fields or any(self._unshown()):
            return {}
        runs = ",".join(self._runs(self._counts))
        # a row that meets its target earns its weight as it stands, with whatever decimals
        given = (value for row in self.scored.all_rows for value in (row.weight, row.score))
        step = Fraction(1, 10 ** max(self.plan.places, *(decimal_places(value or ZERO) or 0 for value in given)))
        total = Live(self.scored.total, formula=f'IF(COUNT({runs})={count},{stepped(f"SUM({runs})", step)},"")')
        return {"total": total, **self._below()}

    def _runs(self, wanted: Callable[[str], bool], prefix: str = "") -> Iterator[str]:
        """Fields as ranges of cells that stand one below the other: a spreadsheet takes no more than 255 by name."""
        for column in self.columns:
            for found, group in groupby(column, wanted):
                run = list(group)
                if found:
                    first, last = (f"{{{prefix}{field}}}" for field in (run[0], run[-1]))
                    yield first if len(run) == 1 else f"{first}:{last}"

    def _counts(self, field: str) -> bool:
        row = self._row_of(field) if field.endswith(".score") else None
        return row is not None and row.outcome != "not_applicable"

    def _row_of(self, field: str) -> RowScore | None:
        if field == "execution.score":
            return self.scored.execution
        at = field.partition("[")[2].partition("]")[0]
        return self.scored.rows[int(at)] if at.isdecimal() else None

    def _unshown(self) -> Iterator[RowScore]:
        """Rows whose score the form does not show."""
        if self.scored.execution is not None and "execution.score" not in self.fields:
            yield self.scored.execution
        for row in self.scored.rows:
            if row.score is not None and f"indicators[{row.facts.index}].score" not in self.fields:
                yield row

    def _below(self) -> dict[str, Live]:
        total, none = self._scaled(), self.words["none"]
        cells = {"below.total": Live(formula=f'IF({{total}}="","{none}",{self._as_text("{total}")})')}
        if total != "{total}":
            cells["below.scaled"] = Live(formula=f'IF({{total}}="","",{self._as_text(total)})')
        grade = self._grade(total)
        if grade is not None:
            cells["below.grade"] = Live(formula=f'IF({{total}}="","{none}",{grade})')
            if "grade" in self.fields:
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
            exact = self._runs(lambda field: field in self.points, "points:")
            others = self._runs(lambda field: field not in self.points and self._counts(field))
            total = f"ROUND(SUM({','.join((*exact, *others))}),{_STEADY})"
        *edges, last = grades.scale.edges
        found = quoted(last[0])
        for name, edge in reversed(edges):
            found = f"IF({total}>={plain(edge)},{quoted(name)},{found})"
        return found


def _columns(cells: Iterable[Placed]) -> Iterator[list[str]]:
    """The fields of a block's cells, column by column, each from top to bottom; a column is torn where none stands."""
    ordered = sorted((at.column, at.row, at.cell) for at in cells if at.cell.field)
    run: list[str] = []
    end = (-1, -1)
    for column, row, cell in ordered:
        if (column, row) != end and run:
            yield run
            run = []
        run.append(cell.field)
        end = (column, row + cell.rows)
    if run:
        yield run
