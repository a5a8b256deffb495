"""The batch on a Spark cluster: the same kernel on every worker, the rows of a project kept together by this module.

Needs the extra ``spark`` on the driver and on every worker, with the same version of this package, and Java 17.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from jixiao.findings import Finding, Lang, has_error
from jixiao.loading import load_spec
from jixiao.model.spec import IndicatorSpec

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: Which of the tables a line of the scored frame belongs to, and where a row stood in the input.
TABLE, PLACE = "_table", "_place"
#: Rows scored at a time on a worker.
CHUNK = 100_000


class Scores(NamedTuple):
    """A scored frame: three tables as ``jixiao batch`` writes them, in no order, and findings on the input's columns.

    The tables are views of one frame, ``all``: persist that one where more than one of them is used. ``counted`` has
    how often each finding came up, notes too, and in the line without a code how many rows the scalar core scored.
    ``column_findings`` are those on the columns of the input as a whole.
    """

    rows: DataFrame
    projects: DataFrame
    findings: DataFrame
    counted: DataFrame
    all: DataFrame
    column_findings: tuple[Finding, ...] = ()


def score(
    df: DataFrame,
    spec: IndicatorSpec | str,
    *,
    reasons: Literal["text", "code", "none"] = "text",
    lang: Lang = "zh",
    notes: bool = False,
) -> Scores:
    """Score a long table, one row an indicator, in Spark; columns as ``batch.score_frame`` takes them.

    Scores are points, ``execution_rate`` a ratio. The plan is pure: a task that runs again gives the same. An id
    without its year means the newest version, whatever years the projects state.

    Raises:
        ValueError: the table lacks a column, or has one twice; the findings are its argument.
        SpecError: there is no such spec, or it is broken.
    """
    from jixiao.batch.io.columns import renaming

    if isinstance(spec, str):
        spec = load_spec(spec)
    names, findings = renaming(df.columns)
    if has_error(findings):
        raise ValueError(findings)
    table = with_own_names(df, names)
    options = (spec, reasons, lang, notes, _places(table))
    together = _together(table)
    schema = _schema(together, options)
    scored = together.mapInArrow(_scorer(options), _common_schema(schema))
    views = {name: _view(scored, name, columns) for name, columns in schema.items()}
    return Scores(**views, all=scored, column_findings=tuple(findings))


def with_own_names(df: DataFrame, names: dict[str, str]) -> DataFrame:
    """Return the columns that matter by their own names; numbers that decide scores stay numbers, all else is text."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import (
        DecimalType,
        DoubleType,
        FloatType,
        IntegralType,
        TimestampNTZType,
        TimestampType,
    )

    from jixiao.batch.io.columns import MIDNIGHT, PROJECT, TYPED, VALUES

    columns = []
    for header, name in names.items():
        kind = df.schema[header].dataType
        is_number = name in TYPED and isinstance(kind, DecimalType | IntegralType)
        column = f.col(f"`{header}`")
        text = f.when(column.cast("string") != "", column.cast("string"))  # an empty one states nothing
        if isinstance(kind, TimestampType | TimestampNTZType):  # at midnight it is a day
            text = f.regexp_replace(text, MIDNIGHT, "")
        if isinstance(kind, FloatType | DoubleType) and name == PROJECT:  # any other float may stand for several ids
            is_id = (f.abs(column) < 10 ** (7 if isinstance(kind, FloatType) else 15)) & (column == f.floor(column))
            text = f.when(is_id, column.cast("bigint").cast("string"))
        elif isinstance(kind, FloatType | DoubleType) and name not in VALUES:  # NaN is no text
            text = f.when(~f.isnan(column), text)
        columns.append((column if is_number else text).alias(name))
    return df.select(*columns)


