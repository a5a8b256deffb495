"""The checks of tables, by who runs them: a unit on its own file, a reviewer.

Of two findings that have one cause, the earlier check's is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.audit import (
    arithmetic,
    checklists,
    claims,
    completeness,
    declarations,
    plan,
    reasons,
    scores,
    second_scores,
    sums,
    targets,
    texts,
    values,
    weights,
    wording,
)
from jixiao.audit.causes import Observation, first_of_each_cause, observations
from jixiao.audit.places import with_places
from jixiao.audit.result_checks import ScoredCheck
from jixiao.audit.table import PrintedRow, Table
from jixiao.findings import Codes, Finding
from jixiao.model.problems import NoData
from jixiao.quantity import Text

TableCheck = Callable[[Table], Iterator[Finding]]


def _of_table(check: ScoredCheck) -> TableCheck:
    """Return a check of scored projects as one of tables."""

    def check_table(table: Table) -> Iterator[Finding]:
        return check(table.project, table.scored)

    return check_table


def check_unscored(table: Table) -> Iterator[Finding]:
    """Return why rows have no score, but for those that are left to judgement and whose score is printed."""
    if not table.has_classes:
        yield Finding(Codes.CLASSES_NOT_STATED, "indicators", {"count": len(table.rows)})
    judged = {f"indicators[{row.scored.facts.index}]" for row in table.rows if _is_judged(row)}
    for finding in completeness.check_scores(table.project, table.scored):
        place, _, field = finding.path.partition(".")
        is_of_classes = field == "level1" and not table.has_classes
        is_of_money = place == "funds" and table.had_no_money
        if not (place in judged or is_of_classes or is_of_money):
            yield finding


def check_weights(table: Table) -> Iterator[Finding]:
    """Return weights that do not add up; the table's own notes, and any usual split, go before its spec's preset."""
    if not table.has_classes:
        yield from weights.check_sum(table.scored)
        return
    has_notes = any(plan.noted_points(row) is not None for row in table.rows)
    is_usual = plan.follows_usual_split(table)
    for finding in weights.check_weights(table.project, table.scored):
        if not ((has_notes or is_usual) and finding.code == Codes.CLASS_WEIGHTS_DIFFER):
            yield finding


def check_remarks(table: Table) -> Iterator[Finding]:
    """Return what the spec wants remarked on and no text of the table tells."""
    tells_adjustment = sums.tells_adjustment(table)
    return reasons.check_remarks(table.project, table.scored, tells_adjustment=tells_adjustment)


def _is_judged(row: PrintedRow) -> bool:
    """Whether a row has a printed score that only a person can give: words for words, or a share that is asked for."""
    facts, problem = row.scored.facts, row.scored.problem
    if row.printed is None or problem is None:
        return False
    is_wording = isinstance(facts.target, Text) and isinstance(facts.actual, Text)
    return is_wording or isinstance(problem, NoData)


#: What concerns a unit's own file, beside what its result says.
OWN_CHECKS: tuple[TableCheck, ...] = (
    scores.check_possible_scores,
    scores.check_announced_deductions,
    claims.check_execution_value,
    sums.check_fund_total,
    sums.check_parts_of_rows,
    sums.check_adjustment,
    targets.check_scale,
    targets.check_copied_signs,
    targets.check_full_shares,
    targets.check_zero_targets,
    targets.check_units_of_names,
    targets.check_targets_in_names,
    targets.check_values_as_points,
    plan.check_usual_signs,
    plan.check_deadlines,
    plan.check_classes,
    plan.check_money_as_quantity,
    wording.check_same_reasons,
    wording.check_fillers,
    wording.check_help_texts,
    wording.check_years,
    wording.check_towns,
)
#: What a reviewer looks for. Causes stand before what follows from them.
REVIEWER_CHECKS: tuple[TableCheck, ...] = (
    sums.check_fund_total,
    targets.check_malformed_numbers,
    targets.check_scale,
    targets.check_empty_values,
    scores.check_possible_scores,
    scores.check_announced_deductions,
    scores.check_shares_as_scores,
    scores.check_full_scores,
    scores.check_mild_deductions,
    scores.check_equal_shortfalls,
    scores.check_equal_words,
    scores.check_deductions,
    _of_table(completeness.check_requirements),
    check_unscored,
    scores.check_empty_scores,
    _of_table(arithmetic.check_execution),
    _of_table(arithmetic.check_funds),
    claims.check_total,
    claims.check_printed_grade,
    claims.check_printed_rate,
    claims.check_execution_score,
    claims.check_execution_value,
    plan.check_class_notes,
    check_weights,
    plan.check_class_splits,
    plan.check_heaviest,
    wording.check_reasons,
    wording.check_same_reasons,
    check_remarks,
    targets.check_values_as_points,
    targets.check_copied_signs,
    targets.check_units_of_names,
    targets.check_rates_without_unit,
    targets.check_full_shares,
    targets.check_zero_targets,
    targets.check_targets_in_names,
    targets.check_far_above,
    sums.check_parts_of_rows,
    sums.check_adjustment,
    sums.check_money_spent,
    plan.check_usual_signs,
    _of_table(values.check_signs),
    _of_table(values.check_units),
    _of_table(values.check_tiers),
    plan.check_deadlines,
    plan.check_days_of_completion,
    plan.check_dates_of_papers,
    plan.check_satisfaction,
    plan.check_measurable_effects,
    targets.check_vague_targets,
    plan.check_money_as_quantity,
    plan.check_classes,
    plan.check_grouping,
    plan.check_names,
    _of_table(texts.check_period),
    wording.check_undone,
    wording.check_goal_words,
    wording.check_help_texts,
    wording.check_fillers,
    wording.check_years,
    wording.check_towns,
    _of_table(weights.check_rows_left_out),
    _of_table(checklists.check_items),
    _of_table(second_scores.check_second_scores),
)
#: What only shows when the year is over: scores and their reasons, and the values of the whole year.
YEAR_END_CHECKS: frozenset[TableCheck] = frozenset(
    (
        targets.check_scale,
        targets.check_empty_values,
        targets.check_values_as_points,
        targets.check_far_above,
        scores.check_possible_scores,
        scores.check_announced_deductions,
        scores.check_shares_as_scores,
        scores.check_full_scores,
        scores.check_mild_deductions,
        scores.check_equal_shortfalls,
        scores.check_equal_words,
        scores.check_deductions,
        scores.check_empty_scores,
        check_unscored,
        check_remarks,
        claims.check_total,
        claims.check_printed_grade,
        claims.check_execution_score,
        claims.check_execution_value,
        wording.check_reasons,
        wording.check_undone,
        wording.check_goal_words,
        sums.check_money_spent,
        plan.check_days_of_completion,
        plan.check_dates_of_papers,
    )
)
#: What is looked for in declarations alone, while targets can still be mended.
TARGET_CHECKS: tuple[TableCheck, ...] = (
    declarations.check_measurable,
    declarations.check_units,
    declarations.check_missing_classes,
    declarations.check_stated_weights,
)
#: What a unit learns of its own declaration beside that, and reviewers of every table.
OWN_TARGET_CHECKS: tuple[TableCheck, ...] = (
    *TARGET_CHECKS,
    targets.check_vague_targets,
    targets.check_rates_without_unit,
)


def review_table(table: Table) -> tuple[Observation, ...]:
    """Return what a reviewer has to say on a table, each cause once."""
    checks = REVIEWER_CHECKS
    if table.project.stage == "target":
        checks += TARGET_CHECKS
    findings = (finding for check in checks for finding in check(table))
    placed = [*table.project.findings, *with_places(table.project, findings)]
    return observations(placed, table.profile, len(table.project.indicators))


def check_own(table: Table) -> tuple[Finding, ...]:
    """Return what a unit should look at in its own file, beside what its result says, each cause once."""
    checks = OWN_CHECKS
    if table.project.stage == "target":
        checks += OWN_TARGET_CHECKS
    findings = (finding for check in checks for finding in check(table))
    return first_of_each_cause(with_places(table.project, findings), table.profile)


__all__ = [
    "OWN_CHECKS",
    "OWN_TARGET_CHECKS",
    "REVIEWER_CHECKS",
    "TARGET_CHECKS",
    "check_own",
    "review_table",
]
