"""The form for a terminal: aligned under 汉字, wrapped, no numbers rewritten."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, form_of, lines_below
from jixiao.rendering.flattening import FlatTable, flatten, labelled_texts
from jixiao.rendering.formats import Format
from jixiao.rendering.grid import draw_grid
from jixiao.result import Result

#: The widest a column of the summary may get, in terminal columns; and bounds of any other, whatever the paper's.
SUMMARY = (40, 8, 6, 60)
NARROWEST, WIDEST = 18, 46
#: Between texts on one line.
_GAP = "    "


def _form(result: Result, lang: Lang) -> str:
    form = form_of(result, lang)
    colon = LABELS[lang]["colon"]
    lines = [form.title, ""]
    for block in form.blocks:
        lines += _block(block, form.columns, colon)
    notes, totals = lines_below(form, colon)
    return "\n".join([*lines, *notes, _GAP.join(totals)]) + "\n\n"


def _block(block: Block, columns: Sequence[int], colon: str) -> list[str]:
    """Return pairs of labels and texts as lines, any other block as a table."""
    if block.name != "pairs":
        return _table(flatten(block, columns))
    return [_GAP.join(f"{label}{colon}{text}" for label, text in labelled_texts(row)) for row in block.rows]


def _table(table: FlatTable) -> list[str]:
    rooms = [min(max(width, NARROWEST), WIDEST) for width in table.widths]
    return [*table.above, draw_grid(table.head, table.body, rooms)]


def _summary(block: Block, _: Lang) -> str:
    return "\n".join(_table(flatten(block, SUMMARY)))


TABLE = Format(_form, draw_summary=_summary)
