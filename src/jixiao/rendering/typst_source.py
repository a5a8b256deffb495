"""Sheets of tables set as PDF by typst: data in, bytes out, the same each time."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from jixiao.findings import Codes, Finding, Lang
from jixiao.forms import Block, PlacedCell
from jixiao.rendering.formats import FormatError, open_sides, repeat_headings
from jixiao.rendering.text_width import EM, count_lines, split_pieces

#: Fonts with 汉字, the official ones first.
FONTS = (
    "SimSun", "NSimSun", "FangSong", "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC",
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei", "AR PL UMing CN",
)  # fmt: skip
TEMPLATE = "sheet.typ"
#: As the template has it: the width of A4's two orientations within its margins, and what a cell leaves at its sides.
_WIDE, _TALL, _SIDES = 85 * EM, 57 * EM, 70
#: A row of so many lines stays on one page. The template cuts what would be longer than the page, so this is far less.
_TOGETHER = 20
_LATIN = "Libertinus Serif"  # comes with the library
_NEVER = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


@cache
def _installed() -> tuple[typst.Fonts, tuple[str, ...]]:
    """Return the machine's fonts, looked for once, and those of them that have 汉字."""
    fonts = typst.Fonts()
    families = set(fonts.families())
    return fonts, tuple(name for name in FONTS if name in families)


def sheet(parts: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return one sheet for the template: its parts, its title, paragraphs and lines below."""
    return {"title": "", "paragraphs": [], "below": [], "landscape": True, **more, "parts": list(parts)}


def part(
    blocks: Iterable[Block], columns: tuple[int, ...], heading: str = "", svg: str = "", *, landscape: bool = True
) -> dict[str, Any]:
    """Return tables on one grid, under a heading and a picture if there are any."""
    paper = _WIDE if landscape else _TALL
    rooms = tuple(paper * width // sum(columns) for width in columns)
    return {"heading": heading, "svg": svg, "blocks": [_block(block, columns, rooms) for block in blocks]}


def _block(block: Block, columns: tuple[int, ...], rooms: tuple[int, ...]) -> dict[str, Any]:
    block, heads = repeat_headings(block)
    sides = list(open_sides(block))
    long_rows = {row for at, _ in sides if _is_long(at, rooms) for row in range(at.row, at.row + at.cell.rows)}
    is_whole = block.name == "indicators"
    cells = [
        _cell(at, _room(at, rooms), side, together=_stays_together(at, long_rows, is_whole=is_whole))
        for at, side in sides
    ]
    return {"columns": columns, "heads": heads, "cells": cells}


def _stays_together(at: PlacedCell, long_rows: set[int], *, is_whole: bool) -> bool:
    """Whether the rows of a cell stay on one page; several only where it is the label of a class (``is_whole``)."""
    rows = range(at.row, at.row + at.cell.rows)
    is_label = is_whole and at.cell.kind == "text"
    return long_rows.isdisjoint(rows) and (at.cell.rows == 1 or is_label)


def _is_long(at: PlacedCell, rooms: tuple[int, ...]) -> bool:
    """Whether a cell has more lines than stay on one page."""
    return count_lines(at.cell.text, _room(at, rooms)) > _TOGETHER


def _room(at: PlacedCell, rooms: tuple[int, ...]) -> int:
    return sum(rooms[at.column : at.column + at.cell.columns]) - _SIDES


def _cell(at: PlacedCell, room: int, open_side: str, *, together: bool) -> dict[str, Any]:
    """Return a cell; its text as lines, each of pieces that may or may not break anywhere."""
    cell = at.cell
    return {
        "x": at.column, "y": at.row, "w": cell.columns, "h": cell.rows, "k": cell.kind,
        "t": [list(split_pieces(line, room)) for line in cell.text.split("\n")],
        "open": open_side,
        "together": together,
    }  # fmt: skip


def typeset(sheets: list[dict[str, Any]], title: str, lang: Lang) -> bytes:
    """Return the sheets as one PDF.

    Raises:
        FormatError: no font with 汉字 is installed.
    """
    fonts, chinese = _installed()
    if not chinese:
        raise FormatError(Finding(Codes.NO_CHINESE_FONT, args={"fonts": "、".join(FONTS)}))
    families = {"zh": [*chinese, _LATIN], "en": [_LATIN, *chinese]}[lang]
    data = {"sheets": sheets, "title": title, "fonts": families, "lang": lang}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with tempfile.TemporaryDirectory() as name:  # nothing else is in it, so a document can read nothing else
        root = Path(name)
        source = root / TEMPLATE
        source.write_bytes(files("jixiao.rendering").joinpath(TEMPLATE).read_bytes())
        return typst.compile(source, root=root, font_paths=fonts, timestamp=_NEVER, format="pdf", sys_inputs=inputs)
