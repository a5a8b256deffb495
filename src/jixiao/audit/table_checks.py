"""The checks of tables, by who runs them: a unit on its own file, a reviewer.

Of two findings that have one cause, the earlier check's is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

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
from jixiao.model.typed_words import StageName
from jixiao.quantity import Text

TableCheck = Callable[[Table], Iterator[Finding]]
#: Checks, each with the stages of the tables for which it is.
Checks = tuple[tuple[TableCheck, frozenset[StageName]], ...]


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


#: The stages of a check: of the plan, the money and the texts; of what only a year that is over has, as scores, their
#: reasons and its values; and of targets while they can still be mended.
_ANY = frozenset[StageName](get_args(StageName))
_YEAR_END = _ANY - {"monitoring"}
_TARGET = frozenset[StageName]({"target"})
#: What declarations of targets are asked for, by units and reviewers.
_OF_DECLARATIONS: Checks = (
    (declarations.check_measurable, _TARGET),
    (declarations.check_units, _TARGET),
    (declarations.check_missing_classes, _TARGET),
    (declarations.check_stated_weights, _TARGET),
)
#: What concerns a unit's own file, beside what its result says, and at which stages.
OWN_CHECKS: Checks = (
    (scores.check_possible_scores, _YEAR_END),
    (scores.check_announced_deductions, _YEAR_END),
    (claims.check_execution_value, _YEAR_END),
    (sums.check_fund_total, _ANY),
    (sums.check_parts_of_rows, _ANY),
    (sums.check_adjustment, _ANY),
    (targets.check_scale, _YEAR_END),
    (targets.check_copied_signs, _ANY),
    (targets.check_full_shares, _ANY),
    (targets.check_zero_targets, _ANY),
    (targets.check_units_of_names, _ANY),
    (targets.check_targets_in_names, _ANY),
    (targets.check_values_as_points, _YEAR_END),
    (plan.check_usual_signs, _ANY),
    (plan.check_deadlines, _ANY),
    (plan.check_classes, _ANY),
    (plan.check_money_as_quantity, _ANY),
    (wording.check_same_reasons, _ANY),
    (wording.check_fillers, _ANY),
    (wording.check_help_texts, _ANY),
    (wording.check_years, _ANY),
    (wording.check_towns, _ANY),
    *_OF_DECLARATIONS,
    (targets.check_vague_targets, _TARGET),
    (targets.check_rates_without_unit, _TARGET),
)
#: What a reviewer looks for, and at which stages. Causes stand before what follows from them.
REVIEWER_CHECKS: Checks = (
    (sums.check_fund_total, _ANY),
    (targets.check_malformed_numbers, _ANY),
    (targets.check_scale, _YEAR_END),
    (targets.check_empty_values, _YEAR_END),
    (scores.check_possible_scores, _YEAR_END),
    (scores.check_announced_deductions, _YEAR_END),
    (scores.check_shares_as_scores, _YEAR_END),
    (scores.check_full_scores, _YEAR_END),
    (scores.check_mild_deductions, _YEAR_END),
    (scores.check_equal_shortfalls, _YEAR_END),
    (scores.check_equal_words, _YEAR_END),
    (scores.check_deductions, _YEAR_END),
    (_of_table(completeness.check_requirements), _ANY),
    (check_unscored, _YEAR_END),
    (scores.check_empty_scores, _YEAR_END),
    (_of_table(arithmetic.check_overspending), _ANY),
    (_of_table(arithmetic.check_finished), _YEAR_END),
    (_of_table(arithmetic.check_funds), _ANY),
    (claims.check_total, _YEAR_END),
    (claims.check_printed_grade, _YEAR_END),
    (claims.check_printed_rate, _ANY),
    (claims.check_execution_score, _YEAR_END),
    (claims.check_execution_value, _YEAR_END),
    (plan.check_class_notes, _ANY),
    (check_weights, _ANY),
    (plan.check_class_splits, _ANY),
    (plan.check_heaviest, _ANY),
    (wording.check_reasons, _YEAR_END),
    (wording.check_same_reasons, _ANY),
    (check_remarks, _YEAR_END),
    (targets.check_values_as_points, _YEAR_END),
    (targets.check_copied_signs, _ANY),
    (targets.check_units_of_names, _ANY),
    (targets.check_rates_without_unit, _ANY),
    (targets.check_full_shares, _ANY),
    (targets.check_zero_targets, _ANY),
    (targets.check_targets_in_names, _ANY),
    (targets.check_far_above, _YEAR_END),
    (sums.check_parts_of_rows, _ANY),
    (sums.check_adjustment, _ANY),
    (sums.check_money_spent, _YEAR_END),
    (plan.check_usual_signs, _ANY),
    (_of_table(values.check_signs), _ANY),
    (_of_table(values.check_units), _ANY),
    (_of_table(values.check_tiers), _ANY),
    (plan.check_deadlines, _ANY),
    (plan.check_days_of_completion, _YEAR_END),
    (plan.check_dates_of_papers, _YEAR_END),
    (plan.check_satisfaction, _ANY),
    (plan.check_measurable_effects, _ANY),
    (targets.check_vague_targets, _ANY),
    (plan.check_money_as_quantity, _ANY),
    (plan.check_classes, _ANY),
    (plan.check_grouping, _ANY),
    (plan.check_names, _ANY),
    (_of_table(texts.check_period), _ANY),
    (wording.check_undone, _YEAR_END),
    (wording.check_goal_words, _YEAR_END),
    (wording.check_help_texts, _ANY),
    (wording.check_fillers, _ANY),
    (wording.check_years, _ANY),
    (wording.check_towns, _ANY),
    (_of_table(weights.check_rows_left_out), _ANY),
    (_of_table(checklists.check_items), _ANY),
    (_of_table(second_scores.check_second_scores), _ANY),
    *_OF_DECLARATIONS,
)


def checks_at(stage: StageName, checks: Checks) -> Iterator[TableCheck]:
    """Yield the checks of a stage in their order."""
    return (check for check, stages in checks if stage in stages)


def review_table(table: Table) -> tuple[Observation, ...]:
    """Return what a reviewer has to say on a table, each cause once."""
    checks = checks_at(table.project.stage, REVIEWER_CHECKS)
    findings = (finding for check in checks for finding in check(table))
    placed = [*table.project.findings, *with_places(table.project, findings)]
    return observations(placed, table.profile, len(table.project.indicators))


def check_own(table: Table) -> tuple[Finding, ...]:
    """Return what a unit should look at in its own file, beside what its result says, each cause once."""
    checks = checks_at(table.project.stage, OWN_CHECKS)
    findings = (finding for check in checks for finding in check(table))
    return first_of_each_cause(with_places(table.project, findings), table.profile)


__all__ = ["OWN_CHECKS", "REVIEWER_CHECKS", "check_own", "checks_at", "review_table"]
