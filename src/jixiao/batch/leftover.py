"""Rows without a program, scored by the scalar core, each distinct content once."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import polars as pl

from jixiao.audit import called_for
from jixiao.batch.arrays import Numbers
from jixiao.batch.chunk import NUMBER_OF, Chunk, Put
from jixiao.batch.reading import MOST_PLACES, MOST_WEIGHT
from jixiao.exact import plain
from jixiao.explain import reason_of, sentence
from jixiao.finding import Finding
from jixiao.scoring.rows import RowScore

_MOST = 2**62


def score_by_core(chunk: Chunk, left: list[Numbers]) -> None:
    """Score rows one distinct content at a time."""
    at = np.sort(np.concatenate(left))
    if not len(at):
        return
    chunk.by_core += len(at)
    texts = chunk.texts(at, alike=True)
    names = texts.columns
    frame = texts.with_columns(i=at, executed=chunk.executed[at])
    found = []
    for key, rows in (
        frame.group_by([*names, "executed"], maintain_order=True)
        .agg("i")
        .select(pl.struct(*names, "executed"), "i")
        .iter_rows()
    ):
        same = np.array(rows)
        executed = key.pop("executed")
        sample = chunk.sample(executed, key)
        found.append(put_of(chunk, same, sample.row))
        chunk.excused[same] = called_for(sample.row)
        if executed and sample.row.over == "initial":
            chunk.over_initial.append((same, sample.row.ratio))
        for finding in sample.findings:
            chunk.tell(finding, same)
    chunk.rows.put_all(found)


def put_of(chunk: Chunk, at: Numbers, row: RowScore) -> Put:
    """One scored row's score, outcome and reason for all rows of its content."""
    score = None if row.score is None else _units(row.score, chunk.book.one)
    if row.score is not None and score is None:
        args = {"weight": plain(row.weight or Fraction(0)), "most": MOST_WEIGHT, "places": MOST_PLACES}
        chunk.tell(Finding("JX710", "weight", args), at)
        return Put(at, None, NUMBER_OF["invalid"])
    reason = reason_of(row) if chunk.book.reasons != "none" else None
    if reason is None:
        return Put(at, score, NUMBER_OF[row.outcome])
    text = sentence(reason, chunk.book.lang) if chunk.book.reasons == "text" else None
    return Put(at, score, NUMBER_OF[row.outcome], reason.code, text)


def _units(score: Fraction, one: int) -> int | None:
    """Points in output units, where these hold them."""
    units = score * one
    return units.numerator if units.denominator == 1 and units < _MOST else None
