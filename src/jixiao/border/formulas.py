"""Cells of a workbook as openpyxl parses them, with the formulas that no program has calculated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange

from jixiao.border.workbook import Formula


class _Parser(WorkSheetParser):
    """A parser that returns values, and a formula where the file holds no value of it."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and _is_uncalculated(element):
            formula: Any = self.parse_formula(element)  # type: ignore[no-untyped-call]  # the library has no types
            text = formula if isinstance(formula, str) else getattr(formula, "text", None)
            cell["value"] = Formula(text or "=…")  # a table of a what-if analysis has no text
        return cell


def _is_uncalculated(cell: Any) -> bool:
    """Whether a cell has a formula and no value; an empty text is one."""
    if cell.find(FORMULA_TAG) is None:
        return False
    return cell.get("t", "n") == "n" or cell.find(VALUE_TAG) is None


class Content(NamedTuple):
    """The cells of a sheet that have a value, by row and column from 1, its merged areas, its headers and footers."""

    values: dict[tuple[int, int], Any]
    merged: list[Any]
    headers: list[str]


def content_of(sheet: Any) -> Content:
    """Return the content of a sheet of a workbook.

    The library's public interface would fill the gaps between cells, and give each merged cell borders of its own.
    """
    book = sheet.parent
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}  # noqa: SLF001
    with sheet._get_source() as source:  # noqa: SLF001
        parser = _Parser(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)  # noqa: SLF001
        cells = [ReadOnlyCell(sheet, **cell) for _, row in parser.parse() for cell in row if cell["value"] is not None]
    merged = [CellRange(one.ref) for one in parser.merged_cells.mergeCell] if parser.merged_cells else []
    headers = list(_headers(getattr(parser, "HeaderFooter", None)))
    return Content({(cell.row, cell.column): cell for cell in cells}, merged, headers)


def _headers(headers: Any) -> Iterator[str]:
    """Yield the texts of all headers and footers of a sheet."""
    if headers is None:
        return
    for pages in ("odd", "even", "first"):
        for line in ("Header", "Footer"):
            for side in ("left", "center", "right"):
                yield getattr(getattr(headers, f"{pages}{line}"), side).text or ""


__all__ = ["Content", "content_of"]
