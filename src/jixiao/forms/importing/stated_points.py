"""Points that a form states itself: those of rows are claims, those without a place in a project give findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jixiao.exact import parse_number
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.tables import TableContent
from jixiao.loading.projects import load_project
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import strip_placeholder
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import visible
from jixiao.result import result_of


def points(text: str) -> str:
    """Return a score as a number is typed, without its unit; "" where it is a stroke.

    >>> points("50分"), points(" 9.5 "), points("—"), points("优")
    ('50', '9.5', '', '优')
    """
    return visible(strip_placeholder(text)).strip().removesuffix("分").strip()


def unread_scores(table: TableContent) -> Iterator[Finding]:
    """Yield findings on scores of rows that are no numbers, and so no claims."""
    for number, texts in enumerate(table.indicators):
        claim = points(texts.get("score", ""))
        if claim and parse_number(claim) is None:
            args = {"text": texts["score"], "name": texts.get("name", ""), "cell": texts.get("cell", "")}
            yield Finding(Codes.SCORE_NOT_A_NUMBER, f"indicators[{number}].score", args)


def unread_funds(table: TableContent) -> Iterator[Finding]:
    """Yield findings on rows of amounts whose label names none of the funds."""
    for row in table.unread:
        text = " ".join(spot.text.strip() for spot in row)[:MOST_SHOWN]
        yield Finding(Codes.CELL_NOT_READ, "", {"where": f"{row[0].name}–{row[-1].name}", "text": text, "was": ""})


def differing_totals(data: dict[str, Any], table: TableContent, spec: IndicatorSpec) -> Iterator[Finding]:
    """Yield findings where the stated total, or the points of execution, differ from those of the data."""
    result = result_of(load_project(data), spec).to_dict()
    execution: dict[str, Any] = dict(result["execution"] or {})
    stated = table.execution or table.funds.get("total", {})
    comparisons = (
        ("总分", "total", table.sum.get("score", ""), result["total"]),
        ("预算执行率的分值", "weight of execution", stated.get("weight", ""), execution.get("weight")),
        ("预算执行率的得分", "score of execution", stated.get("score", ""), execution.get("score")),
    )
    for what, what_en, text, computed in comparisons:
        typed = points(text)
        if typed and parse_number(typed) != parse_number(str(computed or "")):
            args = {"what": what, "what_en": what_en, "typed": typed, "own": computed or "—"}
            yield Finding(Codes.STATED_TOTAL_DIFFERS, "", args)


__all__ = ["differing_totals", "points", "unread_funds", "unread_scores"]
