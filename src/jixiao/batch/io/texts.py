"""Inputs of texts (CSV, sheets) as Parquet files of the columns that matter, under the columns' own names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from jixiao.batch.io.columns import INEXACT_ID, PROJECT, SUM_WORDS, renaming, too_wide
from jixiao.batch.io.outputs import write_frames
from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.causes import Cause

_EMPTY = Cause("里面没有表头", "it has no headings")
#: Rows of one file with the same fault that are named one by one.
MOST_NAMED = 100
#: Ids that one finding names.
_MOST_IDS = 20
_LABELS = (PROJECT, "level1", "level2", "name")
_VALUES = ("target", "actual", "progress")
#: How the names of columns begin that stand to the left of those that matter.
_LEFT = "left_"


class Opened(NamedTuple):
    """An input as a table, where there is any that can be scored, and what is to be said of it."""

    frame: pl.LazyFrame | None
    findings: list[Finding]


def non_empty(column: pl.Expr) -> pl.Expr:
    """Return texts as they were typed; an empty one, as programs quote it, states nothing."""
    return pl.when(column != "").then(column)


class Columns(NamedTuple):
    """Where a table has the columns that matter, by their own names, and what is to be said of its headings.

    Columns to the left of these, such as running numbers, are among them by names of their own: a row of sums may begin
    there.
    """

    places: dict[str, int]
    findings: list[Finding]

    @property
    def usable(self) -> bool:
        """Whether the table can be scored."""
        return not has_error(self.findings)

    def schema(self) -> dict[str, pl.DataType]:
        """Return the columns that matter as texts."""
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
    places = {name: cleaned.index(header) for header, name in fields.items()}
    before = {f"{_LEFT}{place}": place for place in range(min(places.values(), default=0))}
    return Columns({**before, **places}, findings)


class Written(NamedTuple):
    """How many rows were met, how many of them are rows of sums, and the ids that were rounded, some of them."""

    rows: int
    sums: int
    rounded: list[str]


def write_texts(target: Path, columns: Columns, frames: Iterable[pl.DataFrame]) -> Written:
    """Write the rows of frames that say anything, are no sums and have an exact id to a Parquet file, whole or not."""
    rows, sums, rounded = 0, 0, list[str]()
    schema = {name: kind for name, kind in columns.schema().items() if not name.startswith(_LEFT)}

    def indicators() -> Iterator[pl.DataFrame]:
        nonlocal rows, sums
        for frame in frames:
            stating = frame.with_columns(non_empty(pl.all()))
            filled = stating.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in schema))
            without_sums = _without_sums(filled)
            rows, sums = rows + len(frame), sums + len(filled) - len(without_sums)
            is_rounded = without_sums[PROJECT].str.contains(INEXACT_ID).fill_null(value=False)
            rounded.extend(without_sums.filter(is_rounded)[PROJECT].unique(maintain_order=True))
            yield without_sums.filter(~is_rounded).select(*schema)

    part = target.with_name(target.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    write_frames(part, pl.Schema(schema), indicators())
    part.replace(target)
    return Written(rows, sums, list(dict.fromkeys(rounded)))


def _without_sums(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that are no sums of others: their labels begin with a word for one, or only state one."""
    numbering = [pl.col(name) for name in frame.columns if name.startswith(_LEFT)]
    labels = numbering + _columns_among(_LABELS, frame)
    likely = frame.filter(pl.any_horizontal(label.str.contains("计", literal=True) for label in labels))
    if likely.is_empty():
        return frame
    plain = [label.str.replace_all(r"[\s　:：]", "") for label in labels]
    begins = pl.any_horizontal(_first(some).is_in(SUM_WORDS) for some in (plain, plain[len(numbering) :]))
    unscored = pl.all_horizontal(column.is_null() for column in _columns_among(_VALUES, frame))
    is_sum = begins | (pl.any_horizontal(label.is_in(SUM_WORDS) for label in plain) & unscored)
    return frame.filter(~is_sum.fill_null(value=False))


def _columns_among(names: Collection[str], frame: pl.DataFrame) -> list[pl.Expr]:
    """Return those of some columns that a table has."""
    return [pl.col(name) for name in names if name in frame.columns]


def _first(labels: Sequence[pl.Expr]) -> pl.Expr:
    """Return the first of some labels that is filled in."""
    return pl.coalesce(pl.when(label != "").then(label) for label in labels)


def skipped_rows(written: Written, path: Path) -> Iterator[Finding]:
    """Yield the note on rows of sums that were passed over, and the error on those whose ids were rounded."""
    if written.sums:
        yield Finding(Codes.SUM_ROWS_SKIPPED, str(path), {"name": path.name, "count": written.sums})
    if written.rounded:
        places = "、".join(written.rounded[:_MOST_IDS])
        yield Finding(Codes.INEXACT_PROJECT_IDS, str(path), {"name": path.name, "places": places})
