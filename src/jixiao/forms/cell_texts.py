"""The texts that a form's cells show: of a project, its funds, its rows and their scores. No rule, no arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from jixiao.documents import ExecutionRow, IndicatorRow, ReviewedRow, ReviewPart, Row, exact
from jixiao.exact import ZERO, format_exact, format_percent
from jixiao.explain import shown_target, with_cause
from jixiao.explain.second_scores import with_remark
from jixiao.findings import Lang
from jixiao.forms.grid import Kind
from jixiao.model.layout import REVIEW_TEXTS
from jixiao.model.project import Amounts, FundPart, Goal, Indicator, Project, Review, SecondScore
from jixiao.model.rules import Budget
from jixiao.model.typed_words import text_of_answers
from jixiao.quantity import SIGN_MARKS, Number, parse
from jixiao.result import Result

#: Fields that always hold numbers, and fields that hold what a person typed, numbers or words.
_NUMBERS = frozenset({
    "initial", "budget", "spent", "weight", "rate", "score", "full", "total", "level1_weight", "level2_weight",
    "second_spent", "second_score", "second_total", "second_deviation", "adopted_total",
})  # fmt: skip
_TYPED = frozenset({"actual", "target", "value", "progress", "forecast", "second_actual"})
#: What stands in a column for ticks.
_TICK = "√"


def cell_kind(field: str, text: str) -> Kind:
    """Return whether a cell is counted or read: typed values are counted where all of the text is one number."""
    if field in _NUMBERS or (field in _TYPED and isinstance(parse(text), Number)):
        return "number"
    return "text"


def label_kind(label: str) -> Kind:
    """Return whether a fixed label is a number, such as the points of a column, or names what stands beside it."""
    return "number" if label[:1].isdecimal() else "label"


def number_text(value: Fraction | None) -> str:
    """Return an amount or points as the form prints them; empty without one."""
    return "" if value is None else format_exact(value)


def percent_text(value: Fraction | None) -> str:
    """Return a rate as a percentage, to hundredths of a percent; empty without one."""
    return "" if value is None else format_percent(value)


def execution_basis(execution: ExecutionRow | None) -> Budget:
    """Return the budget that execution rates are measured over: "initial" or "budget", the adjusted one."""
    if execution is None:
        return "budget"
    return execution.over


def rate_text(amounts: Amounts | FundPart, style: str, basis: Budget) -> str:
    """Return an execution rate as a "ratio" or "percent", to hundredths of a percent; empty without one."""
    budget = {"initial": amounts.initial, "budget": amounts.budget}[basis]
    if budget is None or amounts.spent is None or budget <= 0:
        return ""
    rate = amounts.spent / budget
    if style == "percent" or rate.denominator != 1:
        return format_percent(rate)
    return format_exact(rate)


def amount_texts(amounts: Amounts | FundPart, style: str, basis: Budget) -> dict[str, str]:
    """Return the texts of a row of the fund table, by field; ``style`` and ``basis`` are those of its rate."""
    return {
        "initial": number_text(amounts.initial),
        "budget": number_text(amounts.budget),
        "spent": number_text(amounts.spent),
        "forecast": number_text(amounts.forecast),
        "rate": rate_text(amounts, style, basis),
        "weight": "—",
        "score": "—",
        "reason": "",
    }


def goal_texts(goal: Goal, number: int) -> dict[str, str]:
    """Return the texts of a goal, by field; goals are numbered from 1."""
    return {"number": str(number), "expected": goal.expected or "", "achieved": goal.achieved or ""}


def execution_texts(row: ExecutionRow, lang: Lang) -> dict[str, str]:
    """Return the texts of the execution row, by field."""
    return {**_score_texts(row, lang), "rate": percent_text(exact(row.rate))}


def row_texts(indicator: Indicator, row: IndicatorRow, lang: Lang) -> dict[str, str]:
    """Return the texts of an indicator and of its score, by field.

    ``target`` has its sign and unit with it; ``comparison``, ``value`` and ``uom`` are the same in three columns.
    """
    comparison, value, uom = target_parts(indicator)
    return {
        "level1": indicator.level1 or "",
        "level2": indicator.level2 or "",
        "name": indicator.name or "",
        "actual": indicator.actual or "",
        "target": shown_target(indicator),
        "comparison": comparison,
        "value": value,
        "uom": uom,
        "progress": indicator.progress or "",
        "forecast": indicator.forecast or "",
        "likelihood": indicator.likelihood or "",
        "cause_kinds": "、".join(indicator.cause_kinds),
        "note": indicator.note or "",
        **dict.fromkeys((*indicator.cause_kinds, *filter(None, (indicator.likelihood,))), _TICK),
        **_score_texts(row, lang),
    }


def class_points(rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Yield for each of the rows of a table the points of its class and of its second level."""
    rows = list(rows)
    level1, level2 = defaultdict[str, Fraction](Fraction), defaultdict[tuple[str, str], Fraction](Fraction)
    for row in rows:
        points = exact(row["weight"] or None) or ZERO
        level1[row["level1"]] += points
        level2[row["level1"], row["level2"]] += points
    for row in rows:
        own, inner = level1[row["level1"]], level2[row["level1"], row["level2"]]
        yield {"level1_weight": number_text(own), "level2_weight": number_text(inner)}


