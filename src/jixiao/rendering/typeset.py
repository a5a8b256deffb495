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

from jixiao.finding import Finding, Lang
from jixiao.form import Block, Cell, placed
from jixiao.rendering.several import FormatError

#: Fonts with 汉字, the official ones first.
FONTS = (
    "SimSun", "NSimSun", "FangSong", "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC",
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei", "AR PL UMing CN",
)  # fmt: skip
TEMPLATE = "sheet.typ"
#: Blocks that may be longer than a page, whose headings are repeated.
LONG = ("indicators", "report", "summary")
_LATIN = "Libertinus Serif"  # comes with the library
_NEVER = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


@cache
def _installed() -> tuple[typst.Fonts, tuple[str, ...]]:
    """The machine's fonts, looked for once, and those of them that have 汉字."""
    fonts = typst.Fonts()
    families = set(fonts.families())
    return fonts, tuple(name for name in FONTS if name in families)


def sheet(parts: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """One sheet: its parts, and what else it says."""
    return {"title": "", "paragraphs": [], "below": [], "landscape": True, **more, "parts": list(parts)}


def part(blocks: Iterable[Block], columns: tuple[int, ...], heading: str = "", svg: str = "") -> dict[str, Any]:
    """Tables on one grid, under a heading and a picture if there are any."""
    return {"heading": heading, "svg": svg, "blocks": [_block(block, columns) for block in blocks]}


def _block(block: Block, columns: tuple[int, ...]) -> dict[str, Any]:
    heads = block.heads if block.name in LONG else 0
    cells = [cell for at in placed(block.rows) for cell in _cells(at.row, at.column, at.cell, heads)]
    return {"columns": columns, "heads": heads, "cells": cells}


def _cells(row: int, column: int, cell: Cell, heads: int) -> Iterable[dict[str, Any]]:
    """A cell; one that reaches from the headings into the rows below, where a heading must end, is two."""
    told = {"x": column, "w": cell.columns, "k": cell.kind}
    above = min(cell.rows, heads - row) if row < heads else cell.rows
    yield {**told, "y": row, "h": above, "t": cell.text}
    if above < cell.rows:
        yield {**told, "y": heads, "h": cell.rows - above, "t": ""}


def pdf(sheets: list[dict[str, Any]], title: str, lang: Lang) -> bytes:
    """The sheets as one PDF.

    Raises:
        FormatError: no font with 汉字 is installed.
    """
    fonts, chinese = _installed()
    if not chinese:
        raise FormatError(Finding("JX810", args={"fonts": "、".join(FONTS)}))
    family = [*chinese, _LATIN] if lang == "zh" else [_LATIN, *chinese]
    data = {"sheets": sheets, "title": title, "fonts": family, "lang": lang}
    told = {"data": json.dumps(data, ensure_ascii=False)}
    with tempfile.TemporaryDirectory() as name:  # nothing else is in it, so a document can read nothing else
        root = Path(name)
        source = root / TEMPLATE
        source.write_bytes(files("jixiao.rendering").joinpath(TEMPLATE).read_bytes())
        return typst.compile(source, root=root, font_paths=fonts, timestamp=_NEVER, format="pdf", sys_inputs=told)
