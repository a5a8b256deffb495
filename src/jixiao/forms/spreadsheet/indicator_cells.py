"""The scores of indicators as formulas over the cells of their actuals: by numbers, or by texts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ZERO
from jixiao.forms.grid import clean
from jixiao.forms.spreadsheet.formulas import cell_number, lowered, number, points_of, scored
from jixiao.forms.spreadsheet.literals import LONGEST_FORMULA, is_exactly
from jixiao.forms.spreadsheet.live_form import LiveCell, LiveFormBuilder
from jixiao.forms.spreadsheet.number_cells import NumberCell, actual_cell, places_of_actual
from jixiao.measure import measure_of
from jixiao.measure.cells import CellNumber
from jixiao.model.facts import read_row
from jixiao.model.problems import NoActual
from jixiao.model.rules import Cap, Rule
from jixiao.scoring import RowScore
from jixiao.scoring.rows import mark_points, score_row

#: A text that names no tier.
_OTHER = "\u3007"
#: The longest target that a person may be offered to copy.
LONGEST_TARGET = 200


class _Fields(NamedTuple):
    """The fields of an indicator's actual and score; ``weight`` is its weight in a formula."""

    actual: str
    score: str
    weight: str


def add_indicator(builder: LiveFormBuilder, row: RowScore) -> None:
    """Add the score of an indicator: by a number, by texts, or fixed where it follows from neither."""
    prefix = f"indicators[{row.facts.index}]"
    actual, score = f"{prefix}.actual", f"{prefix}.score"
    if not builder.has(actual, score):
        return
    if row.outcome == "not_applicable" or not row.weight:
        builder.live.cells[score] = LiveCell(row.score)
        return
    rule = row.rule
    if rule is None or row.facts.problem is not None:
        builder.fix_score(score, row, actual, reason="fixed")
        return
    fields = _Fields(actual, score, builder.weight(f"{prefix}.weight", row.weight))
    if not (_add_by_number(builder, row, rule, fields) or _add_by_text(builder, row, rule, fields)):
        builder.fix_score(score, row, actual, reason="fixed")


# ---- by numbers


def _add_by_number(builder: LiveFormBuilder, row: RowScore, rule: Rule, fields: _Fields) -> bool:
    """Add a score that follows from the number in the cell of the actual, and return whether there is a formula."""
    cell = actual_cell(row.facts, builder.texts[fields.actual])
    if cell is None:
        return False
    places = places_of_actual(row.facts, cell)
    if places is None:
        builder.fix_score(fields.score, row, fields.actual, reason="large")
        return True
    points = _points(builder, row, rule, cell_number(fields.actual, places, cell.worth), fields.weight)
    if points is None:
        return False
    builder.live.cells[fields.actual] = LiveCell(cell.number, cell.pattern, entry=True)
    condition = _is_readable(fields.actual, cell, measure_of(rule).formula_condition(row.facts.target))
    score = scored(points, row.weight or ZERO, fields.weight, builder.plan.step)
    empty, other = builder.flag_texts["empty"], builder.flag_texts["number"]
    flag = f'IF({condition},"",IF(ISBLANK({{{fields.actual}}}),"{empty}","{other}"))'
    exact = f"MAX(0,MIN({fields.weight},{points}))"
    builder.set_score(fields.score, row, _score_if(builder, fields, condition, score), flag, empty)
    builder.set_points(fields.score, row, _score_if(builder, fields, condition, exact))
    return True


def _score_if(builder: LiveFormBuilder, fields: _Fields, condition: str, points: str) -> str:
    """Return points under a condition, and 0 for an empty cell where the spec gives that no points."""
    formula = f'IF({condition},{points},"")'
    if builder.plan.missing:
        return f"IF(ISBLANK({{{fields.actual}}}),0,{formula})"
    return formula


def _is_readable(actual: str, cell: NumberCell, sign: str) -> str:
    """Return the condition that the cell has a number which the engine would read and can measure.

    ``sign`` compares the number with 0; it is empty where every number can be measured.
    """
    is_number = f"ISNUMBER({{{actual}}})"
    if cell.is_count:
        return f"IF({is_number},AND({{{actual}}}>0,{{{actual}}}=ROUND({{{actual}}},0)),FALSE)"
    if sign:
        return f"IF({is_number},AND({{{actual}}}{sign}0),FALSE)"
    return is_number


