"""What a table prints below and beside its rows: the total, the grade, the execution rate and its score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from jixiao.audit.scores import FINEST, TENTH
from jixiao.audit.table import STEPS, Table, decimals
from jixiao.curve.grades import quality
from jixiao.exact import ONE, ZERO, add_up, format_exact, format_percent, parse_number, to_step
from jixiao.findings import Codes, Finding
from jixiao.quantity import Number, parse

#: How an execution rate may be printed: in whole percents, tenths and hundredths of one.
RATE_STEPS = (FINEST, Fraction(1, 1000), Fraction(1, 10_000), Fraction(1, 1_000_000))


class Totals(NamedTuple):
    """A table's total as it is printed, as its own rows add up, and by the rule; ``None`` where there is none."""

    printed: Fraction | None
    rows: Fraction | None
    reckoned: Fraction | None


def totals_of(table: Table) -> Totals:
    """Return the three totals of a table."""
    return Totals(table.project.printed.total, _sum(table), table.scored.total)


def _sum(table: Table) -> Fraction | None:
    """Return the sum of the printed scores with the execution row's; ``None`` where a row prints none."""
    scores = [row.printed for row in table.rows if row.printed is not None]
    execution = _execution_score(table)
    if not scores or len(scores) < len(table.rows) or execution is None:
        return None
    return add_up([execution, *scores])


def _execution_score(table: Table) -> Fraction | None:
    """Return the score of the execution row: as printed, else by the rule, nothing where the spec scores none."""
    row, printed = table.scored.execution, table.project.printed.execution_score
    if printed is not None:
        return printed
    if row is None:
        return ZERO
    return row.score


def check_total(table: Table) -> Iterator[Finding]:
    """Return a printed total that is not the sum of the table's own rows."""
    totals, execution = totals_of(table), _execution_score(table)
    if totals.printed is None or totals.rows is None or _prints_as(totals.printed, totals.rows):
        return
    args: dict[str, object] = {
        "printed": format_exact(totals.printed),
        "sum": format_exact(totals.rows),
        "reckoned": format_exact(totals.rows),
        "own": _text(totals.reckoned),
        "difference": format_exact(abs(totals.printed - totals.rows)),
        "execution": format_exact(execution or ZERO),
    }
    code = Codes.PRINTED_TOTAL_NOT_SUM
    if execution and totals.printed == totals.rows - execution:
        code = Codes.EXECUTION_LEFT_OUT
    yield Finding(code, "printed.total", args)


def _text(total: Fraction | None) -> str:
    """Return a total, or a stroke where a row has no score."""
    if total is None:
        return "—"
    return format_exact(total)


def _prints_as(printed: Fraction, exact: Fraction) -> bool:
    """Whether a printed total is the exact one, rounded as a table may."""
    return any(to_step(exact, step) == printed for step in STEPS)


def check_printed_grade(table: Table) -> Iterator[Finding]:
    """Return a printed grade that does not follow the printed total."""
    printed, grades = table.project.printed, table.scored.spec.grades
    total = printed.total if printed.total is not None else totals_of(table).rows
    if printed.grade is None or total is None or grades is None or not 0 <= total <= table.scored.full:
        return
    grade = grades.scale(total)
    levels = {quality(printed.grade), quality(grade)}
    if None not in levels and len(levels) > 1:
        args = {"printed": printed.grade, "reckoned": grade, "own": grade, "total": format_exact(total)}
        yield Finding(Codes.PRINTED_GRADE_DIFFERS, "printed.grade", args)


def check_printed_rate(table: Table) -> Iterator[Finding]:
    """Return a printed execution rate that the amounts do not give."""
    rate, row = _printed_rate(table), table.scored.execution
    if rate is None or row is None or row.ratio is None:
        return
    own_step = min(ONE / 10 ** decimals(rate), FINEST)
    if not any(to_step(row.ratio, step) == rate for step in (*RATE_STEPS, own_step)):
        args = {
            "printed": format_percent(rate),
            "reckoned": format_percent(row.ratio),
            "own": format_percent(row.ratio),
        }
        yield Finding(Codes.PRINTED_RATE_DIFFERS, "printed.execution_rate", args)


def _printed_rate(table: Table) -> Fraction | None:
    """Return the printed execution rate; a bare number above 1 is one of percents."""
    text = table.project.printed.execution_rate
    value = parse(text) if text is not None else None
    if not isinstance(value, Number) or value.unit.dimension not in ("", "%"):
        return None
    if value.unit.dimension == "" and value.value > ONE:
        return value.value / 100
    return value.value


def check_execution_score(table: Table) -> Iterator[Finding]:
    """Return a printed score of the execution row that the amounts do not give."""
    row, printed = table.scored.execution, table.project.printed.execution_score
    if row is None or printed is None or row.score is None or printed == row.score or row.ratio is None:
        return
    if decimals(printed) == 1 and to_step(row.points, TENTH) == printed:
        return  # to one decimal, as the total is
    args = {"printed": format_exact(printed), "reckoned": format_exact(row.score), "rate": format_percent(row.ratio)}
    if row.score == row.weight:
        yield Finding(Codes.ALL_SPENT_NOT_FULL, "printed.execution_score", args)
        return
    yield Finding(Codes.EXECUTION_PRINTED_DIFFERS, "printed.execution_score", args)


def check_execution_value(table: Table) -> Iterator[Finding]:
    """Return an execution row that prints its score where its value belongs."""
    printed, row = table.project.printed, table.scored.execution
    value = parse_number(printed.execution_value or "")
    score = printed.execution_score if printed.execution_score is not None else row and row.score
    if value is None or row is None or not value or value != score or value == row.ratio:
        return
    args = {"name": "预算执行率", "printed": format_exact(value), "reckoned": format_percent(row.ratio or ZERO)}
    yield Finding(Codes.VALUE_IS_ITS_POINTS, "printed.execution_value", args)
