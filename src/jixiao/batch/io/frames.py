"""Typed tables (Parquet, frames, rows of a database): the columns that matter as a batch takes them.

Rows that a column cannot hold are left out and named: texts that are too long, floats that are no project's id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from jixiao.batch.io.columns import MIDNIGHT, PROJECT, TYPED, VALUES, renaming
from jixiao.batch.io.texts import MOST_NAMED, Opened, non_empty
from jixiao.findings import Codes, Finding, Place, Source, has_error
from jixiao.findings.causes import Cause
from jixiao.loading.yaml_composer import MOST_CHARACTERS

#: Types of columns that are neither numbers nor texts.
_NO_TEXTS = (pl.Binary, pl.Duration, pl.Object)
#: Digits of a whole number that floats of a type hold, whatever they are.
_DIGITS: Mapping[pl.DataType, int] = {pl.Float16(): 3, pl.Float32(): 7, pl.Float64(): 15}


class _Fault(NamedTuple):
    """Rows that are refused: the code of their finding, a sign that a column may have some, and which they are.

    ``value`` is what the finding shows of the row; ``args`` are the same for all rows.
    """

    code: str
    may_be: pl.Expr
    rows: pl.Expr
    value: pl.Expr
    args: dict[str, object]


def open_frame(frame: pl.LazyFrame, source: str) -> Opened:
    """Return the columns that matter under their own names; numbers that decide scores stay numbers, all else is text.

    There is no table where its headings do not do.
    """
    schema = frame.collect_schema()
    names, findings = renaming(schema.names(), source)
    for header in names:
        findings += _of_type(header, schema[header], source)
    if has_error(findings):
        return Opened(None, findings)
    faults = [fault for header, name in names.items() for fault in _faults(pl.col(header), name, schema[header])]
    faults = _occurring(frame, faults)
    columns = frame.filter(~fault.rows.fill_null(value=False) for fault in faults) if faults else frame
    table = columns.select(_column(pl.col(header), name, schema[header]).alias(name) for header, name in names.items())
    return Opened(
        table, [*findings, *(finding for fault in faults for finding in _fault_findings(frame, fault, source))]
    )


def _of_type(header: str, kind: pl.DataType, source: str) -> Iterator[Finding]:
    """Yield the finding on a column whose type is neither text nor an exact number."""
    if kind.is_nested() or kind in _NO_TEXTS:
        cause = Cause(f"这一列是 {kind} 类型，不是文字也不是数", f"the column is {kind}, neither texts nor numbers")
        yield Finding(Codes.UNREADABLE_TABLE, source, {"name": header, **cause.as_args()})
    elif kind.is_float():
        yield Finding(Codes.FLOAT_COLUMN, source, {"column": header})


def _column(column: pl.Expr, name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column as a batch takes it; a time at midnight is a day, as spreadsheets and databases hold days."""
    if kind == pl.String:
        return non_empty(column)
    if name in TYPED and (kind.is_decimal() or kind.is_integer()):
        return column
    if isinstance(kind, pl.Datetime):
        return column.cast(pl.String).str.replace(MIDNIGHT, "")
    if not kind.is_float():
        return non_empty(column.cast(pl.String))
    if name not in VALUES:  # NaN is no text
        column = column.fill_nan(None)
    return column.map_batches(_shortest, return_dtype=pl.String, is_elementwise=True)


def _shortest(floats: pl.Series) -> pl.Series:
    """Return floats as their shortest decimals.

    >>> _shortest(pl.Series([2023.0, -0.0, 0.1, 1e16, 5e-7])).to_list()
    ['2023', '0', '0.1', '10000000000000000', '0.0000005']
    """
    texts = floats.cast(pl.String).str.replace(r"\.0$", "").str.replace("^-0$", "0")
    large = texts.filter(texts.str.contains(r"\de").fill_null(value=False)).unique()
    return texts.replace(large, pl.Series([format(Decimal(text), "f") for text in large], dtype=pl.String))


def _faults(column: pl.Expr, name: str, kind: pl.DataType) -> Iterator[_Fault]:
    """Yield how rows of a column can be wrong."""
    if kind.is_float() and name == PROJECT:
        number, digits = column.fill_nan(None), _DIGITS[kind]
        rows = (number.abs() >= 10**digits) | (number != number.floor())
        yield _Fault(Codes.INEXACT_FLOAT_ID, rows.any(), rows, column.cast(pl.String), {"digits": digits})
    elif kind in (pl.String, pl.Categorical, pl.Enum):
        text = column.cast(pl.String).str
        may_be = text.len_bytes().max() > MOST_CHARACTERS
        rows = (text.len_bytes() > MOST_CHARACTERS) & (text.len_chars() > MOST_CHARACTERS)
        yield _Fault(Codes.ROW_TEXT_TOO_LONG, may_be, rows, pl.lit(""), {"most": f"{MOST_CHARACTERS:,}"})


def _occurring(frame: pl.LazyFrame, faults: Sequence[_Fault]) -> list[_Fault]:
    """Return the faults of which a frame may have some."""
    if not faults:
        return []
    signs = frame.select(fault.may_be.alias(str(number)) for number, fault in enumerate(faults))
    return [fault for fault, may_be in zip(faults, signs.collect(engine="streaming").row(0), strict=True) if may_be]


def _fault_findings(frame: pl.LazyFrame, fault: _Fault, source: str) -> Iterator[Finding]:
    """Yield the findings on rows of one fault: the first of them by number, the others by how many there are."""
    rows = frame.select(fault.rows.alias("is"), value=fault.value).with_row_index("row", 1).filter("is")
    count = int(rows.select(pl.len()).collect(engine="streaming").item())
    for row, _, value in rows.head(MOST_NAMED).collect(engine="streaming").iter_rows():
        yield Finding(fault.code, "", {**fault.args, "value": value}, Place(Source(source), row, 1))
    if count > MOST_NAMED:
        yield Finding(
            Codes.MORE_ROWS_OF_THE_SAME, source, {"name": source, "code": fault.code, "count": count - MOST_NAMED}
        )


__all__ = ["open_frame"]
