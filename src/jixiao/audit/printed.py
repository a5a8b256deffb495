"""What a table prints as its results, beside the sum of its own rows and beside the rule."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import add_up, format_exact, format_percent, parse_number
from jixiao.findings import Codes, Finding
from jixiao.model.printed_rates import prints_rate
from jixiao.model.project import Printed, Project
from jixiao.quantity import unspaced
from jixiao.scoring import Scored


class _Claim(NamedTuple):
    """A number that a table prints, what it is called, and what the rule gives."""

    key: str
    what: str
    what_en: str
    printed: Fraction | None
    own: Fraction | None


def check_printed(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return printed results that differ from the sum of the rows, or from the rule."""
    printed = project.printed
    summed = _sum_of_rows(project, scored)
    if None not in (printed.total, summed) and printed.total != summed:
        yield Finding(Codes.PRINTED_TOTAL_NOT_SUM, "printed.total", _sums(printed, summed, scored))
    elif printed.total is not None and scored.total is not None and printed.total != scored.total:
        yield _differing_total(printed.total, summed, scored.total)
    for claim in _claims_of_execution(printed, scored):
        if None not in (claim.printed, claim.own) and claim.printed != claim.own:
            args = {
                "what": claim.what,
                "what_en": claim.what_en,
                "typed": _text(claim.printed),
                "own": _text(claim.own),
            }
            yield Finding(Codes.STATED_TOTAL_DIFFERS, f"printed.{claim.key}", args)
    yield from _rate(printed, scored)
    yield from _grade(printed, scored)


def _text(number: Fraction | None) -> str:
    if number is None:
        return "—"
    return format_exact(number)


def _sum_of_rows(project: Project, scored: Scored) -> Fraction | None:
    """Return what the printed scores of all rows add up to, points; ``None`` where one has none."""
    scores = [row.score for row in project.indicators if row.applicable]
    if scored.execution is not None:
        scores.append(project.printed.execution_score)
    numbers = [score for score in scores if score is not None]
    if not numbers or len(numbers) < len(scores):
        return None
    return add_up(numbers)


def _sums(printed: Printed, summed: Fraction | None, scored: Scored) -> dict[str, object]:
    return {"printed": _text(printed.total), "sum": _text(summed), "own": _text(scored.total)}


def _differing_total(printed: Fraction, summed: Fraction | None, own: Fraction) -> Finding:
    """Return the finding on a total that is not the rule's, though the rows may add up to it."""
    args = {"what": "总分", "what_en": "total", "typed": format_exact(printed), "own": format_exact(own)}
    if summed is not None:
        return Finding(
            Codes.PRINTED_TOTAL_OF_ROWS, "printed.total", {"printed": format_exact(printed), "own": format_exact(own)}
        )
    return Finding(Codes.STATED_TOTAL_DIFFERS, "printed.total", args)


def _claims_of_execution(printed: Printed, scored: Scored) -> Iterator[_Claim]:
    row = scored.execution
    if row is not None:
        what, what_en = "预算执行率的分值", "weight of execution"
        yield _Claim("execution_weight", what, what_en, printed.execution_weight, row.weight)
        what, what_en = "预算执行率的得分", "score of execution"
        yield _Claim("execution_score", what, what_en, printed.execution_score, row.score)


def _rate(printed: Printed, scored: Scored) -> Iterator[Finding]:
    """Return an execution rate that is not spent ÷ budget, to the decimals that it prints."""
    ratio = scored.execution.ratio if scored.execution is not None else None
    text = printed.execution_rate or ""
    if ratio is None or parse_number(unspaced(text).removesuffix("%")) is None or prints_rate(text, ratio):
        return
    args = {"printed": text, "own": format_percent(ratio)}
    yield Finding(Codes.PRINTED_RATE_DIFFERS, "printed.execution_rate", args)


def _grade(printed: Printed, scored: Scored) -> Iterator[Finding]:
    """Return a grade that does not follow from the printed total by the grades of the spec."""
    grades, total = scored.spec.grades, printed.total
    if printed.grade is None or grades is None or total is None:
        return
    own = grades.scale(total)
    if own != printed.grade:
        args = {"printed": printed.grade, "total": format_exact(total), "own": own}
        yield Finding(Codes.PRINTED_GRADE_DIFFERS, "printed.grade", args)


__all__ = ["check_printed"]
