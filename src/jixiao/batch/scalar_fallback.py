"""Rows without a program, scored by the scalar core, each distinct content once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import polars as pl

from jixiao.audit.reasons import calls_for_cause
from jixiao.batch.arrays import Flags, Numbers
from jixiao.batch.chunk import NUMBER_OF, Chunk, RowResult
from jixiao.batch.quantity_columns import MOST_PLACES, MOST_WEIGHT
from jixiao.batch.scalar_rows import Content, funds_findings
from jixiao.exact import format_exact
from jixiao.explain import reason_of, sentence
from jixiao.findings import Codes, Finding
from jixiao.scoring.rows import RowScore


def score_by_core(chunk: Chunk, remaining: list[Numbers]) -> None:
    """Score rows one distinct content at a time."""
    at = np.sort(np.concatenate(remaining))
    chunk.by_core += len(at)
    results = []
    for key, same in _contents(chunk, at):
        executed = bool(chunk.executed[same[0]])
        sample = chunk.sample(executed, key)
        results.append(result_of(chunk, same, sample.row))
        chunk.excused[same] = calls_for_cause(sample.row)
        if executed and sample.row.over == "initial":
            chunk.over_initial.append((same, sample.row.ratio))
        for finding in sample.findings:
            chunk.add_finding(finding, same)
    chunk.rows.set_results(results)


def check_funds(chunk: Chunk, at: Numbers, plain: Flags) -> None:
    """Add the findings on execution rows that no one scores; where amounts are ``plain``, on their unit alone."""
    for rows, columns in ((at[~plain], None), (at[plain], ["uom"] if chunk.has("uom") else [])):
        for content, same in _contents(chunk, rows, columns):
            for finding in funds_findings(content):
                chunk.add_finding(finding, same)


def _contents(chunk: Chunk, at: Numbers, columns: list[str] | None = None) -> Iterator[tuple[Content, Numbers]]:
    """Return each distinct content of some rows, in all columns or in some, with the rows that have it."""
    if not len(at) or columns == []:
        return
    texts = chunk.texts(at, alike=True).select(columns or pl.all())
    frame = texts.with_columns(i=at, executed=chunk.executed[at])
    kinds = frame.group_by([*texts.columns, "executed"], maintain_order=True).agg("i")
    for content, rows in kinds.select(pl.struct(texts.columns), "i").iter_rows():
        yield content, np.array(rows)


def result_of(chunk: Chunk, at: Numbers, row: RowScore) -> RowResult:
    """Return one scored row's result for all rows of its content, which take the weight that the core gave it."""
    if row.score is None or row.weight is None:
        return RowResult(at, None, NUMBER_OF[row.outcome])
    if row.weight > MOST_WEIGHT:
        args = {"weight": format_exact(row.weight), "most": MOST_WEIGHT, "places": MOST_PLACES}
        chunk.add_finding(Finding(Codes.WEIGHT_OUT_OF_RANGE, "weight", args), at)
        return RowResult(at, None, NUMBER_OF["invalid"])
    chunk.weight[at], chunk.weighed[at] = _units(row.weight, chunk.context.one), True
    score, reason = _units(row.score, chunk.context.one), reason_of(row)
    if reason is None or chunk.context.reasons == "none":
        return RowResult(at, score, NUMBER_OF[row.outcome])
    text = None
    if chunk.context.reasons == "text":
        text = sentence(reason, chunk.context.lang)
    return RowResult(at, score, NUMBER_OF[row.outcome], reason.code, text)


def _units(points: Fraction, one: int) -> int:
    """Return points in output units, which are made to hold them."""
    units = points * one
    if units.denominator != 1:
        raise ValueError(f"{points} points are no whole number of 1/{one}")
    return units.numerator
