"""Checks of a scored self-evaluation: why rows have no score, and what a reviewer would ask.

Each check is one small function from the trace to findings; ``CHECKS`` lists them in the order they speak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache

from jixiao.audit.signs import meant_as_most, opposite, scale_taken, usual_otherwise
from jixiao.exact import ZERO, add_up, at_least, percent, places_of, plain
from jixiao.explain import measure_name, quotient_text
from jixiao.findings import Codes, Finding
from jixiao.loading.yaml_composer import place_of
from jixiao.measure import Pair, measure_of
from jixiao.model.facts import EXECUTION, MISSING, REQUIRED, Problem, blank
from jixiao.model.project import Amounts, Indicator, Project
from jixiao.model.rules import Budget, Cap, Remark
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.plan import plan_of
from jixiao.scoring.rows import left_by

Found = Iterator[Finding]
#: The finding of a remark, by its severity; what it wants to be written.
REMARKED = {"note": Codes.VALUE_WORTH_A_WORD, "warning": Codes.VALUE_TO_EXPLAIN, "error": Codes.VALUE_MUST_BE_EXPLAINED}
_POLICIES = {
    "refuse": ("须由单位重新分配", "the unit must share them out anew"),
    "full": ("按满分计", "they are granted in full"),
    "move within class": ("移给同类的其他指标", "they move to the other rows of the class"),
    "rescale weights": ("其余各行按比例折算到满分", "the other weights are rescaled to full marks"),
    "rescale total": ("总分按比例折算到满分", "the total is rescaled to full marks"),
}
_ASKED = {"cause": ("原因", "the cause"), "adjustment": ("预算调整说明", "why the budget was adjusted (adjustment)")}
#: Words of the goal texts that say something is not done.
UNDONE = (
    "未到付款时间",
    "未付款",
    "未支付",
    "未验收",
    "尚未完成",
    "未完成",
    "未开展",
    "未启动",
    "未实施",
    "延期",
    "推迟",
)


def _where(row: RowScore, field: str) -> str:
    return f"funds.total.{field}" if row.facts.index < 0 else f"indicators[{row.facts.index}].{field}"


def of_rows(project: Project, scored: Scored) -> Found:
    """Why a row has no score."""
    for row in scored.all_rows:
        problem = row.problem
        if problem is not None and problem.code == MISSING:
            yield from _missing(row)
        elif problem is not None and problem.code and not _already_told(project, row, problem):
            yield Finding(problem.code, _where(row, problem.field), _spoken(problem))
        elif row.score is not None and row.facts.actual is None and row.outcome == "missed":
            yield Finding(Codes.NO_ACTUAL_NO_POINTS, _where(row, "actual"))


def _missing(row: RowScore) -> Found:
    """All that a row lacks, not only the first."""
    facts = row.facts.indicator
    for key in REQUIRED:
        if blank(getattr(facts, key)) and key not in facts.unread:
            yield Finding(MISSING, _where(row, key), {"key": key, "title": _title(key)})


def _spoken(problem: Problem) -> dict[str, object]:
    args = {key: plain(value) if isinstance(value, Fraction) else value for key, value in problem.args}
    return {**args, "title": _title(str(args["key"]))} if "key" in args else args


def _title(key: str) -> str:
    """A key in the words of the forms."""
    for model in (Indicator, Amounts, Project):
        if key in model.model_fields:
            return model.model_fields[key].title or key
    return key


def _already_told(project: Project, row: RowScore, problem: Problem) -> bool:
    holder = project.funds.total if row.facts.index < 0 else row.facts.indicator
    return problem.field in holder.unread or ("total" in project.funds.unread and row.facts.index < 0)


def of_requirements(project: Project, scored: Scored) -> Found:
    """What every project must have."""
    for key in ("name", "year"):
        if getattr(project, key) is None and key not in project.unread:
            yield Finding(Codes.PROJECT_FIELD_MISSING, key, {"key": key, "title": Project.model_fields[key].title})
    if not project.indicators and "indicators" not in project.unread:
        yield Finding(Codes.NO_INDICATORS, "indicators")


def of_weights(project: Project, scored: Scored) -> Found:
    """Weights that do not add up, class weights off the preset, classes that are missing."""
    if any(row.weight is None for row in scored.rows) or not scored.rows:
        return
    if scored.weighed != scored.full:
        execution = plain(scored.preset.get(EXECUTION, ZERO))
        yield Finding(
            Codes.WEIGHTS_SUM,
            "indicators",
            {"full": plain(scored.full), "sum": plain(scored.weighed), "execution": execution},
        )
    if scored.spec.weights.binding != "observed":
        yield from _class_weights(scored)


def _class_weights(scored: Scored) -> Found:
    weights: dict[str | None, list[Fraction]] = {}
    rescaled = scored.spec.not_applicable.rows in ("rescale weights", "rescale total")
    as_stated = rescaled and scored.spec.row_weights is None  # the preset is one of weights before they are rescaled
    for row in scored.rows:
        weights.setdefault(row.choice.class_, []).append((row.facts.weight if as_stated else row.weight) or ZERO)
    present, inside = set(weights), scored.spec.weights.execution_in
    if inside in weights:
        weights[inside].append(scored.preset.get(EXECUTION, ZERO))
    for joint, preset in scored.preset.items():
        names = joint.split("+")
        if EXECUTION in names:
            continue
        found = add_up([weight for name in names for weight in weights.get(name, ())])
        if found == preset and not present.isdisjoint(names):
            continue
        label = "、".join(scored.spec.classes[name].label for name in names)
        if not present & set(names):
            yield Finding(Codes.CLASS_WITHOUT_INDICATOR, "indicators", {"label": label})
        else:
            yield Finding(
                Codes.CLASS_WEIGHTS_DIFFER, "indicators", {"label": label, "sum": plain(found), "preset": plain(preset)}
            )


def of_reasons(project: Project, scored: Scored) -> Found:
    """Points lost without a cause, a cause without loss."""
    for row in scored.all_rows:
        cause, lost = row.facts.indicator.cause, row.deduction
        if lost is None or bool(lost.numerator) == bool(cause) or (cause and called_for(row)):
            continue
        path = "funds.cause" if row.facts.index < 0 else _where(row, "cause")
        yield (
            Finding(Codes.LOSS_WITHOUT_CAUSE, path, {"lost": plain(lost)})
            if lost
            else Finding(Codes.CAUSE_WITHOUT_LOSS, path)
        )


def called_for(row: RowScore) -> bool:
    """Whether a remark or a cap asks for the cause of the row, or it spent more than it had."""
    if row.facts.index < 0 and (row.ratio or ZERO) > 1:
        return True
    remarks = (remark for remark in row.choice.remarks if remark.unless == "cause")
    caps = (cap for cap in row.choice.caps if cap.unless == "cause")
    return any(_outside(row, remark) for remark in remarks) or any(_capped(row, cap) for cap in caps)


def _capped(row: RowScore, cap: Cap) -> bool:
    weight = row.weight or ZERO
    found = left_by(cap, row.facts, row.choice.comparison, weight)
    return found is not None and found.points < weight


def of_claims(project: Project, scored: Scored) -> Found:
    """Claimed scores that differ from the rule's."""
    for row in scored.rows:
        claimed = row.facts.indicator.score
        if claimed is not None and row.score is not None and claimed != row.score:
            args = {"claimed": plain(claimed), "score": plain(row.score), "difference": plain(abs(claimed - row.score))}
            yield Finding(Codes.CLAIMED_SCORE_DIFFERS, _where(row, "score"), args)


