"""Projects of a table by their stage: self-evaluations are scored by columns, monitored ones have lights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl

from jixiao.batch.chunk import RunContext
from jixiao.batch.io.columns import OF_MONITORING, PROJECT, STAGE, is_monitored
from jixiao.batch.monitored_tables import monitor_tables
from jixiao.batch.quantity_columns import is_blank
from jixiao.batch.scalar_rows import SELF_EVALUATION, stage_of
from jixiao.batch.score_tables import Tables, score_tables
from jixiao.findings import Codes, Finding
from jixiao.model.facts import EXECUTION

MONITORING = "monitoring"
#: What is read of a project at another stage than monitoring.
_NOT_SCORED = OF_MONITORING - {STAGE}


def tables_by_stage(context: RunContext, table: pl.DataFrame) -> Tables:
    """Return the tables of whole projects, each one's rows together, in the columns' own names.

    A project is at the stage that it states. One that states none is monitored where it has values of monitoring and no
    indicator an actual, or where the table has no column of actuals; else it is a self-evaluation. What comes of a
    table without columns of monitoring has no columns of lights.
    """
    if not is_monitored(table.columns):
        return score_tables(context, table)
    has_actuals = "actual" in table.columns
    lacking = [pl.lit(None, pl.String).alias(name) for name in ("actual", "weight") if name not in table.columns]
    table = table.with_columns(lacking)
    stages = _stages(context, table, has_actuals=has_actuals)
    own = stages.select("is_monitored", "is_stated")[table[PROJECT].rle_id()]
    scored = score_tables(context, table.filter(~own["is_monitored"]).drop(_NOT_SCORED, strict=False))
    stated = _stated(table, [STAGE]).set(~own["is_stated"], MONITORING)
    monitored = monitor_tables(context, table.with_columns(stated.alias(STAGE)).filter(own["is_monitored"]))
    return _in_order(context, stages, [scored, monitored])


def _stages(context: RunContext, table: pl.DataFrame, *, has_actuals: bool) -> pl.DataFrame:
    """Return id and stage of each project, whether it states the stage, and whether that is at odds with its values."""
    labels = context.categories_of("level1", table["level1"].cast(pl.String))
    executes = np.array([context.class_of(str(label or "")) == EXECUTION for label in labels.values], np.bool_)
    columns = {
        "p": table[PROJECT].rle_id(),
        PROJECT: _unblank(table[PROJECT]),
        "text": _stated(table, [STAGE]),
        "has_actual": _stated(table, ["actual"]).is_not_null() & ~pl.Series(executes[labels.numbers]),
        "has_progress": _stated(table, sorted(_NOT_SCORED)).is_not_null(),
    }
    first, any_row = pl.col(PROJECT, "text").drop_nulls().first(), pl.col("has_actual", "has_progress").any()
    projects = pl.DataFrame(columns).group_by("p", maintain_order=True).agg(first, any_row)
    names = {text: stage_of(text) for text in projects["text"].drop_nulls().unique()}
    is_by_values = ~pl.col("has_actual") & (pl.col("has_progress") | ~pl.lit(has_actuals))
    by_values = pl.when(is_by_values).then(pl.lit(MONITORING)).otherwise(pl.lit(SELF_EVALUATION))
    is_stated = pl.col("text").is_not_null()
    stages = projects.with_columns(
        is_stated=is_stated,
        stage=pl.when(is_stated).then(pl.col("text").replace(names)).otherwise(by_values),
        is_assumed=~is_stated & pl.col("has_actual") & pl.col("has_progress"),
    )
    return stages.with_columns(is_monitored=pl.col("stage") == MONITORING)


def _stated(table: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Return the first of some columns that states anything in each row; null where none does."""
    columns = [_unblank(table[name].cast(pl.String)).alias(name) for name in names if name in table.columns]
    nothing = pl.repeat(None, len(table), dtype=pl.String, eager=True)
    return pl.DataFrame([nothing.alias(""), *columns]).select(pl.coalesce(pl.all())).to_series()


def _unblank(column: pl.Series) -> pl.Series:
    """Return a column without texts of which nothing can be seen."""
    return column.set(pl.Series(is_blank(column.cast(pl.String))), None)


def _in_order(context: RunContext, stages: pl.DataFrame, parts: Sequence[Tables]) -> Tables:
    """Return the tables of several parts as one, projects in their order, and what was assumed of their stages."""
    order = stages.select(PROJECT, "stage", at="p").unique(PROJECT, keep="first", maintain_order=True)
    assumed = Finding(Codes.STAGE_ASSUMED, STAGE)
    ids = stages.filter("is_assumed")[PROJECT].drop_nulls()
    counted = sum((part.counted for part in parts), Counter[str]({assumed.code: len(ids)}))
    frames = [part.findings for part in parts]
    if context.speaks_of(assumed):
        frames.append(_lines_of(assumed, ids, context))
    projects = _sorted([part.projects for part in parts], order)
    return Tables(
        _sorted([part.rows for part in parts], order).drop("stage"),
        projects.select(*parts[0].projects.columns, "stage", pl.exclude(*parts[0].projects.columns, "stage")),
        _sorted(frames, order).drop("stage"),
        counted,
        sum(part.by_core for part in parts),
    )


def _sorted(frames: Sequence[pl.DataFrame], order: pl.DataFrame) -> pl.DataFrame:
    """Return the lines of several tables in the order of their projects, each with its stage."""
    joined = pl.concat(frames, how="diagonal").join(
        order, on=PROJECT, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.sort("at", maintain_order=True).drop("at")


def _lines_of(finding: Finding, ids: pl.Series, context: RunContext) -> pl.DataFrame:
    """Return the lines of one finding on several projects."""
    return pl.DataFrame({PROJECT: ids}).with_columns(
        code=pl.lit(finding.code),
        severity=pl.lit(finding.severity.value),
        path=pl.lit(finding.path),
        message=pl.lit(finding.message(context.lang)),
        remedy=pl.lit(finding.remedy(context.lang)),
    )


__all__ = ["tables_by_stage"]
