"""What a reviewer states, held against what its values and deductions give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from jixiao.exact import ZERO, add_up, format_exact
from jixiao.findings import Codes, Finding
from jixiao.model.problems import NotDue, Problem, ReportedProblem
from jixiao.model.project import Deduction, Project, Review
from jixiao.model.rules import Mark
from jixiao.model.typed_words import STAGE_NAMES
from jixiao.scoring import Scored
from jixiao.scoring.plan import Plan, plan_of
from jixiao.scoring.rows import mark_points
from jixiao.scoring.second_scores import SecondRow, SecondScores, second_scores


def check_second_scores(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return what is wrong with the review of a project, or that there is none yet."""
    scores = second_scores(project, scored)
    if scores is not None:
        yield from _check_scores(project, scores)
    elif project.stage == "review":
        yield Finding(Codes.NOT_YET_REVIEWED, "stage")
    elif project.states_review:
        stage = {"stage": STAGE_NAMES[project.stage], "stage_en": project.stage}
        yield Finding(Codes.REVIEW_AT_OTHER_STAGE, "stage", stage)


def _check_scores(project: Project, scores: SecondScores) -> Iterator[Finding]:
    plan = plan_of(scores.first.spec)
    for row in scores.all_rows:
        yield from _check_problem(row)
        yield from _check_claim(row)
        yield from _check_deductions(plan, row)
    yield from _check_reviewer(scores)
    yield from _check_totals(project.review or Review(), scores.second)


def _path(row: SecondRow, field: str) -> str:
    """Return where a value of the review of a row stands in the project."""
    if row.first.facts.funds is not None:
        return f"funds.review.{field}"
    return row.first.facts.path_of(f"review.{field}")


def _check_problem(row: SecondRow) -> Iterator[Finding]:
    """Return why a row has no second score, where the unit's has another problem or none."""
    problem = row.reckoned.problem
    if problem is None or problem == row.first.problem or isinstance(problem, ReportedProblem | NotDue):
        return
    yield Finding(problem.code, _path(row, problem.field.removeprefix("review.")), _args(problem))


def _args(problem: Problem) -> dict[str, object]:
    return {name: format_exact(value) if isinstance(value, Fraction) else value for name, value in problem.args}


def _check_claim(row: SecondRow) -> Iterator[Finding]:
    """Return a stated second score that values and deductions do not give, and one beyond the spec's limits."""
    score, reckoned, first = row.second.score, row.reckoned.score, row.first.score
    if row.review is None or score is None or reckoned is None:
        return
    claimed = row.review.score
    if claimed is not None and claimed not in (score, reckoned):
        args = {"claimed": claimed, "score": score, "difference": abs(claimed - score)}
        yield Finding(Codes.SECOND_SCORE_DIFFERS, _path(row, "score"), _points(args))
    if row.is_limited and first is not None:
        args = {"reckoned": reckoned, "first": first, "score": score}
        yield Finding(Codes.SECOND_SCORE_LIMITED, _path(row, "score"), _points(args))


def _points(args: dict[str, Fraction]) -> dict[str, object]:
    return {name: format_exact(points) for name, points in args.items()}


def _check_deductions(plan: Plan, row: SecondRow) -> Iterator[Finding]:
    """Return points that are stated otherwise than their mark says, and more points than the row had left."""
    if row.review is None or row.reckoned.score is None:
        return
    for index, deduction in enumerate(row.review.deductions):
        mark = plan.marks.get(deduction.mark or "")
        if mark is not None and deduction.points is not None:
            yield from _check_mark(row, mark, deduction.points, f"deductions[{index}].points")
    if not any(deduction.mark for deduction in row.review.deductions):
        yield from _check_points(row, row.review.deductions)


def _check_points(row: SecondRow, deductions: Iterable[Deduction]) -> Iterator[Finding]:
    """Return more points of deductions than the row had left."""
    stated = add_up([deduction.points or ZERO for deduction in deductions])
    lost = add_up([loss.points for loss in row.reckoned.losses if loss.reviewer is not None])
    if lost < stated:
        yield Finding(
            Codes.DEDUCTION_BEYOND_SCORE, _path(row, "deductions"), _points({"stated": stated, "taken": lost})
        )


def _check_mark(row: SecondRow, mark: Mark, points: Fraction, field: str) -> Iterator[Finding]:
    """Return points that are stated beside a mark which takes others."""
    by_rule = mark_points(mark, row.reckoned.weight or ZERO)
    if points != by_rule:
        args = {"mark": mark.label, **_points({"points": by_rule, "stated": points})}
        yield Finding(Codes.DEDUCTION_OTHER_THAN_MARK, _path(row, field), args)


def _check_reviewer(scores: SecondScores) -> Iterator[Finding]:
    """Return that points were taken and nobody is named who took them."""
    if any(loss.reviewer == "" for row in scores.all_rows for loss in row.reckoned.losses):
        yield Finding(Codes.REVIEWER_NOT_NAMED, "review")


def _check_totals(review: Review, second: Scored) -> Iterator[Finding]:
    """Return a stated total or grade of the review that its rows do not give."""
    total = second.total if second.scaled is None else second.scaled
    if total is None:
        return
    if review.total is not None and review.total != total:
        yield Finding(Codes.SECOND_TOTAL_DIFFERS, "review.total", _points({"claimed": review.total, "total": total}))
    if review.grade is not None and second.grade is not None and review.grade != second.grade:
        args = {"claimed": review.grade, "grade": second.grade, "total": format_exact(total)}
        yield Finding(Codes.SECOND_GRADE_DIFFERS, "review.grade", args)
