"""A review as a workbook: ranked findings with cells to jump to and a column of verdicts, totals, counts, files."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from jixiao.exact import parse_number
from jixiao.findings import Lang
from jixiao.forms.page_groups import count_lines
from jixiao.rendering.reproducible_zip import repack
from jixiao.rendering.xlsx import (
    LINE,
    MOST,
    Styles,
    fit_to_width,
    new_workbook,
    number,
    write_text,
)
from jixiao.review.blocks import FINDING_COLUMNS, Block, blocks_beside, finding_rows, summary_lines
from jixiao.review.labels import LABELS
from jixiao.review.lines import Line
from jixiao.review.review import Review

#: Columns whose texts are numbers, so that they can be sorted and added up.
_NUMBERS = frozenset(
    (
        "number",
        "printed",
        "reckoned",
        "difference",
        "points",
        "money",
        "count",
        "spread",
        "sum",
        "by_rule",
        "year",
        "error",
        "warning",
        "note",
    )
)
#: The colours of cells by severity, and of those to be filled in.
_COLOURS = {"error": "#F8CBAD", "warning": "#FFF2CC", "note": "#EDEDED"}
_ENTRY = "#FFFBE6"
#: Sheets of a workbook to which a link can lead.
_LINKED = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
#: The table that has no sheet where it has no rows: few reviews have accounts beside them.
_ONLY_WITH_ROWS = "statements"
#: Points: the size of the title.
_HEADLINE = 16


def draw(review: Review, lang: Lang) -> bytes:
    """Return the review as a workbook."""
    buffer, words = io.BytesIO(), LABELS[lang]
    book = new_workbook(buffer)
    styles = Styles(book)
    _findings(book.add_worksheet(words["findings"]), styles, review, lang)
    for block in blocks_beside(review, lang):
        if block.rows or block.name != _ONLY_WITH_ROWS:
            _table(book.add_worksheet(words[block.name]), styles, block, 0, lang)
    book.close()
    return repack(buffer.getvalue())


def _table(sheet: Any, styles: Styles, block: Block, first: int, lang: Lang) -> None:
    """Write a table with its headings in row ``first``, to be sorted and filtered."""
    _, columns, rows = block
    head = styles.of(bold=True, border=1, bg_color="#D9E1F2", text_wrap=True, align="center")
    body = styles.of(border=1, text_wrap=True, valign="top")
    for column, (name, width) in enumerate(columns.items()):
        sheet.set_column(column, column, width)
        write_text(sheet, first, column, LABELS[lang][name], head)
        for place, row in enumerate(rows, first + 1):
            _cell(sheet, place, column, row[column], body, is_number=name in _NUMBERS)
    widths = tuple(columns.values())
    for place, row in enumerate(rows, first + 1):
        lines = max(count_lines(text, room) for text, room in zip(row, widths, strict=True))
        sheet.set_row(place, min(MOST, LINE * lines))
    sheet.freeze_panes(first + 1, 0)
    sheet.autofilter(first, 0, first + max(1, len(rows)), len(columns) - 1)
    sheet.repeat_rows(first)
    sheet.set_landscape()
    fit_to_width(sheet)


def _cell(sheet: Any, row: int, column: int, text: str, style: Any, *, is_number: bool) -> None:
    value = parse_number(text) if is_number else None
    if value is None:
        write_text(sheet, row, column, text, style)
    else:
        sheet.write_number(row, column, number(value), style)


def _findings(sheet: Any, styles: Styles, review: Review, lang: Lang) -> None:
    """Write the ranked findings below what they come to."""
    lines = [LABELS[lang]["title"], *summary_lines(review, lang)]
    write_text(sheet, 0, 0, lines[0], styles.of(bold=True, font_size=_HEADLINE))
    for row, text in enumerate(lines[1:], 1):
        write_text(sheet, row, 0, text, styles.of())
    first, columns = len(lines), list(FINDING_COLUMNS)
    _table(sheet, styles, Block("findings", FINDING_COLUMNS, finding_rows(review, lang)), first, lang)
    verdict, severity, where = (columns.index(name) for name in ("verdict", "severity", "where"))
    entry = styles.of(border=1, bg_color=_ENTRY)
    link = styles.of(border=1, font_color="#0563C1", underline=1, valign="top")
    for row, line in enumerate(review.lines, first + 1):
        colour = styles.of(border=1, bg_color=_COLOURS[line.severity], align="center")
        write_text(sheet, row, severity, LABELS[lang][line.severity], colour)
        sheet.write_blank(row, verdict, None, entry)
        _link(sheet, row, where, line, review.folder, link)
    last = first + max(1, len(review.lines))
    choices = LABELS[lang]["choices"].split(",")
    sheet.data_validation(
        first + 1, verdict, last, verdict, {"validate": "list", "source": choices, "error_type": "information"}
    )
    sheet.set_column(columns.index("id"), columns.index("id"), None, None, {"hidden": True})
    sheet.print_area(0, 0, last, verdict)


def _link(sheet: Any, row: int, column: int, line: Line, folder: str, style: Any) -> None:
    """Write the place of a finding as a link to its cell, or to its file."""
    if line.source in ("-", "") or not line.where:
        return
    target = Path(os.path.relpath(line.source, folder or None)).as_posix()
    if target.lower().endswith(_LINKED) and "!" in line.where:
        target += f"#'{line.where.rpartition('!')[0]}'!{line.where.rpartition('!')[2]}"
    sheet.write_url(row, column, f"external:{target}", style, line.where)
