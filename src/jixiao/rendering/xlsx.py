"""The form as a workbook that calculates: numbers in cells, units in formats, scores that follow an edit."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import accumulate
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from jixiao.findings import Lang
from jixiao.forms import BLOCKS, LABELS, Block, Cell, Form, all_rows, clean, form_of, lines_below, place_cells
from jixiao.forms.embedded_project import SHEET, EmbeddedForm, embed, to_cells
from jixiao.forms.page_groups import count_lines, rows_together
from jixiao.forms.spreadsheet.live_cells import LiveCell, LiveForm, live_form, totals_formula
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.formats import Document, repeat_headings
from jixiao.rendering.page_breaks import page_starts, page_widths, room_of
from jixiao.rendering.reproducible_zip import repack
from jixiao.result import Result

#: Points: a line of a table's text, a row's least height and its most, what a higher one is cut into, the title's.
LINE, LEAST, MOST, PART, TITLE = 15, 20, 400, 140, 30
#: Points: the type of a form and a line of it; percents of a column's characters that stand on one.
FORM_SIZE, FORM_LINE, FORM_ROOM = 9, 13, 110
#: Characters: a sheet's name, a cell's text.
LONGEST_NAME, LONGEST_TEXT = 31, 32_767
#: Half-width characters of the column of flags; the colours of their texts and of cells to be filled in.
FLAGS, _FLAG, ENTRY = 34, "#C00000", "#FFFBE6"
_FONT, _SIZE, _HEADLINE = "宋体", 10, 16
#: Texts that are read; every other cell stands in the middle.
_ALIGNMENT = {"text": "left"}
#: The program's number for a paper, its margins in inches, and the most characters that a list may hold.
A4, MARGINS, LONGEST_LIST = 9, {"left": 1 / 2, "right": 1 / 2, "top": 1 / 2, "bottom": 3 / 5}, 255
CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_FIELD = re.compile(r"\{([^{}]+)\}")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
#: What separates the texts of a list, and what would end it.
_NOT_LISTED = re.compile('[,"]')
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class FormPiece(NamedTuple):
    """One form, its live cells, and what the workbook embeds of it."""

    name: str
    form: Form
    live: LiveForm
    embedded: EmbeddedForm


def _piece(result: Result, lang: Lang) -> FormPiece:
    form, name = form_of(result, lang), result.project.name or result.source
    return FormPiece(name, form, live_form(result, form, lang), embed(name, result, lang))


def _assemble(pieces: list[Any], summary: Block | None, lang: Lang) -> bytes:
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    book.set_calc_mode("auto")
    titles = [piece.name for piece in pieces]
    if summary is not None:
        titles.insert(0, BLOCKS[lang]["summary"])
    names = sheet_names(titles)
    if summary is not None:
        _summary(book.add_worksheet(next(names)), Styles(book), summary)
    embedded = []
    for piece, name in zip(pieces, names, strict=True):
        _FormSheet(book, name, piece, lang).draw()
        embedded.append(piece.embedded._replace(name=name))
    _hidden_sheet(book, embedded)
    book.close()
    return repack(buffer.getvalue())


def new_workbook(buffer: io.BytesIO) -> Any:
    """Return an empty workbook whose bytes are the same each time."""
    type_of_columns = {"font_name": _FONT, "font_size": _SIZE}  # the widths of columns are in its characters
    book = xlsxwriter.Workbook(buffer, OPTIONS | {"default_format_properties": type_of_columns})
    book.set_properties({"created": CREATED, "author": "jixiao"})
    return book


def _hidden_sheet(book: Any, embedded: Iterable[EmbeddedForm]) -> None:
    sheet = book.add_worksheet(SHEET)
    for row, texts in enumerate(to_cells(embedded)):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    sheet.very_hidden()


def sheet_names(titles: Iterable[str]) -> Iterator[str]:
    """Return names of sheets: what the program allows, none twice; it keeps the name History for itself."""
    used = {SHEET, "history"}
    for title in titles:
        bare = _FORBIDDEN.sub(" ", clean(title)).strip() or "_"
        name, number = _cut(bare, LONGEST_NAME), 1
        while name.casefold() in used:
            number += 1
            name = f"{_cut(bare, LONGEST_NAME - len(str(number)) - 1)}-{number}"
        used.add(name.casefold())
        yield name


def _cut(text: str, most: int) -> str:
    """Return as much of a text as fits; characters beyond the first plane count twice."""
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore").strip()


class Styles:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        """Return the format of these properties."""
        key = tuple(sorted({"font_name": _FONT, "font_size": _SIZE, "valign": "vcenter", **properties}.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]

    def of_report(self, cell: Cell, pattern: str) -> Any:
        """Return the format of a cell of a report."""
        align = _ALIGNMENT.get(cell.kind, "center")
        return self.of(border=1, text_wrap=True, num_format=pattern, align=align, bold=cell.kind == "head")

    def of_form(self, cell: Cell, live: LiveCell, *, over_pages: bool = False) -> Any:
        """Return the format of a form's cell; those to be filled in are not locked."""
        properties: dict[str, object] = {"border": 1, "num_format": live.pattern, "align": "center"}
        properties["font_size"] = FORM_SIZE
        if live.number is None and cell.kind != "number":
            properties["text_wrap"] = True
        else:  # numbers do not wrap: one that is wider than its column becomes smaller instead of ####
            properties["shrink"] = True
        if live.number is None:
            properties["align"] = _ALIGNMENT.get(cell.kind, "center")
        if cell.kind == "text" and over_pages:
            properties["valign"] = "top"
        if cell.kind in ("head", "label"):
            properties["bold"] = True
        if live.entry:
            properties |= {"locked": False, "bg_color": ENTRY}
        return self.of(**properties)