def _places(table: DataFrame) -> int:
    """Return the decimals of the weights by their type, or the most that their texts have, full width or not."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import DecimalType, StringType

    from jixiao.batch.quantity_columns import MOST_PLACES

    if "weight" not in table.columns:
        return 0
    kind = table.schema["weight"].dataType
    if isinstance(kind, DecimalType):
        return int(min(kind.scale, MOST_PLACES))
    if not isinstance(kind, StringType):
        return 0
    digits = f.translate(f.col("weight"), "０１２３４５６７８９．", "0123456789.")
    decimals = f.length(f.regexp_extract(digits, r"\.(\d+)[^\d]*$", 1))
    most: int | None = table.agg(f.max(decimals)).collect()[0][0]
    return int(min(most or 0, MOST_PLACES))


def _together(table: DataFrame) -> DataFrame:
    """Return each project's rows in one partition, one after the other, in their order."""
    from pyspark.sql import functions as f

    marked = table.withColumn(PLACE, f.monotonically_increasing_id())
    return marked.repartition("project").sortWithinPartitions("project", PLACE)


Options = tuple[IndicatorSpec, str, Lang, bool, int]


def _scorer(options: Options) -> Any:
    """Return the function that a worker runs on its partition: batches of rows in, batches of all tables out."""

    def scored(batches: Iterable[Any]) -> Iterator[Any]:
        os.environ.setdefault("POLARS_MAX_THREADS", "1")  # a worker's core has its own task
        from jixiao.batch.io.inputs import whole_pieces

        for piece in whole_pieces(_frames(batches), CHUNK):
            yield from _tables(piece.drop(PLACE), options)

    return scored


def _frames(batches: Iterable[Any]) -> Iterator[Any]:
    import polars as pl

    for batch in batches:
        yield pl.DataFrame(pl.from_arrow(batch))


def _tables(piece: Any, options: Options) -> Iterator[Any]:
    """Yield the tables of whole projects, one under the other, as Spark takes them."""
    import polars as pl

    frames = [frame.with_columns(pl.lit(name).alias(TABLE)) for name, frame in _scored(piece, options).items()]
    table = pl.concat(frames, how="diagonal").with_columns(pl.col(pl.UInt32).cast(pl.Int64))
    yield from (
        table.select(TABLE, *sorted(set(table.columns) - {TABLE}))
        .to_arrow(compat_level=pl.CompatLevel.oldest())
        .to_batches()
    )


def _schema(table: DataFrame, options: Options) -> dict[str, list[tuple[str, str]]]:
    """Return the columns of each table with Spark's types, as an empty input gives them."""
    import polars as pl

    empty = pl.DataFrame(schema=dict.fromkeys([name for name in table.columns if name != PLACE], pl.String))
    scored = _scored(empty, options)
    return {name: [(column, _kind(kind)) for column, kind in frame.schema.items()] for name, frame in scored.items()}


def _scored(piece: Any, options: Options) -> dict[str, Any]:
    """Return the tables of whole projects, by name."""
    import polars as pl

    from jixiao.batch.chunk import RunContext
    from jixiao.batch.score_tables import as_texts
    from jixiao.batch.stages import tables_by_stage

    spec, reasons, lang, notes, places = options
    tables = tables_by_stage(RunContext(spec, places, lang, reasons, notes=notes), piece)  # type: ignore[arg-type]  # its literals
    times: dict[str | None, int] = {None: tables.by_core} | dict(+tables.counted)
    counted = pl.DataFrame(
        {"code": list(times), "times": list(times.values())}, schema={"code": pl.String, "times": pl.Int64}
    )
    return {"rows": as_texts(tables.rows), "projects": tables.projects, "findings": tables.findings, "counted": counted}


def _kind(kind: Any) -> str:
    import polars as pl

    if isinstance(kind, pl.Decimal):
        return f"decimal(38,{kind.scale})"
    if kind.is_integer():
        return "bigint"
    return "string"


def _common_schema(schema: dict[str, list[tuple[str, str]]]) -> str:
    """Return one schema for all tables: every column of any of them."""
    every = {name: kind for columns in schema.values() for name, kind in columns}
    return ", ".join([f"{TABLE} string", *(f"`{name}` {every[name]}" for name in sorted(every))])


def _view(scored: DataFrame, name: str, columns: list[tuple[str, str]]) -> DataFrame:
    from pyspark.sql import functions as f

    return scored.filter(f.col(TABLE) == name).select(*(f.col(f"`{column}`") for column, _ in columns))


__all__ = ["Scores", "score", "with_own_names"]
