"""The form for a terminal: aligned under 汉字, wrapped, no numbers rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, form_of, lines_below
from jixiao.rendering.flattening import FlatTable, flatten, labelled_texts
from jixiao.rendering.formats import Format
from jixiao.rendering.grid import BESIDE_HEADS, draw_grid
from jixiao.result import Result

#: The widest a column of the summary may get, in terminal columns; and bounds of any other, whatever the paper's.
SUMMARY = (40, 8, 6, 60)
NARROWEST, WIDEST = 18, 46
#: The least room of a column in a narrow window; what lines and spaces take of a column.
LEAST, LINES_BESIDE = 2, 3
#: Between texts on one line.
_GAP = "    "


def table_in(window: int | None) -> Format:
    """Return the format whose tables are no wider than a window of so many columns; ``None`` is as wide as need be."""
    return Format(partial(_form, window=window), draw_summary=partial(_summary, window=window))


def _form(result: Result, lang: Lang, *, window: int | None) -> str:
    form = form_of(result, lang)
    colon = LABELS[lang]["colon"]
    lines = [form.title, ""]
    for block in form.blocks:
        lines += _block(block, form.columns, colon, window)
    notes, totals = lines_below(form, colon)
    if totals:
        notes = [*notes, _GAP.join(totals)]
    return "\n".join([*lines, *notes]) + "\n\n"


def _block(block: Block, columns: Sequence[int], colon: str, window: int | None) -> list[str]:
    """Return pairs of labels and texts as lines, any other block as a table."""
    if block.name != "pairs":
        return _table(flatten(block, columns), window)
    return [_GAP.join(f"{label}{colon}{text}" for label, text in labelled_texts(row)) for row in block.rows]


def _table(table: FlatTable, window: int | None) -> list[str]:
    rooms = [min(max(width, NARROWEST), WIDEST) for width in table.widths]
    beside = BESIDE_HEADS
    if window is not None:
        rooms, beside = fit_rooms(rooms, window), 0
    return [*table.above, draw_grid(table.head, table.body, rooms, beside)]


def fit_rooms(rooms: Sequence[int], window: int) -> list[int]:
    """Return the widths of columns so that their table fits a window; the widest are narrowed first.

    >>> fit_rooms([18, 46, 20], 60), fit_rooms([18, 18], 80)
    ([16, 17, 17], [18, 18])
    """
    fitting = list(rooms)
    while sum(fitting) + LINES_BESIDE * len(fitting) + 1 > window and max(fitting) > LEAST:
        widest = max(range(len(fitting)), key=fitting.__getitem__)
        fitting[widest] -= 1
    return fitting


def _summary(block: Block, _: Lang, *, window: int | None) -> str:
    return "\n".join(_table(flatten(block, SUMMARY), window))


TABLE = table_in(None)