def of_signs(project: Project, scored: Scored) -> Found:
    """Signs taken by default, and signs against what is usual in the class."""
    for row in scored.rows:
        if row.choice.unstated:
            sign = row.choice.comparison
            yield Finding(Codes.COMPARISON_ASSUMED, _where(row, "target"), {"sign": sign})
            usual = usual_otherwise(row)
            if usual is not None:
                yield Finding(
                    Codes.UNUSUAL_DEFAULT_COMPARISON,
                    _where(row, "target"),
                    {"sign": sign, "word": usual.word, "usual": usual.sign},
                )
            if meant_as_most(row):
                yield Finding(Codes.ZERO_TARGET_COMPARISON_ASSUMED, _where(row, "target"), {"sign": sign})
        elif row.choice.usual and row.facts.sign and opposite(row.choice.usual, row.facts.sign):
            yield Finding(
                Codes.UNUSUAL_COMPARISON, _where(row, "target"), {"sign": row.facts.sign, "usual": row.choice.usual}
            )


def of_units(project: Project, scored: Scored) -> Found:
    """Values that took the other side's unit."""
    for row in scored.rows:
        if row.score is not None and row.facts.assumed:
            if "wan_is_wanyuan" in row.facts.assumed:
                yield Finding(Codes.MONEY_UNIT_ASSUMED, _where(row, "actual"))
            elif word := scale_taken(row):
                yield Finding(Codes.FACTOR_MISSING, _where(row, "actual"), {"word": word})
            elif row.facts.assumed != ("takes_uom",):
                yield Finding(Codes.UNIT_ASSUMED, _where(row, "actual"))


