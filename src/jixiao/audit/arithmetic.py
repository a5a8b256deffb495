"""Arithmetic: claimed scores, the execution rate, grades by rounding, funds that do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from jixiao.exact import add_up, format_exact, format_percent, format_points, places_of
from jixiao.findings import Codes, Finding
from jixiao.model.project import Amounts, FundPart, Project
from jixiao.model.rules import Budget
from jixiao.scoring import Scored
from jixiao.scoring.plan import plan_of

#: What an execution rate is over, in the words of its findings.
BUDGETS: dict[Budget, dict[str, str]] = {
    "budget": {"budget": "预算数", "budget_en": "budgeted"},
    "initial": {"budget": "年初预算数", "budget_en": "budgeted at first"},
}


def check_claims(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return claimed scores that differ from the rule's."""
    for row in scored.rows:
        claimed = row.facts.indicator.score
        if claimed is not None and row.score is not None and claimed != row.score:
            args = {
                "claimed": format_exact(claimed),
                "score": format_exact(row.score),
                "difference": format_exact(abs(claimed - row.score)),
            }
            yield Finding(Codes.CLAIMED_SCORE_DIFFERS, row.facts.path_of("score"), args)


def check_overspending(project: Project, scored: Scored) -> Iterator[Finding]:  # as every check
    """Return an execution rate above 100 %."""
    row = scored.execution
    if row is not None and row.ratio is not None and row.ratio > 1:
        yield Finding(Codes.OVERSPENT, "funds.total.spent", {"rate": format_percent(row.ratio), **BUDGETS[row.over]})


def check_finished(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return whether the project was taken for finished by what it has spent."""
    row = scored.execution
    if row is None or row.ratio is None:
        return
    if project.finished is None and "finished" not in project.unread and plan_of(scored.spec).asks_finished:
        yield Finding(Codes.FINISHED_ASSUMED_NO if row.ratio < 1 else Codes.FINISHED_ASSUMED_YES, "finished")


def check_grade(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return a grade by the exact total that the printed total would not get."""
    grades, total, exact = scored.spec.grades, scored.total, scored.exact
    if grades is None or total is None or exact is None or not plan_of(scored.spec).by_exact_total:
        return
    by_printed = grades.scale(total if scored.scaled is None else scored.scaled)
    if by_printed != scored.grade:
        printed = format_points(total, places_of(scored.spec.rounding.row))
        args = {"exact": format_exact(exact), "grade": scored.grade, "printed": printed, "by_printed": by_printed}
        yield Finding(Codes.GRADE_BY_ROUNDING, "", args)


def check_funds(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return sources and parts of the funds that do not add up to the total.

    Parts by other names stand beside the usual sources, or divide one of these.
    """
    sources, parts = (*project.funds.sources().values(),), project.funds.parts
    for key in ("initial", "budget", "spent"):
        stated = getattr(project.funds.total, key)
        if stated is None:
            continue
        groups: tuple[tuple[Amounts | FundPart, ...], ...] = (sources, parts, (*sources, *parts))
        sums = [amount for rows in groups if (amount := _sum_of(key, rows)) is not None]
        if sums and stated not in sums:
            args = {"key": Amounts.model_fields[key].title, "sum": format_exact(sums[0]), "total": format_exact(stated)}
            yield Finding(Codes.FUNDS_PARTS_SUM, f"funds.total.{key}", args)


def _sum_of(key: str, rows: Iterable[Amounts | FundPart]) -> Fraction | None:
    """Return the sum of one amount of each row, in the table's money unit; ``None`` where no row has it."""
    amounts = [amount for row in rows if (amount := getattr(row, key)) is not None]
    if not amounts:
        return None
    return add_up(amounts)
