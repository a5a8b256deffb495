"""Results as data: a JSON array, JSON lines, and CSV with one row an indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.csv_text import csv_line
from jixiao.explain.glossary import in_language
from jixiao.findings import Lang
from jixiao.rendering.formats import Format
from jixiao.result import Result

COLUMNS = (
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


def _json_line(result: Result, lang: Lang) -> str:
    return result.to_json(lang) + "\n"


def _csv_rows(result: Result, lang: Lang) -> str:
    """Return the execution row, then the indicators, each with what concerns the project."""
    document = result.to_dict(lang)
    project = {
        "source": document["source"],
        "project": document["project"]["name"],
        "year": document["project"]["year"],
        "total": document.get("total"),
        "grade": document.get("grade"),
    }
    rows = filter(None, [document["execution"], *document["indicators"]])
    execution = in_language("预算执行率", lang, {})
    cells = ({"level1": execution, **row, **_light(row), **project} for row in rows)
    return "".join(csv_line(_text(row.get(column)) for column in COLUMNS) for row in cells)


def _light(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a monitored row has in the columns of a score: its light, and why it shows it."""
    if "light" not in row:
        return {}
    return {"outcome": row["light"], "reason": row["explanation"]}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


JSON = Format(Result.to_json, lambda _: "[\n", ",\n", "\n]\n")
JSON_LINES = Format(_json_line)
CSV = Format(_csv_rows, lambda _: "\ufeff" + csv_line(COLUMNS))