class _FormSheet:
    """One form on its sheet: the table from the second row on, flags and exact points to its right."""

    def __init__(self, book: Any, name: str, piece: FormPiece, lang: Lang) -> None:
        self.sheet, self.styles = book.add_worksheet(name), Styles(book)
        blocks = tuple(repeat_headings(block)[0] for block in piece.form.blocks)
        self.form, self.live, self.lang = piece.form._replace(blocks=blocks), piece.live, lang
        self.columns = page_widths(self.form.columns, landscape=self.form.landscape)
        self.last = len(self.columns) - 1
        self.flags, self.points = self.last + 1, self.last + 2
        self.cells = list(place_cells(all_rows(self.form)))
        self.heights = self._heights()
        #: The heights of the sheet's rows, in points.
        self.row_heights: dict[int, int] = {0: TITLE}
        #: Where each row of the form begins: one higher than a sheet's rows may be takes several.
        self.starts = list(accumulate(map(_row_count, self.heights), initial=1))
        self.addresses = self._addresses()

    def _addresses(self) -> dict[str, str]:
        """Return where each field is, and as "points:FIELD" the exact points beside it."""
        addresses = {}
        for row, column, cell in self.cells:
            if cell.field:
                addresses[cell.field] = xl_rowcol_to_cell(self.starts[row], column)
                addresses[f"points:{cell.field}"] = xl_rowcol_to_cell(self.starts[row], self.points)
        return addresses

    def draw(self) -> None:
        """Write the form onto its sheet."""
        for column, wide in enumerate(self.columns):
            self.sheet.set_column(column, column, wide)
        self.sheet.set_column(self.flags, self.flags, FLAGS)
        self.sheet.set_column(self.points, self.points, None, None, {"hidden": True})
        self._line(0, self.form.title, self.styles.of(bold=True, font_size=_HEADLINE, align="center"))
        self.sheet.set_row(0, TITLE)
        for row, column, cell in self.cells:
            self._cell(self.starts[row], self.starts[row + cell.rows] - 1, column, cell)
        for height, start in zip(self.heights, self.starts, strict=False):
            self._set_height(start, height)
        last_row = self._below(self.starts[-1])
        self._set_paper(last_row)

    def _line(self, row: int, text: str, style: Any, rows: int = 1, formula: str = "") -> None:
        """Write a text, or a formula for it, over the width of the form."""
        self._merge(row, 0, row + rows - 1, self.last, style)
        self._value(row, 0, text, LiveCell(formula=formula), style)

    def _merge(self, row: int, column: int, last_row: int, last_column: int, style: Any) -> None:
        if (row, column) != (last_row, last_column):
            self.sheet.merge_range(row, column, last_row, last_column, "", style)

    def _cell(self, row: int, last_row: int, column: int, cell: Cell) -> None:
        live = self.live.cells.get(cell.field, LiveCell())
        style = self.styles.of_form(cell, live, over_pages=last_row - row >= cell.rows)
        self._merge(row, column, last_row, column + cell.columns - 1, style)
        self._value(row, column, cell.text, live, style)
        if live.choices:
            self._list(row, column, live.choices)
        if live.note:
            self.sheet.write_comment(row, column, live.note)
        self._beside(row, cell.field)

    def _value(self, row: int, column: int, text: str, live: LiveCell, style: Any) -> None:
        """Write a formula with its value, a number, or a text."""
        value = text if live.number is None else number(live.number)
        if live.formula:
            self.sheet.write_formula(row, column, self._formula(live.formula), style, value)
        elif live.number is not None:
            self.sheet.write_number(row, column, value, style)
        else:
            write_text(self.sheet, row, column, text, style)

    def _formula(self, formula: str) -> str:
        """Return a formula with the addresses of its fields."""
        return "=" + _FIELD.sub(lambda match: self.addresses[match[1]], formula)

    def _list(self, row: int, column: int, choices: tuple[str, ...]) -> None:
        """Add a list to pick from; another text may be typed, too, and is flagged."""
        listed = list_source(choices)
        if listed:
            self.sheet.data_validation(
                row, column, row, column, {"validate": "list", "source": listed, "error_type": "information"}
            )

    def _beside(self, row: int, field: str) -> None:
        """Write what stands to the right of a score: its flag and its exact points."""
        flag, points = self.live.flags.get(field), self.live.points.get(field)
        if flag is not None:
            style = self.styles.of(font_color=_FLAG, text_wrap=True)
            self.sheet.write_formula(row, self.flags, self._formula(flag.formula), style, flag.text)
        if points is not None:
            self._value(row, self.points, "", points, self.styles.of())

    def _heights(self) -> list[int]:
        """Return how high each row of the form must be for its texts; a cell over several rows has them all. Points."""
        heights = [LEAST] * len(all_rows(self.form))
        for row, column, cell in self.cells:
            height = count_lines(cell.text, _room(self.columns[column : column + cell.columns])) * FORM_LINE
            for down in range(row, row + cell.rows):
                heights[down] = max(heights[down], -(-height // cell.rows) + 2)
        return heights

    def _set_height(self, row: int, height: int) -> int:
        """Give the rows of the sheet that one of the form takes their height, and return how many they are."""
        rows = _row_count(height)
        for down in range(row, row + rows):
            self._set_row(down, -(-height // rows))
        return rows

    def _set_row(self, row: int, height: int) -> None:
        self.sheet.set_row(row, height)
        self.row_heights[row] = height

    def _below(self, row: int) -> int:
        """Write what stands below the table, from a row on, and return the last row."""
        plain = self.styles.of(font_size=FORM_SIZE, text_wrap=True)
        note = self.styles.of(font_size=FORM_SIZE, text_wrap=True, valign="top")
        notes, totals = lines_below(self.form, LABELS[self.lang]["colon"])
        for text in notes:
            height = count_lines(text, _room(self.columns)) * FORM_LINE + 2
            rows = self._set_height(row, max(LEAST, height))
            self._line(row, text, note, rows)
            row += rows
        formula = totals_formula(self.form, self.live, self.lang) or ""
        self._line(row, "    ".join(totals), plain, formula=formula)
        self._set_row(row, LEAST)
        if self.form.signatures:
            row += 1
            self._line(row, "                    ".join(self.form.signatures), plain)
            self._set_row(row, TITLE)
        return row

    def _set_paper(self, last_row: int) -> None:
        sheet = self.sheet
        if self.form.landscape:
            sheet.set_landscape()
        fit_to_width(sheet)
        self._set_page_breaks(last_row)
        sheet.set_margins(**MARGINS)
        sheet.print_area(0, 0, last_row, self.last)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        heads = self._repeated_rows()
        if heads is not None:
            sheet.repeat_rows(*heads)
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _set_page_breaks(self, last_row: int) -> None:
        """End the pages of a long form between rows that belong together."""
        room = room_of(landscape=self.form.landscape)
        heights = [self.row_heights.get(row, LEAST) for row in range(last_row + 1)]
        if sum(heights) <= room:
            return
        heads = self._repeated_rows()
        repeated = sum(heights[heads[0] : heads[1] + 1]) if heads is not None else 0
        self.sheet.set_h_pagebreaks(list(page_starts(self._groups(last_row), heights, room, repeated)))

    def _groups(self, last_row: int) -> Iterator[range]:
        """Yield the rows of the sheet that stay together, from top to bottom."""
        first = 0
        yield range(self.starts[0])
        for block in self.form.blocks:
            groups = list(rows_together(block)) or [range(block.heads, len(block.rows))]
            if block.name == "indicators":
                groups[0] = range(groups[0].stop)  # its headings
            else:
                groups = [range(len(block.rows))]
            yield from (range(self.starts[first + rows.start], self.starts[first + rows.stop]) for rows in groups)
            first += len(block.rows)
        yield from (range(row, row + 1) for row in range(self.starts[first], last_row + 1))

    def _repeated_rows(self) -> tuple[int, int] | None:
        """Return the first and the last row of the headings of the indicators."""
        row = 0
        for block in self.form.blocks:
            if block.name == "indicators" and block.heads:
                return self.starts[row], self.starts[row + block.heads] - 1
            row += len(block.rows)
        return None


def list_source(choices: Iterable[str]) -> list[str]:
    """Return the texts of a list to pick from, without those that it has no room for."""
    listed = [choice for choice in choices if not _NOT_LISTED.search(choice) and choice.isprintable()]
    while len(",".join(listed).encode("utf-16-le")) > 2 * LONGEST_LIST:
        listed.remove(max(listed, key=len))
    return listed


def fit_to_width(sheet: Any) -> None:
    """Print a sheet on A4, as wide as a page and as long as it takes."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _row_count(height: int) -> int:
    """Return how many rows of a sheet a row of the form takes that is so many points high."""
    return 1 if height <= MOST else -(-height // PART)


def _room(columns: Iterable[int]) -> int:
    """Return how many half-width characters stand on a line of a cell, with room to spare for other fonts."""
    return max(1, sum(columns) * FORM_ROOM // 100 - 1)


def write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write a text as a text, whatever it looks like."""
    if not text:
        sheet.write_blank(row, column, None, style)
    elif sheet.write_string(row, column, text[:LONGEST_TEXT], style):
        raise AssertionError(f"a cell was not written: {row}, {column}")


def number(value: Fraction) -> Any:
    """Return the nearest number that a cell can hold."""
    return value.numerator if value.denominator == 1 else value.numerator / value.denominator


def _summary(sheet: Any, styles: Styles, block: Block) -> None:
    for column, wide in enumerate(WIDTHS):
        sheet.set_column(column, column, wide)
    for at in place_cells(block.rows):
        sheet.write_string(at.row, at.column, at.cell.text[:LONGEST_TEXT], styles.of_form(at.cell, LiveCell()))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    fit_to_width(sheet)


XLSX = Document(_piece, _assemble)