def of_tiers(project: Project, scored: Scored) -> Found:
    """A default share of a tier that was taken."""
    for row in scored.rows:
        rule, facts = row.rule, row.facts.indicator
        if rule is None or not measure_of(rule).is_stated or row.score is None or facts.share is not None:
            continue
        if rule.stated == "share" or facts.score is None:
            tier = rule.tier_named(facts.tier or facts.actual or "") or rule.same_text_means or ""
            yield Finding(Codes.DEFAULT_SHARE, _where(row, "tier"), {"tier": tier, "share": percent(row.share or ZERO)})


#: What an execution rate is over, in the words of its findings.
BUDGETS: dict[Budget, dict[str, str]] = {
    "budget": {"budget": "预算数", "budget_en": "budgeted"},
    "initial": {"budget": "年初预算数", "budget_en": "budgeted at first"},
}


def of_execution(project: Project, scored: Scored) -> Found:
    """The execution row: above 100 %, and whether the project is finished."""
    row = scored.execution
    ratio = None if row is None else row.ratio
    if ratio is None:
        return
    if ratio > 1:
        yield Finding(Codes.OVERSPENT, "funds.total.spent", {"rate": percent(ratio), **BUDGETS[row.over]})  # type: ignore[union-attr]  # it has a ratio
    if project.finished is not None or "finished" in project.unread:
        return
    if plan_of(scored.spec).asks_finished:
        yield Finding(Codes.FINISHED_ASSUMED_NO if ratio < 1 else Codes.FINISHED_ASSUMED_YES, "finished")


def of_remarks(project: Project, scored: Scored) -> Found:
    """What the spec itself wants remarked on."""
    for row in filter(_may_be_remarked, scored.all_rows):
        for remark in row.choice.remarks:
            if not _explained(project, row, remark):
                yield from _remarked(row, remark)


def _may_be_remarked(row: RowScore) -> bool:
    return bool(row.choice.remarks) and row.score is not None


def _explained(project: Project, row: RowScore, remark: Remark) -> bool:
    """Whether the words that the remark asks for stand there."""
    if remark.unless == "adjustment":
        return not blank(project.funds.adjustment)
    return remark.unless == "cause" and bool(row.facts.indicator.cause)


def _remarked(row: RowScore, remark: Remark) -> Found:
    measured = _outside(row, remark)
    if measured is not None:
        args = {**remark_args(remark), "value": quotient_text(*measured, measure_of(remark), row)}
        path = _where(row, "spent" if row.facts.index < 0 else "actual")
        yield Finding(REMARKED[remark.severity], path, args)


def _outside(row: RowScore, remark: Remark) -> Pair | None:
    """What the remark measures as n/d, where that lies outside its bound."""
    measured = measure_of(remark).of(row.facts.over(remark.over), remark, row.choice.comparison)
    if isinstance(measured, Problem):
        return None
    return measured if remark.curve.pieces[remark.curve.index_at(*measured)].a else None  # full outside, else nothing


def remark_args(remark: Remark) -> dict[str, str]:
    """What the finding of a remark says, but for the value."""
    names = {"measure": measure_name(remark.measure), "measure_en": measure_name(remark.measure, "en")}
    asked, asked_en = _ASKED[remark.unless or "cause"]
    words = {"why": remark.reading or remark.outside, "outside": remark.outside}
    return {**names, **words, "asked": asked, "asked_en": asked_en}


def of_period(project: Project, scored: Scored) -> Found:
    """A spec that was not in force in the project's year."""
    yield from of_year(scored.spec, project.year)


