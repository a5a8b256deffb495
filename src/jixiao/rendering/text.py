"""The form for a terminal: aligned under 汉字, wrapped, no numbers rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, Form, Row, form_of
from jixiao.rendering.flattening import Flat, flat
from jixiao.rendering.formats import Format
from jixiao.rendering.grid import grid
from jixiao.result import Result

#: The widest a column of the summary may get, in terminal columns; and bounds of any other, whatever the paper's.
SUMMARY = (40, 8, 6, 60)
NARROWEST, WIDEST = 18, 46


def _form(result: Result, lang: Lang) -> str:
    form = form_of(result, lang)
    colon = LABELS[lang]["colon"]
    lines = [form.title, ""]
    for block in form.blocks:
        lines += _pairs(block, colon) if block.name == "pairs" else _table(flat(block, form.columns))
    *notes, totals = _below(form, colon)
    return "\n".join([*lines, *notes, totals]) + "\n\n"


def _below(form: Form, colon: str) -> Iterator[str]:
    """A line for each text, then the totals in one."""
    told = [f"{label}{colon}{text}" for label, text in form.below]
    yield from told[: form.notes]
    yield "    ".join(told[form.notes :])


def _pairs(block: Block, colon: str) -> Iterator[str]:
    for row in block.rows:
        yield "    ".join(_pair(row, colon))


def _pair(row: Row, colon: str) -> Iterator[str]:
    label = ""
    for cell in row:
        if cell.kind == "label":
            label = cell.text.rstrip("：:")
        else:
            yield f"{label}{colon}{cell.text}"


def _table(table: Flat) -> list[str]:
    rooms = [min(max(width, NARROWEST), WIDEST) for width in table.widths]
    return [*table.above, grid(table.head, table.body, rooms)]


def _summary(block: Block, _: Lang) -> str:
    return "\n".join(_table(flat(block, SUMMARY)))


TABLE = Format(_form, table=_summary)
