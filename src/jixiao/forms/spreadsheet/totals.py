"""Total, rescaled total and grade as formulas over the scores that a form shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import groupby

from jixiao.exact import decimal_places, format_exact
from jixiao.forms.grid import PlacedCell, place_cells
from jixiao.forms.labels import LABELS
from jixiao.forms.spreadsheet.formulas import number, stepped
from jixiao.forms.spreadsheet.literals import quoted
from jixiao.forms.spreadsheet.live_form import LiveCell, LiveFormBuilder

#: Decimals that a total shows beyond those it always shows, and those by which sums of exact points are compared.
_OPTIONAL_PLACES, _COMPARED_PLACES = 8, 9


class TotalFormulas:
    """What the scores of one form add up to, in formulas."""

    def __init__(self, builder: LiveFormBuilder) -> None:
        self.scored, self.plan, self.words = builder.scored, builder.plan, LABELS[builder.lang]
        self.points = builder.live.points
        self.columns = [
            column for block in builder.form.blocks for column in _unbroken_columns(place_cells(block.rows))
        ]
        self.fields = {field for column in self.columns for field in column}
        #: The rows by the fields of their scores.
        self.rows = {f"indicators[{row.facts.index}].score": row for row in self.scored.rows}
        if self.scored.execution is not None:
            self.rows["execution.score"] = self.scored.execution

    def cells(self) -> dict[str, LiveCell]:
        """Return the cells of total and grade, in the table and below it; none where they cannot follow."""
        count = sum(map(self._is_counted, self.fields))
        if not count or not self._can_follow():
            return {}
        scores = ",".join(self._ranges(self._is_counted))
        total = f'IF(COUNT({scores})={count},{stepped(f"SUM({scores})", self._step())},"")'
        return {"total": LiveCell(self.scored.total, formula=total), **self._cells_below()}

    def _can_follow(self) -> bool:
        """Whether the form shows a total, every score that it adds up, and weights that add up to the full marks."""
        if self.scored.total is None and self.scored.weighed != self.scored.full:
            return False
        hidden = self.rows.keys() - self.fields
        has_hidden_score = any(field == "execution.score" or self.rows[field].score is not None for field in hidden)
        return "total" in self.fields and not has_hidden_score

    def _step(self) -> Fraction:
        """Return the step of the total: a row that meets its target earns its weight, with whatever decimals."""
        points = [value for row in self.scored.all_rows for value in (row.weight, row.score) if value is not None]
        places = max([self.plan.places, *(decimal_places(value) or 0 for value in points)])
        return Fraction(1, 10**places)

    def _ranges(self, condition: Callable[[str], bool], prefix: str = "") -> Iterator[str]:
        """Return the fields that meet a condition as ranges of cells that stand one below the other.

        A spreadsheet takes no more than 255 cells by their names.
        """
        for column in self.columns:
            for is_met, group in groupby(column, condition):
                if is_met:
                    fields = list(group)
                    ends = dict.fromkeys([fields[0], fields[-1]])
                    yield ":".join(f"{{{prefix}{field}}}" for field in ends)

    def _is_counted(self, field: str) -> bool:
        """Whether a field is a score that the total adds up."""
        return field in self.rows and self.rows[field].outcome != "not_applicable"

    def _cells_below(self) -> dict[str, LiveCell]:
        total, none = self._rescaled(), self.words["none"]
        cells = {"below.total": LiveCell(formula=f'IF({{total}}="","{none}",{self._as_text("{total}")})')}
        if total != "{total}":
            cells["below.scaled"] = LiveCell(formula=f'IF({{total}}="","",{self._as_text(total)})')
        grade = self._grade(total)
        if grade is not None:
            cells["below.grade"] = LiveCell(formula=f'IF({{total}}="","{none}",{grade})')
            if "grade" in self.fields:
                cells["grade"] = LiveCell(formula=f'IF({{total}}="","",{grade})')
        return cells

    def _as_text(self, points: str) -> str:
        """Return points with no fewer decimals than the spec rounds to, and more where there are any."""
        places = self.plan.places
        if not places:
            return f'{points}&""'
        return f'TEXT({points},"0.{"0" * places}{"#" * _OPTIONAL_PLACES}")'

    def _rescaled(self) -> str:
        """Return the total out of the spec's full marks."""
        full = self.scored.full
        if full == self.plan.full:
            return "{total}"
        return stepped(f"{{total}}*{number(self.plan.full / full)}", self.plan.step)

    def _grade(self, total: str) -> str | None:
        """Return the grade of a total, or of the exact one where the spec says so; ``None`` without grades."""
        grades = self.scored.spec.grades
        if grades is None:
            return None
        if self.plan.by_exact_total and total == "{total}":
            total = self._exact_total()
        *edges, (lowest, _) = grades.scale.edges
        formula = quoted(lowest)
        for name, edge in reversed(edges):
            formula = f"IF({total}>={format_exact(edge)},{quoted(name)},{formula})"
        return formula

    def _exact_total(self) -> str:
        """Return the sum of exact points, and of the scores that have no exact points beside them."""
        exact = self._ranges(lambda field: field in self.points, "points:")
        rounded = self._ranges(lambda field: field not in self.points and self._is_counted(field))
        return f"ROUND(SUM({','.join((*exact, *rounded))}),{_COMPARED_PLACES})"


def _unbroken_columns(cells: Iterable[PlacedCell]) -> Iterator[list[str]]:
    """Return the fields of cells that stand one below the other without a gap, from top to bottom."""
    ordered = sorted((at.column, at.row, at.cell) for at in cells if at.cell.field)
    fields: list[str] = []
    next_place = (-1, -1)
    for column, row, cell in ordered:
        if (column, row) != next_place and fields:
            yield fields
            fields = []
        fields.append(cell.field)
        next_place = (column, row + cell.rows)
    if fields:
        yield fields
