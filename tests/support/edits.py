"""A project in one row of a sheet, and what people do to it: numbers changed, emptied, texts typed over them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from xlsxwriter.utility import xl_rowcol_to_cell

import jixiao
from jixiao.forms import all_rows, form_of
from jixiao.forms.spreadsheet.displays import display_number
from jixiao.forms.spreadsheet.live_cells import LiveCell, LiveForm, live_form
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore
from jixiao.testing import boundary_projects, projects, scored
from tests.support.rule_book import SPECS

BELOW = ("below.total", "below.scaled", "below.grade")
Typed = Fraction | str | None
_FIELD = re.compile(r"\{([^{}]+)\}")
_AMOUNTS = ("funds.total.initial", "funds.total.budget", "funds.total.spent")
#: Parts of what stood there that a changed number may be, so that it meets the edges of rules; and steps beside them.
_PARTS = [Fraction(part, 20) for part in (0, 10, 12, 16, 18, 19, 20, 21, 22, 24, 26, 40, 60)]
_BESIDE = [Fraction(0), Fraction(1, 100), Fraction(-1, 100), Fraction(1, 10000), Fraction(-1, 10000)]


def drawn(spec: IndicatorSpec, kind: Callable[[IndicatorSpec], Any], of_each: int) -> list[jixiao.Result]:
    found: list[jixiao.Result] = []

    @given(of=kind(spec))
    @settings(max_examples=of_each, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    def take(of: dict[str, Any]) -> None:
        found.append(scored(of, spec))

    take()
    return found


def results(of_each: int) -> Iterator[jixiao.Result]:
    """Random projects of every spec, as many again at the boundaries of its rules."""
    for spec in map(jixiao.load_spec, SPECS):
        for kind in (projects, boundary_projects):
            yield from drawn(spec, kind, of_each)


class Line:
    """One project in one row of a sheet: every field of its form in a column. ``edits`` are typed over its cells."""

    def __init__(self, row: int, result: jixiao.Result) -> None:
        self.row, self.result, self.form = row, result, form_of(result)
        self.living: LiveForm = live_form(result, self.form)
        self.texts = {cell.field: cell.text for cells in all_rows(self.form) for cell in cells if cell.field}
        scores = [
            field for field in self.texts if field.endswith(".score")
        ]  # as they stand: ranges go from one to another
        points = [f"points:{field}" for field in scores if field in self.living.points]
        flags = [f"flag:{field}" for field in self.living.flags]
        own = [*sorted(self.texts.keys() - scores), *scores, *points, *flags, *BELOW]
        self.columns = {field: column for column, field in enumerate(own)}
        self.edits: dict[str, Typed] = {}

    @property
    def formulas(self) -> dict[str, str]:
        """Every formula by the field that it stands in."""
        own = {field: live.formula for field, live in self.living.cells.items() if live.formula}
        points = {f"points:{field}": live.formula for field, live in self.living.points.items()}
        return {**own, **points, **{f"flag:{field}": flag.formula for field, flag in self.living.flags.items()}}

    def value(self, field: str) -> Typed:
        """What a cell without a formula holds."""
        if field in self.edits:
            return self.edits[field]
        number = self.living.cells.get(field, LiveCell()).number
        return self.texts.get(field) or None if number is None else number

    def write(self, sheet: Any) -> None:
        """Numbers, texts and formulas; every formula with a wrong value planted beside it."""
        formulas = self.formulas
        for field, column in self.columns.items():
            value = self.value(field)
            if field in formulas:
                sheet.write_formula(self.row, column, self.placed(formulas[field]), None, -1)
            elif isinstance(value, Fraction):
                sheet.write_number(self.row, column, value.numerator / value.denominator)
            elif value:
                sheet.write_string(self.row, column, value)

    def placed(self, formula: str) -> str:
        """A formula with the addresses of the cells that it names."""
        return "=" + _FIELD.sub(self._address, formula)

    def _address(self, found: re.Match[str]) -> str:
        return str(xl_rowcol_to_cell(self.row, self.columns[found[1]]))

    # ---- edits

    def edit(self, chance: random.Random) -> None:
        """Change some of the cells that may be."""
        rows = {f"indicators[{row.facts.index}].actual": row for row in self.rows}
        for field, live in self.living.cells.items():
            if live.entry and (field in rows or field in _AMOUNTS) and chance.random() < 0.6:
                judged = field in rows and "EXACT(" in self.formulas.get(field.replace("actual", "score"), "EXACT(")
                self.edits[field] = self._said(chance, rows[field]) if judged else _number(chance, live)

    def _said(self, chance: random.Random, row: RowScore) -> str | None:
        tiers = row.rule.tiers.items() if row.rule else ()
        words = [word for name, tier in tiers for word in (name, *tier.also)]
        return chance.choice([None, "乱写", row.facts.indicator.actual, row.facts.indicator.target, *words])

    def edited(self) -> jixiao.Result:
        """The engine's result of the same edits."""
        data = json.loads(self.result.project.as_json)
        for field, value in self.edits.items():
            amount = field in _AMOUNTS
            at = data["funds"]["total"] if amount else data["indicators"][int(field[11 : field.index("]")])]
            pattern = "General" if amount else self.living.cells[field].pattern
            at[field.rpartition(".")[2]] = (
                display_number(value, pattern, exact=True) if isinstance(value, Fraction) else value
            )
        assert self.result.scored is not None
        return scored(data, self.result.scored.spec)

    @property
    def spec(self) -> str:
        """The id of the spec."""
        return self.result.spec.id if self.result.spec else ""

    @property
    def rows(self) -> tuple[RowScore, ...]:
        """The scored rows of the project as it was."""
        assert self.result.scored is not None
        return self.result.scored.rows

    def wanted(self) -> dict[str, Fraction | None]:
        """Scores and total that the formulas have to give, by field."""
        result = self.edited() if self.edits else self.result
        assert result.scored is not None
        found = {f"indicators[{row.facts.index}].score": row.score for row in result.scored.rows}
        if result.scored.execution is not None:
            found["execution.score"] = result.scored.execution.score
        return {
            field: score for field, score in {**found, "total": result.scored.total}.items() if field in self.formulas
        }


def _number(chance: random.Random, live: LiveCell) -> Typed:
    base = live.number or Fraction(chance.randint(1, 100))
    ways: list[Typed] = [
        None, "不少", -base, Fraction(chance.randint(0, 200)), base * Fraction(chance.randint(0, 3000), 1000),
        *(base * chance.choice(_PARTS) + chance.choice(_BESIDE) for _ in range(4)),
    ]  # fmt: skip
    value = chance.choice(ways)
    return Fraction(int(value * 10**4), 10**4) if isinstance(value, Fraction) else value