def _score_texts(row: Row, lang: Lang) -> dict[str, str]:
    reason = with_cause(row.reason, row.cause, row.remedy, lang)
    return {"weight": row.weight or "", "score": number_text(row.exact_score), "reason": reason}


def target_parts(indicator: Indicator) -> tuple[str, str, str]:
    """Return sign, bare target and unit. A unit at the end of the target stands in the column of units."""
    text, uom = (indicator.target or "").strip(), indicator.uom or ""
    quantity = parse(text)
    comparison = indicator.comparison or getattr(quantity, "sign", None) or ""
    if not isinstance(quantity, Number):
        return comparison, text, uom
    if quantity.sign:
        text = text.lstrip(f"{SIGN_MARKS} ")
    unit = quantity.unit.word
    if unit and not uom and text.endswith(unit):
        return comparison, text.removesuffix(unit).rstrip(), unit
    return comparison, text, uom


def second_texts(row: ReviewedRow, stated: SecondScore | None, lang: Lang) -> dict[str, str]:
    """Return the texts of a row's second score, by field; where none can be worked out, the one that is ``stated``."""
    claimed = None
    if stated is not None:
        claimed = stated.score
    return {
        "second_actual": row.actual or "",
        "second_spent": row.actual or "",
        "second_score": number_text(exact(row.score)) or number_text(claimed),
        "second_deviation": percent_text(exact(row.relative_difference)),
        "second_reason": with_remark(row.reason, row.remark, row.adopted, lang),
    }


def review_texts(project: Project, review: ReviewPart | None) -> dict[str, str]:
    """Return the texts of a review as a whole, by field; empty as long as there is none."""
    stated = project.review or Review()
    texts = {key: getattr(stated, key) or "" for key in REVIEW_TEXTS}
    if review is None:
        return texts
    return {**texts, "adopted_total": review.adopted_total or "", "adopted_grade": review.adopted_grade or ""}


def note_texts(project: Project) -> dict[str, str | None]:
    """Return the texts that stand below a table, by what they are, in their order."""
    funds = project.funds
    return {
        "code": project.code,
        "answers": text_of_answers(project.answers),
        "funds.cause": funds.cause,
        "funds.remedy": funds.remedy,
        "funds.adjustment": funds.adjustment,
        "conclusion": project.conclusion,
        "problems": project.problems,
        "measures": project.measures,
        "remarks": project.remarks,
    }


def total_texts(result: Result) -> dict[str, str]:
    """Return the texts of the row of the total, by field."""
    texts = {"full": result.full or "", "total": number_text(exact(result.total)), "grade": result.grade or ""}
    if result.review is None:
        return texts
    return {**texts, "second_total": number_text(exact(result.review.total))}
