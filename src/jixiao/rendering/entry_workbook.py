"""The workbook that people fill in, drawn: what is typed is open, everything else is locked without a password."""

from __future__ import annotations

import io
from typing import Any

from jixiao.findings import Lang
from jixiao.forms.entry import (
    GUIDE,
    SCORES,
    SHEET,
    EntryCell,
    EntryFormulas,
    EntrySheet,
    entry_sheet,
    guide_lines,
    score_sheet,
)
from jixiao.model.spec import IndicatorSpec
from jixiao.rendering.reproducible_zip import repack
from jixiao.rendering.xlsx import ENTRY, TITLE, Styles, fit_to_width, list_source, new_workbook

#: Points: rows of the guide and of the sheet, and the letters of the title.
_GUIDE_ROW_HEIGHT, _ENTRY_ROW_HEIGHT, _TITLE_SIZE = 24, 20, 16
_SECTION_COLOUR, _HEAD_COLOUR = "#DCE6F1", "#F2F2F2"
_GUIDE_WIDTHS = (110, 14)
#: What a protected sheet still allows.
_ALLOWED = {
    "format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True,
    "sort": True, "select_locked_cells": True,
}  # fmt: skip
#: The number format of texts: what is typed stays as it is typed.
_TEXT = "@"


def entry_workbook(spec: IndicatorSpec, lang: Lang = "zh") -> bytes:
    """Return a workbook to fill in for a spec: the sheet itself, the guide, and the hidden sheet that calculates."""
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    book.set_calc_mode("auto")
    sheet, styles = entry_sheet(spec, lang), Styles(book)
    _draw_entry(book.add_worksheet(SHEET[lang]), styles, sheet, EntryFormulas(spec, sheet, lang))
    _draw_guide(book.add_worksheet(GUIDE[lang]), styles, guide_lines(spec, lang))
    _draw_scores(book.add_worksheet(SCORES[lang]), spec, sheet, lang)
    book.close()
    return repack(buffer.getvalue())


def _draw_entry(page: Any, styles: Styles, sheet: EntrySheet, formulas: EntryFormulas) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for row in range(sheet.rows.stop):
        page.set_row(row, _ENTRY_ROW_HEIGHT)
    page.set_row(0, TITLE)
    page.set_row(sheet.rows.start - 1, TITLE)
    for cell in sheet.cells:
        _draw_cell(page, styles, cell)
    computed = _style(styles, "computed")
    for row, column, formula in formulas.cells():
        page.write_formula(row, column, f"={formula}", computed, "")
    page.freeze_panes(1, 0)
    page.set_landscape()
    fit_to_width(page)
    page.repeat_rows(sheet.rows.start - 1)
    page.set_footer("&C&P / &N")
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.protect("", _ALLOWED)


def _draw_cell(page: Any, styles: Styles, cell: EntryCell) -> None:
    style = _style(styles, cell.kind)
    if cell.columns > 1:
        page.merge_range(cell.row, cell.column, cell.row, cell.column + cell.columns - 1, "", style)
    if cell.text:
        page.write_string(cell.row, cell.column, cell.text, style)
    else:
        page.write_blank(cell.row, cell.column, None, style)
    source = list_source(cell.choices)
    if source:
        page.data_validation(
            cell.row, cell.column, cell.row, cell.column, {"validate": "list", "source": source, "show_error": False}
        )


def _style(styles: Styles, kind: str) -> Any:
    """Return how a cell of a kind looks."""
    looks: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": _TITLE_SIZE, "align": "center"},
        "section": {"bold": True, "bg_color": _SECTION_COLOUR, "border": 1},
        "label": {"bold": True, "border": 1, "text_wrap": True},
        "head": {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": _HEAD_COLOUR},
        "entry": {"border": 1, "text_wrap": True, "locked": False, "bg_color": ENTRY, "num_format": _TEXT},
        "amount": {"border": 1, "align": "center", "locked": False, "bg_color": ENTRY},
        "computed": {"border": 1, "text_wrap": True},
    }
    return styles.of(**looks[kind])


def _draw_guide(page: Any, styles: Styles, lines: list[tuple[str, ...]]) -> None:
    for column, width in enumerate(_GUIDE_WIDTHS):
        page.set_column(column, column, width)
    for row, texts in enumerate(lines):
        page.set_row(row, _GUIDE_ROW_HEIGHT if row else TITLE)
        style = styles.of(text_wrap=True, bold=row == 0)
        for column, text in enumerate(texts):
            page.write_string(row, column, text, style)
    fit_to_width(page)
    page.protect("", {"format_columns": True, "format_rows": True})


def _draw_scores(page: Any, spec: IndicatorSpec, sheet: EntrySheet, lang: Lang) -> None:
    scores = score_sheet(spec, sheet, lang)
    for (row, column), formula in scores.formulas.items():
        page.write_formula(row, column, f"={formula}", None, "")
    for row, (key, number) in enumerate(scores.keys):
        page.write_string(row, scores.key_column, key)
        page.write_number(row, scores.key_column + 1, number)
    page.hide()
    page.protect("")


__all__ = ["entry_workbook"]
