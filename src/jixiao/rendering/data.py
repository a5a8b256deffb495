"""Results as data: a JSON array, JSON lines, and CSV with one row an indicator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from jixiao.finding import Lang
from jixiao.result import Result, RowDocument

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


def json_lines(results: Iterable[Result], lang: Lang) -> Iterator[str]:
    """One JSON object a line."""
    for result in results:
        yield result.to_json(lang) + "\n"


def json_array(results: Iterable[Result], lang: Lang) -> Iterator[str]:
    """One JSON array."""
    before = "[\n"
    for result in results:
        yield before + result.to_json(lang)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def csv_rows(results: Iterable[Result], lang: Lang) -> Iterator[str]:
    """CSV for spreadsheets: the execution row, then the indicators."""
    yield "\ufeff" + _line(COLUMNS)
    for result in results:
        document = result.to_dict(lang)
        about = {key: document["project"][key] for key in ("year",)}
        whole = {**about, "source": document["source"], "project": document["project"]["name"]}
        whole |= {"total": document["total"], "grade": document["grade"]}
        rows: list[RowDocument] = [document["execution"]] if document["execution"] else []
        for row in [*rows, *document["indicators"]]:
            yield _line(_cell({"level1": "预算执行率", **row, **whole}.get(column)) for column in COLUMNS)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = "" if value is None else str(value)
    dangerous = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not text[1:].replace(".", "").isdecimal()
    return f"'{text}" if dangerous else text
