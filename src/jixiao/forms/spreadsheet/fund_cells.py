"""Amounts, execution rates, and the score of the execution row, as cells that a spreadsheet calculates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jixiao.exact import ONE, ZERO, to_step
from jixiao.forms.cell_texts import execution_basis
from jixiao.forms.spreadsheet.formulas import cell_number, curved, points_of, scored
from jixiao.forms.spreadsheet.live_form import LiveCell, LiveFormBuilder
from jixiao.forms.spreadsheet.number_cells import AMOUNT_PLACES, amount_cell, has_room, places_needed, rate_format
from jixiao.measure import measure_of
from jixiao.measure.cells import Quotient
from jixiao.model.facts import RowFacts, read_funds
from jixiao.scoring import RowScore

#: Decimals of an execution rate: hundredths of a percent.
RATE_PLACES = 4
_AMOUNTS = ("initial", "budget", "spent", "forecast")


def add_funds(builder: LiveFormBuilder) -> None:
    """Add the amounts of the fund table, which a person may change, and the rates that follow from them."""
    basis = execution_basis(builder.result.execution)
    for field, text in builder.texts.items():
        row, _, key = field.rpartition(".")
        if not row.startswith("funds."):
            continue
        if key in _AMOUNTS:
            amount = amount_cell(text)
            builder.live.cells[field] = LiveCell(amount.number, amount.pattern, entry=True)
        elif key == "rate":
            _add_rate(builder, field, f"{row}.{basis}", f"{row}.spent")


def _add_rate(builder: LiveFormBuilder, field: str, budget: str, spent: str) -> None:
    """Add a rate, spent ÷ budget, rounded as it is shown; what is not 100 % does not become it.

    It follows where the form shows both amounts and a spreadsheet can hold them.
    """
    if not builder.has(field, budget, spent):
        return
    text = builder.texts[field]
    available, used = (amount_cell(builder.texts[name]).number for name in (budget, spent))
    if text and (available is None or used is None):
        builder.live.cells[field] = LiveCell()
        return
    quotient = f"{{{spent}}}/{{{budget}}}"
    rounded = f"ROUND({quotient},{RATE_PLACES})"
    formula = (
        f"IF(AND(ISNUMBER({{{budget}}}),ISNUMBER({{{spent}}})),"
        f'IF({{{budget}}}>0,IF({rounded}=1,{quotient},{rounded}),""),"")'
    )
    builder.live.cells[field] = LiveCell(None, "0.00%", formula)
    if available and used is not None:
        rate = used / available
        value = to_step(rate, Fraction(1, 10**RATE_PLACES))
        if value == ONE:
            value = rate
        builder.live.cells[field] = LiveCell(value, rate_format(text, value), formula)


def add_execution(builder: LiveFormBuilder, row: RowScore) -> None:
    """Add the rate and the score of the execution row."""
    field, budget, spent = "execution.score", f"funds.total.{row.over}", "funds.total.spent"
    _add_rate(builder, "execution.rate", budget, spent)
    if not builder.has(field) or row.weight is None:
        return
    weight = builder.weight("execution.weight", row.weight)
    formulas = _ExecutionFormulas(builder, row, row.weight, weight)
    points, points_without_budget = formulas.points(ONE), formulas.points(ZERO)
    if points is None or not builder.has(budget, spent):
        builder.fix_score(field, row, budget, spent, reason="fixed")
        return
    if not has_room(formulas.amounts, formulas.places):
        builder.fix_score(field, row, budget, spent, reason="large")
        return
    is_measured = f"AND({{{budget}}}>0,{{{spent}}}>=0)"
    if points_without_budget is not None:
        is_measured = f"OR({is_measured},{{{budget}}}=0)"
        points = f"IF({{{budget}}}=0,{points_without_budget},{points})"
    is_scored = f"IF(AND(ISNUMBER({{{budget}}}),ISNUMBER({{{spent}}})),{is_measured},FALSE)"
    score = scored(points, row.weight, weight, builder.plan.step)
    text = builder.flag_texts["amounts"]
    builder.set_score(field, row, f'IF({is_scored},{score},"")', f'IF({is_scored},"","{text}")', text)
    builder.set_points(field, row, f'IF({is_scored},MAX(0,MIN({weight},{points})),"")')


class _ExecutionFormulas:
    """The points of the execution row as formulas over the cells of the total funds.

    ``weight_cell`` is the weight in a formula; amounts are read with ``places`` decimals.
    """

    def __init__(self, builder: LiveFormBuilder, row: RowScore, weight: Fraction, weight_cell: str) -> None:
        self.builder, self.row, self.weight, self.weight_cell = builder, row, weight, weight_cell
        total = builder.project.funds.total
        self.amounts = (total.initial, total.budget, total.spent)
        self.places = places_needed(self.amounts, AMOUNT_PLACES)

    def points(self, budget: Fraction) -> str | None:
        """Return the points by the rules for a budget of this kind, zero or above it; ``None`` without a formula.

        Where nobody says whether the project is finished, it is if all its money is spent.
        """
        facts = replace(read_funds(self.builder.project), budget=budget).over("budget")
        finished = self.builder.project.finished
        if finished is not None:
            return self._points(facts, budget, finished=finished)
        if_finished = self._points(facts, budget, finished=True)
        if_not = self._points(facts, budget, finished=False)
        if if_finished is None or if_not is None or if_finished == if_not:
            return if_finished and if_not
        return f"IF({{funds.total.spent}}>={{funds.total.{self.row.over}}},{if_finished},{if_not})"

    def _points(self, facts: RowFacts, budget: Fraction, *, finished: bool) -> str | None:
        """Return the points by one rule, unless a cap or a person's judgement or another budget has a part in it."""
        choice = self.builder.plan.choose(facts, finished)
        rule = choice.rule
        if rule is None or choice.caps or rule.curve.judged or rule.over != self.row.over:
            return None
        measure = measure_of(rule)
        is_rate = measure.of_funds and measure.is_quotient
        if is_rate != (budget > 0):
            return None
        spent = cell_number("funds.total.spent", self.places, ONE)
        if not is_rate:  # nothing to divide by: what the rule of such a budget measures instead
            return points_of(rule, choice.comparison, facts, spent, self.weight, self.weight_cell)
        rate = Quotient(spent.expression, cell_number(f"funds.total.{rule.over}", self.places, ONE).expression)
        return curved(rule.curve, rule.counting, rate, self.weight, self.weight_cell)
