"""The texts that a form's cells show: of a project, its funds, its rows and their scores. No rule, no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jixiao.exact import percent, plain
from jixiao.explain import full_reason, shown_target
from jixiao.findings import Lang
from jixiao.model.project import Amounts, Goal
from jixiao.model.rules import Budget
from jixiao.quantity import SIGN_MARKS, Number, parse
from jixiao.result import Result
from jixiao.scoring import RowScore

Texts = Mapping[str, str]
_NUMBERS = ("initial", "budget", "spent", "weight", "rate", "score", "full", "total", "actual", "target", "value")


def kind_of(show: str, text: str) -> str:
    """Whether a cell is counted or read: numbers of the form, and typed values that are numbers as a whole."""
    if show in ("actual", "target", "value"):
        return "number" if isinstance(parse(text), Number) else "text"
    return "number" if show in _NUMBERS else "text"


def number(value: Fraction | None) -> str:
    """An amount or points as the form prints them; empty without one."""
    return "" if value is None else plain(value)


def rate_text(amounts: Amounts, rate: str, over: Budget) -> str:
    """An execution rate as the form prints it, "ratio" or "percent", to hundredths of a percent; empty without one."""
    budget = amounts.initial if over == "initial" else amounts.budget
    if budget is None or amounts.spent is None or budget <= 0:
        return ""
    found = amounts.spent / budget
    return percent(found) if rate == "percent" or found.denominator != 1 else plain(found)


def of_amounts(amounts: Amounts, rate: str, over: Budget) -> dict[str, str]:
    """One row of the fund table."""
    texts = {key: number(getattr(amounts, key)) for key in ("initial", "budget", "spent")}
    return {**texts, "rate": rate_text(amounts, rate, over), "weight": "—", "score": "—", "reason": ""}


def of_goal(goal: Goal, place: int) -> dict[str, str]:
    """One goal, numbered from 1."""
    return {"number": str(place), "expected": goal.expected or "", "achieved": goal.achieved or ""}


def of_execution(row: RowScore, lang: Lang) -> dict[str, str]:
    """The scores of the execution row."""
    rate = "" if row.ratio is None else percent(row.ratio)
    texts = {"weight": number(row.weight), "score": number(row.score), "reason": full_reason(row, lang)}
    return {**texts, "rate": rate}


def of_row(row: RowScore, lang: Lang) -> dict[str, str]:
    """One indicator. ``target`` has its sign and unit with it; ``comparison``, ``value``, ``uom`` have them apart."""
    facts = row.facts.indicator
    keys = ("level1", "level2", "name", "actual")
    texts = {key: getattr(facts, key) or "" for key in keys}
    sign, value, uom = _apart(row)
    return {
        **texts,
        "target": shown_target(row),
        "comparison": sign,
        "value": value,
        "uom": uom,
        "weight": number(row.weight),
        "score": number(row.score),
        "reason": full_reason(row, lang),
    }


def _apart(row: RowScore) -> tuple[str, str, str]:
    """Sign, bare target and unit. A unit word at the end of the target stands in its own column."""
    facts = row.facts.indicator
    text, uom = (facts.target or "").strip(), facts.uom or ""
    found = parse(text)
    sign = facts.comparison or (row.facts.sign if row.facts.sign is not None else "")
    if not isinstance(found, Number):
        return sign or "", text, uom
    bare = text.lstrip(f"{SIGN_MARKS} ") if found.sign else text
    word = found.unit.word
    if word and not uom and bare.endswith(word):
        return sign or "", bare[: -len(word)].rstrip(), word
    return sign or "", bare, uom


def of_whole(result: Result) -> dict[str, str]:
    """What the row of the total shows."""
    scored = result.scored
    total = number(scored.total) if scored else ""
    return {"full": number(scored.full) if scored else "", "total": total, "grade": result.grade or ""}
