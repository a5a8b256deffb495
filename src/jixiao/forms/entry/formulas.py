"""What follows from what is typed, on the sheet itself: scores, hints, execution row, total, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.exact import ONE, format_exact
from jixiao.findings import Lang
from jixiao.forms.entry.labels import HINTS, PIECES, SCORES, TEXTS
from jixiao.forms.entry.rule_table import rule_table
from jixiao.forms.entry.score_sheet import RULE, SCORE
from jixiao.forms.entry.sheet import EntrySheet
from jixiao.forms.spreadsheet.formulas import curved, number, scored, stepped
from jixiao.forms.spreadsheet.literals import quoted
from jixiao.forms.spreadsheet.places import cell_name, range_name
from jixiao.measure import measure_of
from jixiao.measure.cells import Quotient
from jixiao.model.facts import EXECUTION, FundFacts
from jixiao.model.project import Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import Choice, plan_of

_STEPS = 10**6
_NO, _FULL, _SUMMED = "否", "full", ("refuse", "full")
#: Decimals in which sums of weights are compared.
_WEIGHT_PLACES = 6


def execution_weight(spec: IndicatorSpec) -> Fraction | None:
    """Return the points of the execution row where all projects have the same; ``None`` without one."""
    weights = {weights.points.get(EXECUTION) for weights in spec.weights.sets}
    if len(weights) != 1 or EXECUTION in spec.weights.absent:
        return None
    return weights.pop()


class EntryFormulas:
    """The formulas of the sheet that people fill in."""

    def __init__(self, spec: IndicatorSpec, sheet: EntrySheet, lang: Lang) -> None:
        self.spec, self.plan, self.sheet, self.lang = spec, plan_of(spec), sheet, lang
        self.hints, self.pieces, self.texts = HINTS[lang], PIECES[lang], TEXTS[lang]
        self.policy = spec.not_applicable.rows
        self.weight = execution_weight(spec)
        self.has_execution = any(EXECUTION in weights.points for weights in spec.weights.sets)

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """Yield row, column and formula of every cell that follows."""
        for row in self.sheet.rows:
            yield row, self.sheet.columns["computed"], self._score(row)
            yield row, self.sheet.columns["hint"], self._hint(row)
        for field, formula in self._above().items():
            yield *self.sheet.place(field), formula

    # ---- one row

    def _cell(self, row: int, field: str) -> str:
        return cell_name(row, self.sheet.columns[field])

    def _calculated(self, row: int, column: int) -> str:
        return f"'{SCORES[self.lang]}'!{cell_name(row, column)}"

    def _score(self, row: int) -> str:
        """Return the score of a row: nothing where it says too little, or does not apply."""
        name, weight, actual = (self._cell(row, field) for field in ("name", "weight", "actual"))
        without_actual, not_applicable = '""', '""'
        if self.plan.missing is not None:
            without_actual = "0"
        if self.policy == _FULL:
            not_applicable = weight
        score = f'IF({actual}="",{without_actual},{self._calculated(row, SCORE)})'
        score = f'IF({self._cell(row, "applicable")}="{_NO}",{not_applicable},{score})'
        return f'IF(OR({name}="",NOT(ISNUMBER({weight}))),"",{score})'

    def _hint(self, row: int) -> str:
        """Return what a row lacks, the first of it."""
        formula = f'IF({self._is_stated(row)},"{self.hints["tier"]}","{self.hints["engine"]}")'
        score, weight = self._cell(row, "computed"), self._cell(row, "weight")
        cause = f'IF(AND({score}<{weight},{self._cell(row, "cause")}=""),"{self.hints["cause"]}","")'
        formula = f"IF(ISNUMBER({score}),{cause},{formula})"
        if self.plan.missing is None:
            formula = self._unless_empty(row, "actual", formula)
        formula = f'IF({self._cell(row, "applicable")}="{_NO}","{self.hints["not applicable"]}",{formula})'
        if self.spec.row_weights is None:
            formula = f'IF(ISNUMBER({weight}),{formula},"{self.hints["no weight"]}")'
        for field in ("target", "name", "level1"):
            formula = self._unless_empty(row, field, formula)
        typed = "".join(f"&{self._cell(row, field)}" for field in ("name", "target", "actual", "weight"))
        return f'IF({typed.removeprefix("&")}="","",{formula})'

    def _unless_empty(self, row: int, field: str, formula: str) -> str:
        return f'IF({self._cell(row, field)}="","{self.hints[f"no {field}"]}",{formula})'

    def _is_stated(self, row: int) -> str:
        """Return whether a person states the share by the rule that the row has."""
        choices = rule_table(self.spec).choices
        numbers = [
            str(place)
            for place, choice in enumerate(choices, 1)
            if choice.rule is not None and measure_of(choice.rule).is_stated
        ]
        rule = self._calculated(row, RULE)
        return f"OR({','.join(f'{rule}={place}' for place in numbers)})" if numbers else "FALSE"

    # ---- above the rows

    def _column(self, field: str) -> str:
        rows = self.sheet.rows
        return range_name(rows.start, rows.stop - 1, self.sheet.columns[field])

    def _place(self, field: str) -> str:
        return cell_name(*self.sheet.place(field))

    def _above(self) -> dict[str, str]:
        formulas = self._execution() | {"total": self._total(), "missing": self._missing()}
        grade = self._grade()
        if grade:
            formulas["grade"] = grade
        return formulas

    def _execution(self) -> dict[str, str]:
        """Return rate, weight and score of the execution row."""
        choices = [self._choice(finished=finished) for finished in (True, False)]
        over = choices[0].rule.over if choices[0].rule is not None else "budget"
        budget, spent = self._place(f"funds.total.{over}"), self._place("funds.total.spent")
        has_amounts = f"IF(AND(ISNUMBER({budget}),ISNUMBER({spent})),{budget}>0,FALSE)"
        formulas = {"execution.rate": f'IF({has_amounts},ROUND({spent}/{budget},4),"")'}
        if self.weight is None:
            return formulas
        formulas["execution.weight"] = number(self.weight)
        scores = [self._execution_score(choice, budget, spent) for choice in choices]
        if None in scores:
            return formulas
        if_finished, if_not = scores
        score = if_finished
        if if_finished != if_not:
            stated = self._place("finished")
            score = f'IF(OR({stated}="是",AND({stated}="",{spent}>={budget})),{if_finished},{if_not})'
        formulas["execution.score"] = f'IF({has_amounts},{score},"")'
        return formulas

    def _choice(self, *, finished: bool) -> Choice:
        """Return what the spec does with the execution row of a project that has a budget."""
        amount = ONE
        funds = FundFacts(amount, amount, amount, Indicator(level1=EXECUTION, uom="万元"), None)
        return self.plan.choose(funds.over("budget"), finished)

    def _execution_score(self, choice: Choice, budget: str, spent: str) -> str | None:
        rule = choice.rule
        if rule is None or choice.caps or rule.curve.judged or self.weight is None:
            return None
        measure = measure_of(rule)
        if not (measure.of_funds and measure.is_quotient):
            return None
        rate = Quotient(f"ROUND({spent}*{_STEPS},0)", f"ROUND({budget}*{_STEPS},0)")
        weight = self._place("execution.weight")
        points = curved(rule.curve, rule.counting, rate, self.weight, weight)
        return scored(points, self.weight, weight, self.plan.step)

    def _total(self) -> str:
        """Return the total, nothing as long as a row has no score or the weights do not add up."""
        parts = [f"SUM({self._column('computed')})"]
        conditions = [f"{self._rows()}>0", f"COUNT({self._column('computed')})={self._scored_rows()}"]
        if self.policy not in _SUMMED:
            conditions.append(f'COUNTIF({self._column("applicable")},"{_NO}")=0')
        if self.has_execution:
            parts.append(f"N({self._place('execution.score')})")
            conditions.append(f"ISNUMBER({self._place('execution.score')})")
        if self.spec.row_weights is None:
            conditions.append(f"{self._weights()}={format_exact(self.plan.full)}")
        return f'IF(AND({",".join(conditions)}),{stepped("+".join(parts), self.plan.step)},"")'

    def _rows(self) -> str:
        return f'COUNTIF({self._column("name")},"?*")'

    def _scored_rows(self) -> str:
        """Return how many rows must have a score."""
        if self.policy == _FULL:
            return self._rows()
        return f'COUNTIFS({self._column("name")},"?*",{self._column("applicable")},"<>{_NO}")'

    def _weights(self) -> str:
        """Return the sum of the weights, with that of the execution row."""
        weights = f"SUM({self._column('weight')})"
        if self.policy != _FULL:
            weights += f'-SUMIF({self._column("applicable")},"{_NO}",{self._column("weight")})'
        if self.has_execution:
            weights += f"+N({self._place('execution.weight')})"
        return f"ROUND({weights},{_WEIGHT_PLACES})"

    def _grade(self) -> str:
        grades = self.spec.grades
        if grades is None or self.plan.by_exact_total:
            return ""
        *edges, (lowest, _) = grades.scale.edges
        total = self._place("total")
        formula = quoted(lowest)
        for name, edge in reversed(edges):
            formula = f"IF({total}>={format_exact(edge)},{quoted(name)},{formula})"
        return f'IF({total}="","",{formula})'

    def _missing(self) -> str:
        """Return the line that says what is still missing."""
        hints = self._column("hint")
        incomplete = "+".join(f'COUNTIF({hints},"{text}")' for key, text in self.hints.items() if key.startswith("no "))
        unscored = "+".join(f'COUNTIF({hints},"{self.hints[key]}")' for key in ("tier", "engine"))
        pieces = [
            self._piece("name", f'{self._place("name")}=""'),
            self._piece("year", f'{self._place("year")}=""'),
            self._piece("indicators", f"{self._rows()}=0"),
            self._piece("rows", f"{incomplete}>0", incomplete),
            self._piece("scores", f"{unscored}>0", unscored),
        ]
        if self.has_execution:
            amounts = (f"ISNUMBER({self._place(f'funds.total.{field}')})" for field in ("budget", "spent"))
            pieces.insert(2, self._piece("funds", f"NOT(AND({','.join(amounts)}))"))
        if self.spec.row_weights is None and (self.weight is not None or not self.has_execution):
            full = format_exact(self.plan.full)
            pieces.append(self._piece("weights", f"{self._weights()}<>{full}", self._weights(), full))
        parts = "&".join(pieces)
        return f'IF(LEN({parts})=0,"{self.texts["complete"]}",{parts})'

    def _piece(self, key: str, condition: str, *values: str) -> str:
        """Return a piece of the line, nothing unless a condition holds."""
        texts = self.pieces[key].split("{}")
        joined = f'"{texts[0]}"'
        for value, text in zip(values, texts[1:], strict=True):
            joined += f'&({value})&"{text}"'
        return f'IF({condition},{joined},"")'


__all__ = ["EntryFormulas", "execution_weight"]
