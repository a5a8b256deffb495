"""Results as data: a JSON array, JSON lines, and CSV with one row an indicator.

What monitoring and reviews have, and scores have not, stands in columns of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jixiao.csv_text import csv_line
from jixiao.exact import format_exact
from jixiao.explain.glossary import in_language
from jixiao.findings import Lang
from jixiao.rendering.formats import Drawing, Format
from jixiao.result import Result

COLUMNS: tuple[str, ...] = (
    "source",
    "project",
    "year",
    "level1",
    "level2",
    "name",
    "target",
    "actual",
    "weight",
    "score",
    "deduction",
    "outcome",
    "reason_code",
    "reason",
    "cause",
    "remedy",
    "total",
    "grade",
)
_PROJECTED_ROW = ("value", "score", "deduction", "reason")
_PROJECTED = ("full", "total", "grade")
#: The columns of monitored projects: those of a score, and behind them what only monitoring has.
MONITORING_COLUMNS = (
    *COLUMNS,
    *("month", "light", "progress", "budget", "spent", "forecast", "money_unit", "likelihood"),
    *("measured", "cause_kinds", "to_explain", "projected_from"),
    *(f"projected_{key}" for key in (*_PROJECTED_ROW, *_PROJECTED)),
    "project_light",
)
_REVIEWED_ROW = (
    *("actual", "outcome", "score", "claimed", "difference", "relative_difference", "limited"),
    *("adopted", "counted", "lost_by_unit", "lost_by_review", "reason", "remark"),
)
_REVIEW = ("reviewer", "opinion", "adopted_total", "adopted_grade")
#: The columns of reviewed projects: those of the unit's score, and behind them the second one and what counts.
REVIEW_COLUMNS = (*COLUMNS, *(f"review_{key}" for key in _REVIEWED_ROW), "review_total", "review_grade", *_REVIEW)


def _json_line(result: Result, lang: Lang) -> str:
    return result.to_json(lang) + "\n"


def _csv_table(result: Result, lang: Lang) -> str:
    """Return the headings, the execution row, then the indicators, each with what concerns the project."""
    document = result.to_dict(lang)
    project = {
        "source": document["source"],
        "project": document["project"]["name"],
        "year": document["project"]["year"],
        "total": document.get("total"),
        "grade": document.get("grade"),
    }
    execution = {"level1": in_language("预算执行率", lang, {})}
    columns, rows, own = _columns(result, document, [row and {**execution, **row} for row in _in_order(document)])
    cells = ({**row, **project, **own} for row in rows if row)
    return csv_line(columns) + "".join(csv_line(_text(row.get(column)) for column in columns) for row in cells)


def _columns(
    result: Result, document: Mapping[str, Any], rows: Iterable[Any]
) -> tuple[Sequence[str], Iterable[Any], dict[str, Any]]:
    """Return the columns of a project's stage, its rows by them, and what its stage has of the project."""
    if "projected" in document:
        return MONITORING_COLUMNS, _monitored_rows(result, rows), _monitored_project(document)
    if "review" in document:
        review = document["review"]
        totals = {f"review_{key}": review[key] for key in ("total", "grade")}
        return REVIEW_COLUMNS, _reviewed_rows(review, rows), {**totals, **{key: review[key] for key in _REVIEW}}
    return COLUMNS, rows, {}


def _in_order(document: Mapping[str, Any]) -> list[Any]:
    """Return the execution, ``None`` where there is none, and the indicators of a document."""
    return [document["execution"], *document["indicators"]]


def _reviewed_rows(review: Mapping[str, Any], rows: Iterable[Any]) -> Iterator[dict[str, Any] | None]:
    """Yield rows with their second scores."""
    for row, second in zip(rows, _in_order(review), strict=True):
        yield row and {**row, **_reviewed(second)}


def _monitored_rows(result: Result, rows: Iterable[Any]) -> Iterator[dict[str, Any] | None]:
    """Yield monitored rows by their columns; a row of which no score is expected has the weight that is typed."""
    weights = [None, *(typed.weight for typed in result.project.indicators)]
    for row, weight in zip(rows, weights, strict=False):
        yield row and {"weight": weight and format_exact(weight), **_monitored(row)}


def _monitored(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a monitored row by its columns; those of a score have its light, and why it shows it."""
    projected = row["projected"] or {}
    weight = {"weight": projected["weight"]} if projected else {}
    return {
        **row,
        **weight,
        "outcome": row["light"],
        "reason": row["explanation"],
        "cause_kinds": "、".join(row.get("cause_kinds", ())),
        "to_explain": " ".join(row["to_explain"]),
        **{f"projected_{key}": projected.get(key) for key in _PROJECTED_ROW},
    }


def _monitored_project(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the month, the light and the expected score of a monitored project."""
    projected = {f"projected_{key}": document["projected"][key] for key in _PROJECTED}
    return {"month": document["month"], "project_light": document["light"], **projected}


def _reviewed(second: Mapping[str, Any]) -> dict[str, Any]:
    """Return the second score of a row by its columns."""
    return {f"review_{key}": second[key] for key in _REVIEWED_ROW}


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


JSON = Format(Result.to_json, lambda _: "[\n", ",\n", "\n]\n")
JSON_LINES = Format(_json_line)


class _Csv(Format):
    """Tables of CSV: results with the same columns are one; before others stand a blank line and their headings."""

    __slots__ = ()

    def join(self, drawings: Iterable[Drawing], lang: Lang) -> Iterator[str]:
        """Return several, piece by piece; where there is none, the headings of a score."""
        headings, lead = "", self.before(lang)
        for drawing in drawings:
            own, _, lines = drawing.piece.partition("\n")
            if own != headings:
                yield f"{lead}{own}\n"
                headings, lead = own, "\n"
            yield lines
        if not headings:
            yield lead + csv_line(COLUMNS)


CSV = _Csv(_csv_table, lambda _: "\ufeff")
