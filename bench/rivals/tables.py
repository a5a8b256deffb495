"""The three tables of a batch as every rival fills them, and how they are written: as jixiao writes its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any, Literal, NamedTuple

import polars as pl
import pyarrow as pa

from jixiao.batch.io.outputs import as_arrow, write_arrow

Reasons = Literal["code", "text"]
OUTCOMES = pl.Enum(["met", "partly"])
CODES = pl.Enum(["execution.line", "attainment.line", "inverse_attainment.line"])
POINTS, RATE = pl.Decimal(38, 2), pl.Decimal(38, 6)
SCHEMAS: dict[str, pl.Schema] = {
    "rows": pl.Schema({
        "project": pl.String, "level1": pl.String, "name": pl.String, "row": pl.UInt32, "score": POINTS,
        "deduction": POINTS, "outcome": OUTCOMES, "reason_code": CODES, "reason": pl.String,
    }),
    "projects": pl.Schema({
        "project": pl.String, "total": POINTS, "deduction": POINTS, "grade": pl.String, "execution_rate": RATE,
        "errors": pl.UInt32, "warnings": pl.UInt32, "scaled": POINTS,
    }),
    "findings": pl.Schema({
        "project": pl.String, "row": pl.UInt32, "code": pl.String, "severity": pl.String, "path": pl.String,
        "message": pl.String, "remedy": pl.String,
    }),
}  # fmt: skip

#: The label of the execution row, and the sign of rows that are better the smaller they are.
EXECUTION, LESS = "预算执行率", "≤"
#: The least total of each grade, in cents.
GRADES = {"优": 9000, "良": 8000, "中": 6000, "差": 0}
#: The sentence of a row that loses points, by the code of the reason. Budget and spent are target and actual as their
#: shortest decimals, as ratio, score and lost are.
SENTENCES = {
    "execution.line": "全年预算数{budget}万元，全年执行数{spent}万元，预算执行率{ratio}%，按比例得{score}分，扣{lost}分",
    "attainment.line": "年度指标值{sign}{target}，实际完成{actual}，完成率{ratio}%，按比例得{score}分，扣{lost}分",
    "inverse_attainment.line": "年度指标值{sign}{target}，实际完成{actual}，反向完成率{ratio}%，按比例得{score}分，扣{lost}分",
}
#: The finding on a project that spent more than its budget.
OVERSPENT = {"row": 1, "code": "JX407", "severity": "warning", "path": "actual", "remedy": "核对金额，并说明原因"}
OVERSPENT_MESSAGE = "执行数超过预算数，执行率 {rate}%"
#: As many decimals as a percentage may need that lies close to 100 %, where amounts are below 10^7 yuan.
MOST_PLACES = 7


class Tables(NamedTuple):
    """What a rival comes to: frames of Polars, or what gives batches of Arrow."""

    rows: Any
    projects: Any
    findings: Any

    def write(self, folder: Path) -> None:
        """Write all three, as jixiao writes its own."""
        folder.mkdir(exist_ok=True)
        for name, table in self._asdict().items():
            stream = as_arrow(table) if isinstance(table, pl.DataFrame) else table
            reader = pa.RecordBatchReader.from_stream(stream)
            write_arrow(folder / f"{name}.parquet", reader.schema, (pa.Table.from_batches([batch]) for batch in reader))


def pieces(sentence: str) -> Iterator[tuple[str, str | None]]:
    """Return the parts of a sentence: a text, and the name of the gap after it."""
    return ((text, gap) for text, gap, _, _ in Formatter().parse(sentence))


def decimals(units: pl.Expr, places: int) -> pl.Expr:
    """Return whole numbers of 10^-places as decimals."""
    return units.cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, places))


def plain(units: int, places: int = 2) -> str:
    """Return a whole number of 10^-places as its shortest decimal."""
    ones, fraction = divmod(units, 10**places)
    return f"{ones}.{fraction:0{places}d}".rstrip("0").rstrip(".")


def percent(part: int, base: int) -> str:
    """Return a percentage of two decimals, rounded half up, or of as many as keep it from reading 100."""
    places = 2
    while 0 < abs(part - base) * 2 * 10 ** (places + 2) <= base:
        places += 1
    return plain((2 * 10 ** (places + 2) * part + base) // (2 * base), places)


def findings_on(overspent: Iterable[tuple[str, int, int]]) -> pl.DataFrame:
    """Return the findings on projects, each with what was spent and the budget."""
    lines = [
        {"project": project, **OVERSPENT, "message": OVERSPENT_MESSAGE.format(rate=percent(spent, budget))}
        for project, spent, budget in overspent
    ]
    return pl.DataFrame(lines, schema=SCHEMAS["findings"])
