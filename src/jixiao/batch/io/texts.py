"""Inputs of texts (CSV, sheets) as Parquet files of the columns that matter, under the columns' own names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from jixiao.batch.io.columns import PROJECT, SUM_WORDS, renaming, too_wide
from jixiao.batch.io.outputs import write_rows
from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.causes import Cause

_EMPTY = Cause("里面没有表头", "it has no headings")
#: Rows of one file with the same fault that are named one by one.
MOST_NAMED = 100
_LABELS = (PROJECT, "level1", "level2", "name")


class Opened(NamedTuple):
    """An input as a table, where there is any that can be scored, and what is to be said of it."""

    frame: pl.LazyFrame | None
    findings: list[Finding]


def stated(column: pl.Expr) -> pl.Expr:
    """Return texts as they were typed; an empty one, as programs quote it, states nothing."""
    return pl.when(column != "").then(column)


class Columns(NamedTuple):
    """Where a table has the columns that matter, by their own names, and what is to be said of its headings."""

    places: dict[str, int]
    findings: list[Finding]

    @property
    def usable(self) -> bool:
        """Whether the table can be scored."""
        return not has_error(self.findings)

    def schema(self) -> dict[str, pl.DataType]:
        """The columns that matter as texts."""
        return dict.fromkeys(self.places, pl.String())


def columns_of(headers: Sequence[str], source: str) -> Columns:
    """Return the columns of a table with these headings."""
    if refusal := too_wide(len(headers), source):
        return Columns({}, [refusal])
    cleaned = [header.strip().lstrip("\ufeff").strip() for header in headers]
    names = [header for header in cleaned if header]
    if not names:
        return Columns({}, [Finding(Codes.UNREADABLE_TABLE, source, {"name": source, **_EMPTY.as_args()})])
    fields, findings = renaming(names, source)
    return Columns({name: cleaned.index(header) for header, name in fields.items()}, findings)


class Written(NamedTuple):
    """How many rows were met, and how many of them are rows of sums, which are no indicators."""

    rows: int
    sums: int


def write_texts(target: Path, columns: Columns, frames: Iterable[pl.DataFrame]) -> Written:
    """Write the rows of frames that say anything and are no sums to a Parquet file, whole or not at all."""
    rows, sums = 0, 0

    def indicators() -> Iterator[pl.DataFrame]:
        nonlocal rows, sums
        for frame in frames:
            filled = frame.with_columns(stated(pl.all())).filter(pl.any_horizontal(pl.all().is_not_null()))
            without_sums = _without_sums(filled)
            rows, sums = rows + len(frame), sums + len(filled) - len(without_sums)
            yield without_sums

    part = target.with_name(target.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    write_rows(part, dict(columns.schema()), indicators)
    part.replace(target)
    return Written(rows, sums)


def _without_sums(frame: pl.DataFrame) -> pl.DataFrame:
    labels = [pl.col(name) for name in _LABELS if name in frame.columns]
    likely = frame.filter(pl.any_horizontal(label.str.contains("计", literal=True) for label in labels))
    if likely.is_empty():
        return frame
    plain = [label.str.replace_all(r"[\s　:：]", "") for label in labels]
    first = pl.coalesce(pl.when(label != "").then(label) for label in plain)
    unscored = pl.col("target").is_null() & pl.col("actual").is_null()
    is_sum = first.is_in(SUM_WORDS) | (pl.any_horizontal(label.is_in(SUM_WORDS) for label in plain) & unscored)
    return frame.filter(~is_sum.fill_null(value=False))


def skipped_sums(written: Written, path: Path) -> list[Finding]:
    """Return the note on rows of sums that were passed over."""
    args = {"name": path.name, "count": written.sums}
    return [Finding(Codes.SUM_ROWS_SKIPPED, str(path), args)] if written.sums else []
