"""A report as a workbook: a sheet for its words and its cover, one for each other table, with native charts."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

from jixiao.exact import parse_number
from jixiao.findings import Lang
from jixiao.forms import Cell, place_cells
from jixiao.rendering.reproducible_zip import repack
from jixiao.rendering.xlsx import Styles, fit_to_width, new_workbook, number, sheet_names, write_text
from jixiao.report import Chart, Part, Report

#: Points: the height of a line of words, and of the title. Columns between a table and its chart; a chart in pixels.
LINE, TITLE, ASIDE = 32, 28, 1
SIZE = {"width": 720, "height": 360}
BAR = 28
MARKER = {"type": "circle", "size": 5}
_HEADLINE = 16
#: How far to the right of a chart its values stand, where they are not printed; how many rows a chart takes.
_COLUMNS, _ROWS = 14, 20


def draw(report: Report, lang: Lang) -> bytes:  # noqa: ARG001  # one signature for all formats
    """Return the report as a workbook."""
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    styles, names = Styles(book), sheet_names([part.heading for part in report.parts] or [report.title])
    sheet = book.add_worksheet(next(names))
    row = _words(sheet, styles, report)
    for index, part in enumerate(report.parts):
        if index > 0:
            sheet, row = book.add_worksheet(next(names)), 0
        _table(sheet, styles, part, row)
        if part.chart is not None:
            _chart(book, sheet, part, part.chart, row)
        sheet.set_landscape()
        fit_to_width(sheet)
    book.close()
    return repack(buffer.getvalue())


def _words(sheet: Any, styles: Styles, report: Report) -> int:
    """Write title and paragraphs, each over the width of the first table, and return the row for that table."""
    columns = len(report.parts[0].columns) if report.parts else 1
    style, height = styles.of(bold=True, font_size=_HEADLINE, align="center"), TITLE
    plain = styles.of(text_wrap=True)
    for row, text in enumerate((report.title, *report.paragraphs)):
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, "", style)
        write_text(sheet, row, 0, text, style)
        sheet.set_row(row, height)
        style, height = plain, LINE
    return len(report.paragraphs) + 2


def _table(sheet: Any, styles: Styles, part: Part, first: int) -> None:
    for column, width in enumerate(part.columns):
        sheet.set_column(column, column, width)
    for at in place_cells(part.block.rows):
        _cell(sheet, styles, first + at.row, at.column, at.cell)
    sheet.repeat_rows(first, first + part.block.heads - 1)
    sheet.freeze_panes(first + part.block.heads, 1)
    last = first + len(part.block.rows) - 1
    sheet.autofilter(first, 0, last, len(part.columns) - 1)


def _cell(sheet: Any, styles: Styles, row: int, column: int, cell: Cell) -> None:
    """Write a cell: numbers are numbers, so that they can be sorted and added up."""
    value = _value(cell)
    if value is None:
        write_text(sheet, row, column, cell.text, styles.of_report(cell, "General"))
    else:
        sheet.write_number(row, column, number(value), styles.of_report(cell, _number_format(cell.text)))


def _value(cell: Cell) -> Fraction | None:
    if cell.kind != "number":
        return None
    value = parse_number(cell.text.removesuffix("%"))
    if value is not None and cell.text.endswith("%"):
        value /= 100
    return value


def _number_format(text: str) -> str:
    if not text.endswith("%"):
        return "General"
    return "0.00%" if "." in text else "0%"


def _chart(book: Any, sheet: Any, part: Part, chart: Chart, first: int) -> None:
    """Add a chart beside its table; the values of points stand in columns of their own, far to the right."""
    column = len(part.columns) + ASIDE
    xs, ys = _values(sheet, chart, first, column + _COLUMNS)
    kind, marker = "scatter", {"marker": MARKER}
    if chart.kind == "bars":
        kind, marker = "bar", {}
    picture = book.add_chart({"type": kind})
    picture.add_series({"categories": [sheet.name, *xs], "values": [sheet.name, *ys], **marker})
    picture.set_title({"name": part.heading})
    picture.set_legend({"none": True})
    _axes(picture, chart)
    picture.set_size({**SIZE, "height": max(SIZE["height"], BAR * len(chart.labels))})
    sheet.insert_chart(first, column, picture)
    sheet.print_area(0, 0, first + max(_ROWS, len(part.block.rows)), column + _COLUMNS - 1)


def _values(sheet: Any, chart: Chart, first: int, column: int) -> tuple[list[int], list[int]]:
    """Write the values of a chart, and return the ranges of its labels or xs, and of its ys."""
    for row, y in enumerate(chart.ys):
        if chart.kind == "bars":
            sheet.write_string(first + 1 + row, column, chart.labels[row])
        else:
            sheet.write_number(first + 1 + row, column, number(chart.xs[row]))
        sheet.write_number(first + 1 + row, column + 1, number(y))
    last = first + max(1, len(chart.ys))
    return [first + 1, column, last, column], [first + 1, column + 1, last, column + 1]


def _axes(picture: Any, chart: Chart) -> None:
    if chart.kind == "bars":
        picture.set_y_axis({"reverse": True})
        picture.set_x_axis({"name": chart.ylabel})
    else:
        picture.set_x_axis({"name": chart.xlabel})
        picture.set_y_axis({"name": chart.ylabel})