def of_year(spec: IndicatorSpec, year: int | None) -> Found:
    """A spec that was not in force in a year."""
    period = spec.in_force
    if year is None or period.holds(date(year, 12, 31)) or period.holds(date(year, 1, 1)):
        return
    args = {"spec": spec.id, "start": period.start or "—", "end": period.end or "—", "year": year}
    yield Finding(Codes.SPEC_OUT_OF_FORCE, "year", args)


def of_grade(project: Project, scored: Scored) -> Found:
    """A grade by the exact total that the printed total would not get."""
    if scored.grade is None or scored.total is None or scored.exact is None or scored.spec.grades is None:
        return
    if scored.exact is scored.total:  # the spec grades by the printed total
        return
    by_printed = scored.spec.grades.scale(scored.scaled if scored.scaled is not None else scored.total)
    if by_printed != scored.grade:
        printed = at_least(scored.total, places_of(scored.spec.rounding.row))
        args = {"exact": plain(scored.exact), "grade": scored.grade, "printed": printed, "by_printed": by_printed}
        yield Finding(Codes.GRADE_BY_ROUNDING, "", args)


def of_funds(project: Project, scored: Scored) -> Found:
    """Parts of the funds that do not add up to the total."""
    parts, total = project.funds.parts(), project.funds.total
    for key in ("initial", "budget", "spent") if parts else ():
        amounts = [getattr(part, key) for part in parts.values() if getattr(part, key) is not None]
        whole = getattr(total, key)
        if amounts and whole is not None and add_up(amounts) != whole:
            title = type(total).model_fields[key].title
            yield Finding(
                Codes.FUNDS_PARTS_SUM,
                f"funds.total.{key}",
                {"key": title, "sum": plain(add_up(amounts)), "total": plain(whole)},
            )


def of_duplicates(project: Project, scored: Scored) -> Found:
    """The same indicator twice."""
    seen: dict[tuple[str | None, ...], int] = {}
    if len({row.name for row in project.indicators}) == len(project.indicators):
        return
    for index, row in enumerate(project.indicators):
        key = (row.level1, row.level2, row.name, row.target, row.goal)
        if row.name is not None and key in seen:
            yield Finding(Codes.DUPLICATE_INDICATOR, f"indicators[{index}].name", {"other": seen[key] + 1})
        seen.setdefault(key, index)


def of_left_out(project: Project, scored: Scored) -> Found:
    """Rows that do not apply."""
    for row in scored.rows:
        if not row.facts.indicator.applicable:
            policy, policy_en = _POLICIES[scored.spec.not_applicable.rows]
            yield Finding(
                Codes.ROW_NOT_APPLICABLE, _where(row, "applicable"), {"policy": policy, "policy_en": policy_en}
            )


def of_goals(project: Project, scored: Scored) -> Found:
    """Goal texts that say something is not done, beside full marks."""
    outputs = [row for row in scored.rows if row.score is not None]
    if not outputs or any(row.deduction for row in outputs):
        return
    for index, goal in enumerate(project.goals):
        word = next((word for word in UNDONE if word in (goal.achieved or "")), None)
        if word:
            yield Finding(
                Codes.GOAL_TEXT_AGAINST_SCORES,
                f"goals[{index}].achieved",
                {"word": word, "rows": f"{len(outputs)} 条指标"},
            )


CHECKS: tuple[Callable[[Project, Scored], Found], ...] = (
    of_requirements,
    of_rows,
    of_weights,
    of_execution,
    of_reasons,
    of_claims,
    of_signs,
    of_units,
    of_tiers,
    of_remarks,
    of_period,
    of_grade,
    of_funds,
    of_duplicates,
    of_left_out,
    of_goals,
)


def review(project: Project, scored: Scored) -> tuple[Finding, ...]:
    """All findings on a scored project, with their places."""
    found = [finding for check in CHECKS for finding in check(project, scored)]
    root = project._root  # noqa: SLF001  # places live beside the model, not in it
    return tuple(found) if root is None else tuple(finding.at(place_of(root, _keys(finding.path))) for finding in found)


@lru_cache(maxsize=2**12)
def _keys(path: str) -> tuple[str | int, ...]:
    parts = path.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdecimal() else part for part in parts if part)


__all__ = ["CHECKS", "review"]
