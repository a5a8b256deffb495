"""A workbook with findings written back at their cells: comments, and colours that leave the cells' own as they are."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill

from jixiao.forms.labels import COMMENT_START
from jixiao.rendering.annotations import AUTHOR, COLOURS, Annotation, comment_text, worst
from jixiao.rendering.reproducible_zip import repack

#: A condition that always holds, by which our colours are known: they lie over a cell's own, which stay.
_ALWAYS = f'"{AUTHOR}"="{AUTHOR}"'
#: The size of a comment's box, in pixels: a line of so many characters, and its height.
_WIDTH, _LINE, _LINE_HEIGHT, _MOST_LINES = 320, 22, 18, 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
#: The cell for what belongs to the whole form.
_FIRST_CELL = "A1"


def annotate_workbook(data: bytes, annotations: Iterable[Annotation]) -> bytes:
    """Return a workbook with annotations instead of those that it has from before; everything else is as it was.

    Formulas keep the values that the file holds for them.
    """
    with warnings.catch_warnings(action="ignore"):  # about what the library leaves out, such as extensions
        book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=_has_macros(data))
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        _remove_annotations(sheet)

    def place(annotation: Annotation) -> tuple[str, str]:
        return _place(annotation, book.sheetnames)

    for (title, cell), same in groupby(sorted(annotations, key=place), key=place):
        _annotate(book[title], cell, list(same))
    buffer = io.BytesIO()
    book.save(buffer)
    return repack(_with_values(buffer.getvalue(), book, values))


def _has_macros(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "xl/vbaProject.bin" in archive.namelist()


def _place(annotation: Annotation, titles: list[str]) -> tuple[str, str]:
    """Return sheet and cell of an annotation; what belongs to a whole form or file stands at its first cell."""
    title, _, cell = annotation.where.rpartition("!")
    if title in titles and _CELL.fullmatch(cell):
        return title, cell
    return (annotation.where if annotation.where in titles else titles[0]), _FIRST_CELL


def _remove_annotations(sheet: Any) -> None:
    """Take out the annotations that a sheet has from before."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None:
                cell.comment = _without_annotation(cell.comment)
    rest = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.formula != [_ALWAYS]:
                rest.add(str(area.sqref), rule)
    sheet.conditional_formatting = rest


def _without_annotation(comment: Comment) -> Comment | None:
    """Return a comment without what the program wrote into it; ``None`` where nothing remains."""
    own, start, _ = comment.text.partition(COMMENT_START)
    if not start:
        return comment
    own = own.rstrip("\n")
    return Comment(own, comment.author, comment.height, comment.width) if own else None


def _annotate(sheet: Any, name: str, annotations: list[Annotation]) -> None:
    """Write a comment at a cell, below the one that it has, and colour it; of a merged area, its first cell."""
    area = next((area for area in sheet.merged_cells.ranges if name in area), None)
    cell = sheet[name] if area is None else sheet.cell(area.min_row, area.min_col)
    text, author = comment_text(annotations), AUTHOR
    if cell.comment is not None:
        text, author = f"{cell.comment.text}\n{text}", cell.comment.author
    lines = sum(-(-max(1, len(line)) // _LINE) for line in text.split("\n"))
    cell.comment = Comment(text, author, _LINE_HEIGHT * min(lines + 1, _MOST_LINES), _WIDTH)
    fill = PatternFill(bgColor=COLOURS[worst(annotations)], fill_type="solid")
    covered = cell.coordinate if area is None else str(area)
    colour = FormulaRule(formula=[_ALWAYS], fill=fill)  # type: ignore[no-untyped-call]  # the library has no types
    sheet.conditional_formatting.add(covered, colour)


# ---- the values of formulas, which the library does not write


def _with_values(data: bytes, book: Any, values: Any) -> bytes:
    """Return a workbook as the library writes it, with the values that the file held for its formulas."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    ET.register_namespace("", _MAIN.strip("{}"))
    for number, sheet in enumerate(book.worksheets, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = _sheet_with_values(parts[name], values[sheet.title])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _sheet_with_values(part: bytes, values: Any) -> bytes:
    root = ET.fromstring(part)  # noqa: S314  # the library has just written it
    for cell in root.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None:
            _set_value(cell, values[cell.get("r")].value)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _set_value(cell: ET.Element, value: object) -> None:
    """Write the value of a formula into its cell; one without a value stays without."""
    element = cell.find(f"{_MAIN}v")
    if value is None:
        return
    if element is None:
        element = ET.SubElement(cell, f"{_MAIN}v")
    kind = {bool: "b", str: "str"}.get(type(value))
    if kind is not None:
        cell.set("t", kind)
    element.text = str(int(value)) if isinstance(value, bool) else str(value)


__all__ = ["annotate_workbook"]
