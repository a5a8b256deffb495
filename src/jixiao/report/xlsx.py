"""A report as a workbook: a sheet for its words and its cover, one for each other table, with native charts."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from jixiao.exact import parse_number
from jixiao.findings import Lang
from jixiao.forms import Cell, place_cells
from jixiao.rendering.reproducible_zip import repacked
from jixiao.rendering.xlsx import A4, CREATED, OPTIONS, Styles, number, sheet_names, write_text
from jixiao.report import Chart, Part, Report

#: Points: the height of a line of words, and of the title. Columns between a table and its chart; a chart in pixels.
LINE, TITLE, ASIDE = 32, 28, 1
SIZE = {"width": 720, "height": 360}
BAR = 28
MARKER = {"type": "circle", "size": 5}
_HEADLINE = 16


def draw(report: Report, lang: Lang) -> bytes:  # noqa: ARG001  # one signature for all formats
    """The report as a workbook."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"created": CREATED, "author": "jixiao"})
    styles, names = Styles(book), sheet_names([part.heading for part in report.parts] or [report.title])
    first = True
    for part in report.parts:
        sheet = book.add_worksheet(next(names))
        row = _words(sheet, styles, report, len(part.columns)) if first else 0
        _table(sheet, styles, part, row)
        if part.chart is not None:
            _chart(book, sheet, part, row)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        first = False
    if first:
        _words(book.add_worksheet(next(names)), styles, report, 1)
    book.close()
    return repacked(buffer.getvalue())


def _words(sheet: Any, styles: Styles, report: Report, columns: int) -> int:
    """Title and paragraphs, each over the whole width; the row after them."""
    title = styles.of(bold=True, font_size=_HEADLINE, align="center")
    plain = styles.of(text_wrap=True)
    for row, text in enumerate((report.title, *report.paragraphs)):
        style = plain if row else title
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, "", style)
        write_text(sheet, row, 0, text, style)
        sheet.set_row(row, LINE if row else TITLE)
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
    """Numbers are numbers, so that they can be sorted and added up."""
    percent = cell.text.endswith("%")
    value = parse_number(cell.text.removesuffix("%")) if cell.kind == "number" else None
    pattern = "General" if not percent else "0.00%" if "." in cell.text else "0%"
    style = styles.report(cell, pattern if value is not None else "General")
    if value is None:
        write_text(sheet, row, column, cell.text, style)
    else:
        sheet.write_number(row, column, number(value / 100 if percent else value), style)


def _chart(book: Any, sheet: Any, part: Part, first: int) -> None:
    """The part's chart beside its table; the values of points stand in columns of their own, far to the right."""
    chart, column = part.chart, len(part.columns) + ASIDE
    assert chart is not None  # noqa: S101  # asked only then
    xs, ys = _values(sheet, chart, first, column + _COLUMNS)
    drawn = book.add_chart({"type": "bar" if chart.kind == "bars" else "scatter"})
    marker = {} if chart.kind == "bars" else {"marker": MARKER}
    drawn.add_series({"categories": [sheet.name, *xs], "values": [sheet.name, *ys], **marker})
    drawn.set_title({"name": part.heading})
    drawn.set_legend({"none": True})
    _axes(drawn, chart)
    drawn.set_size({**SIZE, "height": max(SIZE["height"], BAR * len(chart.labels))})
    sheet.insert_chart(first, column, drawn)
    sheet.print_area(0, 0, first + max(_ROWS, len(part.block.rows)), column + _COLUMNS - 1)


#: How far to the right of a chart its values stand, where they are not printed; how many rows a chart takes.
_COLUMNS, _ROWS = 14, 20


def _values(sheet: Any, chart: Chart, first: int, column: int) -> tuple[list[int], list[int]]:
    for row, y in enumerate(chart.ys, first + 1):
        if chart.kind == "bars":
            sheet.write_string(row, column, chart.labels[row - first - 1])
        else:
            sheet.write_number(row, column, number(chart.xs[row - first - 1]))
        sheet.write_number(row, column + 1, number(y))
    last = first + max(1, len(chart.ys))
    return [first + 1, column, last, column], [first + 1, column + 1, last, column + 1]


def _axes(drawn: Any, chart: Chart) -> None:
    if chart.kind == "bars":
        drawn.set_y_axis({"reverse": True})
        drawn.set_x_axis({"name": chart.ylabel})
    else:
        drawn.set_x_axis({"name": chart.xlabel})
        drawn.set_y_axis({"name": chart.ylabel})