def _points(builder: LiveFormBuilder, row: RowScore, rule: Rule, actual: CellNumber, weight_cell: str) -> str | None:
    """Return the points before rounding: the curve's, at most what caps leave, less marks and deductions by hand."""
    facts, comparison, weight = row.facts, row.choice.comparison, row.weight or ZERO
    points = points_of(rule, comparison, facts, actual, weight, weight_cell)
    has_other_problem = row.problem is not None and not isinstance(row.problem, NoActual)
    deduction = _deduction(builder, row)
    if points is None or has_other_problem or deduction is None:
        return None
    for cap in _caps(row):
        most = points_of(cap, comparison, facts, actual, weight, weight_cell)
        if most is not None:
            points = f"MIN(MIN({points},{weight_cell}),{most})"
    if not deduction:
        return points
    return lowered(f"MAX(0,MIN({points},{weight_cell}))", deduction)


def _caps(row: RowScore) -> list[Cap]:
    """Return the caps of a row; a stated cause lifts those that it excuses."""
    return [cap for cap in row.choice.caps if cap.unless != "cause" or not row.facts.indicator.cause]


def _deduction(builder: LiveFormBuilder, row: RowScore) -> Fraction | None:
    """Return what marks and a deduction by hand take, in points; ``None`` where one is not sound."""
    indicator, weight = row.facts.indicator, row.weight or ZERO
    points = ZERO
    for name in indicator.marks:
        mark = builder.plan.marks.get(name)
        if mark is None:
            return None
        points += mark_points(mark, weight)
    deduct = indicator.deduct
    if deduct is None:
        return points
    if deduct.points is None or deduct.points < 0 or not deduct.reason:
        return None
    return points + deduct.points


# ---- by texts


def _add_by_text(builder: LiveFormBuilder, row: RowScore, rule: Rule, fields: _Fields) -> bool:
    """Add a score that a person judges, or that a date earns, and return whether a formula can hold all its texts.

    Each text that may stand in the cell has the engine's score for it.
    """
    text = builder.texts[fields.actual]
    formula = _score_by_text(builder, row, rule, fields.actual)
    if len(formula) > LONGEST_FORMULA:
        return False
    choices: tuple[str, ...] = ()
    reason = "again"
    if rule.tiers:
        choices = tuple(filter(None, dict.fromkeys((text, *rule.tiers))))
        reason = "choose"
    builder.live.cells[fields.actual] = LiveCell(entry=True, choices=choices)
    empty, other = builder.flag_texts["empty"], builder.flag_texts[reason]
    flag = f'IF({{{fields.score}}}="",IF(ISBLANK({{{fields.actual}}}),"{empty}","{other}"),"")'
    builder.set_score(fields.score, row, formula, flag, other if text else empty)
    exact = f"{{{fields.score}}}"
    if row.score is not None and row.points != row.score:
        exact = f"IF({exact}={number(row.score)},{number(row.points)},{exact})"
    builder.set_points(fields.score, row, exact)
    return True


def _score_by_text(builder: LiveFormBuilder, row: RowScore, rule: Rule, actual: str) -> str:
    """Return the score by what stands in the cell, exactly."""
    typed = builder.texts[actual]
    other = '""'
    if rule.tiers:
        other = _score_literal(_score_with(builder, row, _OTHER))
    formula = other
    for text in reversed(list(_accepted_texts(row, rule, typed))):
        score = _score_literal(row.score if text == typed else _score_with(builder, row, text))
        if score != other:
            formula = f"IF({is_exactly(f'{{{actual}}}', text)},{score},{formula})"
    return f"IF(ISBLANK({{{actual}}}),{_score_literal(_score_with(builder, row, None))},{formula})"


def _accepted_texts(row: RowScore, rule: Rule, typed: str) -> Iterator[str]:
    """Return the texts that a formula tells apart: what is there, the target copied, and the names of the tiers."""
    texts, target = [typed], clean((row.facts.indicator.target or "").strip())
    if rule.tiers and len(target) <= LONGEST_TARGET:
        texts.append(target)
    for name, tier in rule.tiers.items():
        texts += (name, *tier.also)
    return filter(None, dict.fromkeys(texts))


def _score_with(builder: LiveFormBuilder, row: RowScore, actual: str | None) -> Fraction | None:
    """Return the score that the engine gives the row with another actual."""
    indicator = row.facts.indicator.model_copy(update={"actual": actual})
    facts = read_row(row.facts.index, indicator, row.facts.year)
    return score_row(builder.plan, facts, row.weight, builder.scored.finished).score


def _score_literal(score: Fraction | None) -> str:
    return '""' if score is None else number(score)
