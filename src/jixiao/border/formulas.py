"""Cells of a workbook as openpyxl parses them: uncalculated formulas, struck-out texts, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange

from jixiao.border.packages import COLUMNS
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
    """The cells of a sheet that have a value, by row and column from 1, its merged areas, its headers and footers.

    ``hidden_rows`` and ``hidden_columns`` count from 1, too.
    """

    values: dict[tuple[int, int], Any]
    merged: list[Any]
    headers: list[str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def content_of(sheet: Any) -> Content:
    """Return the content of a sheet of a workbook.

    The library's public interface would fill the gaps between cells, and give each merged cell borders of its own.
    """
    with sheet._get_source() as source:  # noqa: SLF001
        parser = _parser(sheet, source)
        cells = [ReadOnlyCell(sheet, **cell) for _, row in parser.parse() for cell in row if cell["value"] is not None]
    merged = [CellRange(one.ref) for one in parser.merged_cells.mergeCell] if parser.merged_cells else []
    headers = list(_headers(getattr(parser, "HeaderFooter", None)))
    values = {(cell.row, cell.column): cell for cell in cells}
    return Content(values, merged, headers, _hidden_rows(parser), _hidden_columns(parser))


def _parser(sheet: Any, source: Any) -> Any:
    """Return a parser of a sheet."""
    book = sheet.parent
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}  # noqa: SLF001
    settings = {**formats, "data_only": True, "epoch": book.epoch, "rich_text": True}
    return _Parser(source, sheet._shared_strings, **settings)  # noqa: SLF001


def _hidden_rows(parser: Any) -> frozenset[int]:
    return frozenset(int(row) for row, settings in parser.row_dimensions.items() if _is_hidden(settings))


def _hidden_columns(parser: Any) -> frozenset[int]:
    columns = (settings for settings in parser.column_dimensions.values() if _is_hidden(settings))
    return frozenset(column for one in columns for column in range(int(one["min"]), _last(one) + 1))


def _is_hidden(settings: Mapping[str, Any]) -> bool:
    """Whether a row or column is hidden, by its settings."""
    return settings.get("hidden") in ("1", "true")


def _last(columns: Mapping[str, Any]) -> int:
    """Return the last of columns that have settings in common, as far as sheets are read."""
    return min(int(columns["max"]), COLUMNS.most)


def visible_text(cell: Any) -> tuple[str, str]:
    """Return the text of a cell without what is struck out, and what is."""
    if cell.font.strike:
        return "", str(cell.value)
    if not isinstance(cell.value, CellRichText):
        return str(cell.value), ""
    visible = (str(piece) for piece in cell.value if not _is_struck(piece))
    struck = (str(piece) for piece in cell.value if _is_struck(piece))
    return "".join(visible), "".join(struck)


def _is_struck(piece: Any) -> bool:
    return isinstance(piece, TextBlock) and bool(piece.font.strike)


def _headers(headers: Any) -> Iterator[str]:
    """Yield the texts of all headers and footers of a sheet."""
    if headers is None:
        return
    for pages in ("odd", "even", "first"):
        for line in ("Header", "Footer"):
            for side in ("left", "center", "right"):
                yield getattr(getattr(headers, f"{pages}{line}"), side).text or ""


__all__ = ["Content", "content_of", "visible_text"]
