"""Results as workbooks, for those who open them in Excel: texts stay texts, points are numbers with their decimals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

#: Rows of a sheet without its headings, and rows taken at a time.
_MOST_ROWS, _CHUNK = (1 << 20) - 1, 20_000
#: The digits that a spreadsheet keeps of a number; one with more stands as a text.
_DIGITS = 15
#: The most characters of a cell.
_LONGEST = 32_767
_WIDTH = 18
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False
}  # fmt: skip
_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


def write_workbook(parts: Sequence[Path], path: Path) -> None:
    """Write the rows of Parquet files to a workbook; a table that is longer than a sheet goes on on the next one."""
    table = pl.scan_parquet(list(parts))
    schema = table.collect_schema()
    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    book.set_properties({"created": _CREATED, "author": "jixiao"})
    patterns = [book.add_format({"num_format": _pattern(kind)}) for kind in schema.values()]
    sheet, row = None, 0
    for values in _rows(table):
        if sheet is None or row > _MOST_ROWS:
            sheet, row = _new_sheet(book, path.stem, list(schema)), 1
        for column, value in enumerate(values):
            _write(sheet, row, column, value, patterns[column])
        row += 1
    if sheet is None:
        _new_sheet(book, path.stem, list(schema))
    book.close()


def _rows(table: pl.LazyFrame) -> Iterator[tuple[Any, ...]]:
    for frame in table.collect_batches(maintain_order=True, chunk_size=_CHUNK):
        yield from frame.iter_rows()


def _new_sheet(book: Any, name: str, headings: list[str]) -> Any:
    count = len(book.worksheets())
    sheet = book.add_worksheet(f"{name}-{count + 1}" if count else name)
    sheet.set_column(0, len(headings) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    return sheet


def _pattern(kind: pl.DataType) -> str:
    """Return the number format of a column: as many decimals as its type has."""
    if isinstance(kind, pl.Decimal) and kind.scale:
        return f"0.{'0' * kind.scale}"
    return "General"


def _write(sheet: Any, row: int, column: int, value: Any, pattern: Any) -> None:
    """Write a value: a number that a spreadsheet keeps exactly as one, anything else as its text."""
    if value is None:
        return
    digits = str(value).replace(".", "").strip("-0")
    if isinstance(value, bool | str) or len(digits) > _DIGITS:
        sheet.write_string(row, column, str(value)[:_LONGEST])
    else:
        sheet.write_number(row, column, value, pattern)


__all__ = ["write_workbook"]
