"""The form as a workbook that reckons: numbers in cells, units in formats, scores that follow an edit."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from jixiao.findings import Lang
from jixiao.findings.terminal import width
from jixiao.forms import LABELS, Block, Cell, Form, all_rows, clean, form_of, place_cells
from jixiao.forms.embedded_project import SHEET, EmbeddedForm, to_cells
from jixiao.forms.spreadsheet.live_cells import LiveCell, LiveForm, live_form, totals_formula
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.formats import Document
from jixiao.rendering.reproducible_zip import repacked
from jixiao.result import Result

#: Points: a line of text, a row's least height and its most, what a higher one is cut into, the title's.
LINE, LEAST, MOST, PART, TITLE = 14, 20, 400, 140, 30
#: Characters: a sheet's name, a cell's text.
LONGEST_NAME, LONGEST_TEXT = 31, 32_767
#: Half-width characters of the column of flags; the lightness of its texts and of cells to be filled in.
FLAGS, _FLAG, _ENTRY = 34, "#C00000", "#FFFBE6"
_FONT, _SIZE, _HEADLINE = "宋体", 10, 16
#: The program's numbers for a paper, its margins in inches, and the most that a list may hold.
A4, MARGINS, LONGEST_LIST = 9, {"left": 1 / 2, "right": 1 / 2}, 255
CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_FIELD = re.compile(r"\{([^{}]+)\}")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
#: What separates the texts of a list, and what would end it.
_NOT_LISTED = re.compile('[,"]')
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Piece(NamedTuple):
    """One form, what makes it reckon, and what the workbook carries along of it."""

    name: str
    form: Form
    living: LiveForm
    carried: EmbeddedForm


def _piece(result: Result, lang: Lang) -> Piece:
    form = form_of(result, lang)
    name = result.project.name or result.source
    carried = EmbeddedForm(name, result.spec.id if result.spec else "", lang, form.project)
    return Piece(name, form, live_form(result, form, lang), carried)


def _whole(pieces: list[Any], summary: Block | None, lang: Lang) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"created": CREATED, "author": "jixiao"})
    book.set_calc_mode("auto")
    names = sheet_names(
        [*(["汇总" if lang == "zh" else "Summary"] if summary else []), *(piece.name for piece in pieces)]
    )
    if summary is not None:
        _summary(book.add_worksheet(next(names)), Styles(book), summary)
    carried = []
    for piece in pieces:
        name = next(names)
        _Sheet(book, name, piece, lang).draw()
        carried.append(piece.carried._replace(name=name))
    hidden = book.add_worksheet(SHEET)
    for row, texts in enumerate(to_cells(carried)):
        for column, text in enumerate(texts):
            hidden.write_string(row, column, text)
    hidden.very_hidden()
    book.close()
    return repacked(buffer.getvalue())


def sheet_names(wanted: Iterable[str]) -> Any:
    """Names of sheets: what the program allows, none twice; it keeps the name History for itself."""
    taken = {SHEET, "history"}
    for text in wanted:
        bare = _FORBIDDEN.sub(" ", clean(text)).strip() or "_"
        name, number = _cut(bare, LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            name = f"{_cut(bare, LONGEST_NAME - len(str(number)) - 1)}-{number}"
        taken.add(name.casefold())
        yield name


def _cut(text: str, most: int) -> str:
    """As much of a text as fits; characters beyond the first plane count twice."""
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore").strip()


class Styles:
    """Formats, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        """The format of these properties."""
        key = tuple(sorted({"font_name": _FONT, "font_size": _SIZE, "valign": "vcenter", **properties}.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(dict(key))
        return self.made[key]

    def report(self, cell: Cell, pattern: str) -> Any:
        """The format of a cell of a report."""
        align = "left" if cell.kind == "text" else "center"
        return self.of(border=1, text_wrap=True, num_format=pattern, align=align, bold=cell.kind == "head")

    def cell(self, cell: Cell, live: LiveCell, *, over_pages: bool = False) -> Any:
        """The format of a form's cell; those to be filled in are not locked."""
        more: dict[str, object] = {"border": 1, "num_format": live.pattern}
        # numbers do not wrap: one that is wider than its column becomes smaller instead of ####
        more |= {"text_wrap": True} if live.number is None and cell.kind != "number" else {"shrink": True}
        more |= {"valign": "top"} if over_pages and cell.kind == "text" else {}
        more |= {"align": "left" if cell.kind == "text" and live.number is None else "center"}
        more |= {"bold": True} if cell.kind in ("head", "label") else {}
        return self.of(**more, **({"locked": False, "bg_color": _ENTRY} if live.entry else {}))


class _Sheet:
    """One form on its sheet: the table from the second row on, flags and exact points to its right."""

    def __init__(self, book: Any, name: str, piece: Piece, lang: Lang) -> None:
        self.sheet, self.styles = book.add_worksheet(name), Styles(book)
        self.form, self.living, self.lang = piece.form, piece.living, lang
        self.last = len(self.form.columns) - 1
        self.places: dict[str, str] = {}
        self.cells = list(place_cells(all_rows(self.form)))
        self.high = self._heights()
        #: Where each row of the form begins: one higher than a sheet's rows may be takes several.
        self.starts = list(accumulate(map(_rows, self.high), initial=1))
        self.end = self.starts[-1]
        for row, column, cell in self.cells:
            if cell.field:
                self.places[cell.field] = xl_rowcol_to_cell(self.starts[row], column)
                self.places[f"points:{cell.field}"] = xl_rowcol_to_cell(self.starts[row], self.last + 2)

    def draw(self) -> None:
        sheet, columns = self.sheet, self.form.columns
        for column, wide in enumerate(columns):
            sheet.set_column(column, column, wide)
        sheet.set_column(self.last + 1, self.last + 1, FLAGS)
        sheet.set_column(self.last + 2, self.last + 2, None, None, {"hidden": True})
        title = self.styles.of(bold=True, font_size=_HEADLINE, align="center")
        _merge(sheet, 0, 0, 0, self.last, title)
        write_text(self.sheet, 0, 0, self.form.title, title)
        sheet.set_row(0, TITLE)
        for row, column, cell in self.cells:
            self._cell(self.starts[row], self.starts[row + cell.rows] - 1, column, cell)
        for high, start in zip(self.high, self.starts, strict=False):
            self._high(start, high)
        self._below()
        self._paper()

    def _cell(self, row: int, last: int, column: int, cell: Cell) -> None:
        live = self.living.cells.get(cell.field, LiveCell())
        style = self.styles.cell(cell, live, over_pages=last - row >= cell.rows)
        _merge(self.sheet, row, column, last, column + cell.columns - 1, style)
        self._value(row, column, cell.text, live, style)
        if live.choices:
            self._list(row, column, live.choices)
        if live.note:
            self.sheet.write_comment(row, column, live.note)
        self._beside(row, cell.field)

    def _value(self, row: int, column: int, text: str, live: LiveCell, style: Any) -> None:
        if live.formula:
            value = number(live.number) if live.number is not None else text
            self.sheet.write_formula(row, column, self._formula(live.formula), style, value)
        elif live.number is not None:
            self.sheet.write_number(row, column, number(live.number), style)
        else:
            write_text(self.sheet, row, column, text, style)

    def _formula(self, formula: str) -> str:
        return "=" + _FIELD.sub(lambda found: self.places[found[1]], formula)

    def _list(self, row: int, column: int, choices: tuple[str, ...]) -> None:
        """A list to pick from, without what it has no room for; another text may be typed, too, and is flagged."""
        listed = [choice for choice in choices if not _NOT_LISTED.search(choice) and choice.isprintable()]
        while len(",".join(listed).encode("utf-16-le")) > 2 * LONGEST_LIST:
            listed.remove(max(listed, key=len))
        if listed:
            self.sheet.data_validation(
                row, column, row, column, {"validate": "list", "source": listed, "error_type": "information"}
            )

    def _beside(self, row: int, field: str) -> None:
        flag, points = self.living.flags.get(field), self.living.points.get(field)
        if flag is not None:
            style = self.styles.of(font_color=_FLAG, text_wrap=True)
            self.sheet.write_formula(row, self.last + 1, self._formula(flag.formula), style, flag.text)
        if points is not None:
            self._value(row, self.last + 2, "", points, self.styles.of())

    def _heights(self) -> list[int]:
        """How high each row of the form must be for its texts; a cell over several rows has them all."""
        need = [LEAST] * len(all_rows(self.form))
        for row, column, cell in self.cells:
            high = _lines(cell.text, sum(self.form.columns[column : column + cell.columns]) - 1) * LINE
            for down in range(cell.rows):
                need[row + down] = max(need[row + down], -(-high // cell.rows) + 2)
        return need

    def _high(self, row: int, high: int) -> int:
        """Give the rows of the sheet that one of the form takes their height; returns how many they are."""
        rows = _rows(high)
        for at in range(rows):
            self.sheet.set_row(row + at, -(-high // rows))
        return rows

    def _below(self) -> None:
        form, colon, row = self.form, LABELS[self.lang]["colon"], self.end
        plain, note = self.styles.of(text_wrap=True), self.styles.of(text_wrap=True, valign="top")
        for label, text in form.below[: form.notes]:
            told = f"{label}{colon}{text}"
            rows = self._high(row, max(LEAST, _lines(told, sum(form.columns) - 2) * LINE + 2))
            _merge(self.sheet, row, 0, row + rows - 1, self.last, note)
            write_text(self.sheet, row, 0, told, note)
            row += rows
        _merge(self.sheet, row, 0, row, self.last, plain)
        told = "    ".join(f"{label}{colon}{text}" for label, text in form.below[form.notes :])
        formula = totals_formula(form, self.living, self.lang)
        if formula is None:
            write_text(self.sheet, row, 0, told, plain)
        else:
            self.sheet.write_formula(row, 0, self._formula(formula), plain, told)
        self.sheet.set_row(row, LEAST)
        if form.signatures:
            _merge(self.sheet, row + 1, 0, row + 1, self.last, plain)
            write_text(self.sheet, row + 1, 0, "                    ".join(form.signatures), plain)
            self.sheet.set_row(row + 1, TITLE)
        self.end = row + bool(form.signatures)

    def _paper(self) -> None:
        sheet = self.sheet
        sheet.set_landscape() if self.form.landscape else sheet.set_portrait()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**MARGINS)
        sheet.print_area(0, 0, self.end, self.last)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        heads = self._repeated()
        if heads is not None:
            sheet.repeat_rows(*heads)
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _repeated(self) -> tuple[int, int] | None:
        """The headings of the indicators."""
        row = 0
        for block in self.form.blocks:
            if block.name == "indicators" and block.heads:
                return self.starts[row], self.starts[row + block.heads] - 1
            row += len(block.rows)
        return None


def _rows(high: int) -> int:
    """How many rows of a sheet so high a row of the form takes."""
    return 1 if high <= MOST else -(-high // PART)


def _lines(text: str, room: int) -> int:
    """How many lines a text takes in a room of so many half-width characters."""
    return sum(-(-max(1, width(line)) // max(1, room)) for line in text.split("\n"))


def write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """A text as a text, whatever it looks like."""
    if not text:
        sheet.write_blank(row, column, None, style)
    elif sheet.write_string(row, column, text[:LONGEST_TEXT], style):
        raise AssertionError(f"a cell was not written: {row}, {column}")


def _merge(sheet: Any, row: int, column: int, last_row: int, last_column: int, style: Any) -> None:
    if (row, column) != (last_row, last_column):
        sheet.merge_range(row, column, last_row, last_column, "", style)


def number(value: Fraction) -> Any:
    """The nearest number that a cell can hold."""
    return value.numerator if value.denominator == 1 else value.numerator / value.denominator


def _summary(sheet: Any, styles: Styles, block: Block) -> None:
    for column, wide in enumerate(WIDTHS):
        sheet.set_column(column, column, wide)
    for at in place_cells(block.rows):
        sheet.write_string(at.row, at.column, at.cell.text[:LONGEST_TEXT], styles.cell(at.cell, LiveCell()))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


XLSX = Document(_piece, _whole)
