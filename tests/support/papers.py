"""Papers as offices make them, written as a workbook, a document and a page from one list of lines."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from tests.support.published_tables import Wide

ENDINGS = ("xlsx", "docx", "html")


class Spot(NamedTuple):
    """A cell with the rows and columns that it covers, from 0."""

    row: int
    column: int
    rows: int
    columns: int
    text: Any


def spots(lines: Iterable[list[Any]]) -> Iterator[Spot]:
    """Yield the cells of lines: each takes the first columns that no cell above it covers."""
    covered = set[tuple[int, int]]()
    for row, cells in enumerate(lines):
        column = 0
        for cell in cells:
            text, columns, rows = cell if isinstance(cell, Wide) else Wide(cell)
            while (row, column) in covered:
                column += 1
            covered |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            yield Spot(row, column, rows, columns, text)
            column += columns


def write(path: Path, lines: Iterable[list[Any]]) -> Path:
    """Write lines as a file of the kind that its ending names; return its path."""
    return write_spots(path, spots(lines))


def write_spots(path: Path, cells: Iterable[Spot]) -> Path:
    """Write cells as a file of the kind that its ending names; return its path."""
    cells = list(cells)
    {".xlsx": _write_xlsx, ".docx": _write_docx, ".html": _write_html}[path.suffix](path, cells)
    return path


def _write_xlsx(path: Path, cells: list[Spot]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, column, rows, columns, text in cells:
        cell = sheet.cell(row + 1, column + 1)
        cell.value = text
        if isinstance(text, str):
            cell.data_type = "s"  # =100% is a target, not a formula
        if rows * columns > 1:
            sheet.merge_cells(None, row + 1, column + 1, row + rows, column + columns)
    book.save(path)


def _write_docx(path: Path, cells: list[Spot]) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(
        max(spot.row + spot.rows for spot in cells), max(spot.column + spot.columns for spot in cells)
    )
    for row, column, rows, columns, text in cells:
        cell = table.cell(row, column)
        if rows * columns > 1:
            cell = cell.merge(table.cell(row + rows - 1, column + columns - 1))
        cell.text = "" if text is None else str(text)
    document.save(str(path))


def _write_html(path: Path, cells: list[Spot]) -> None:
    rows = (
        "".join(
            f'<td rowspan="{spot.rows}" colspan="{spot.columns}">{html.escape(str(spot.text or "")).replace(chr(10), "<br>")}</td>'
            for spot in same
        )
        for _, same in groupby(cells, key=lambda spot: spot.row)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    path.write_text(f"<html><body><table>{body}</table></body></html>", "utf-8")
