"""Points that a table of others states: those of rows are claims, those that have no place in a project are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jixiao.exact import parse_number
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.tables import Seen
from jixiao.loading.projects import load_project
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import strip_placeholder
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import visible
from jixiao.result import result_of


def points(text: str) -> str:
    """A typed score as a number is typed, "" where it is a stroke.

    >>> points("50分"), points(" 9.5 "), points("—"), points("优")
    ('50', '9.5', '', '优')
    """
    return visible(strip_placeholder(text)).strip().removesuffix("分").strip()


def unread(after: Seen) -> Iterator[Finding]:
    """Scores of rows that are no numbers, and so no claims."""
    for at, texts in enumerate(after.indicators):
        claimed = points(texts.get("score", ""))
        if claimed and parse_number(claimed) is None:
            args = {"text": texts["score"], "name": texts.get("name", ""), "cell": texts.get("cell", "")}
            yield Finding(Codes.SCORE_NOT_A_NUMBER, f"indicators[{at}].score", args)


def unread_funds(after: Seen) -> Iterator[Finding]:
    """Rows of amounts that no label names."""
    for row in after.unread:
        text = " ".join(spot.text.strip() for spot in row)[:MOST_SHOWN]
        yield Finding(Codes.CELL_NOT_READ, "", {"where": f"{row[0].name}–{row[-1].name}", "text": text, "was": ""})


def homeless(data: dict[str, Any], after: Seen, spec: IndicatorSpec) -> Iterator[Finding]:
    """The total and the points of execution, where the table states others than the data score."""
    result = result_of(load_project(data), spec).to_dict()
    execution, stated = result["execution"] or {}, after.execution or after.funds.get("total", {})
    found = (
        ("总分", "total", after.sum.get("score", ""), result["total"]),
        ("预算执行率的分值", "weight of execution", stated.get("weight", ""), execution.get("weight")),
        ("预算执行率的得分", "score of execution", stated.get("score", ""), execution.get("score")),
    )
    for what, what_en, text, own in found:
        typed = points(text)
        if typed and parse_number(typed) != parse_number(str(own or "")):
            args = {"what": what, "what_en": what_en, "typed": typed, "own": own or "—"}
            yield Finding(Codes.STATED_TOTAL_DIFFERS, "", args)


__all__ = ["homeless", "points", "unread", "unread_funds"]
