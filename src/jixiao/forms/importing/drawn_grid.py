"""A form as the program drew it, in rows of cells, to be compared with the form that was edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import NamedTuple

from jixiao.findings import Lang
from jixiao.forms import LABELS, Form, all_rows, place_cells
from jixiao.forms.build import NOTES
from jixiao.forms.importing.grid import lines_below
from jixiao.model.layout import REVIEW_TEXTS, SECOND_SCORE, TICKS
from jixiao.quantity import unspaced

TITLE, TOTALS = "title", "totals"
#: Rows above the table: the title.
TITLE_ROWS = 1
#: Fields whose cells show what the project holds; the cells of all other fields show what is computed from it.
_HELD = re.compile(
    r"name|year|month|department|unit|code|answers|conclusion|problems|measures|remarks|execution\.reason"
    r"|funds\.(?:cause|remedy|adjustment)"
    rf"|{'|'.join(REVIEW_TEXTS)}|funds\.total\.second_spent|execution\.(?:{'|'.join(SECOND_SCORE)})"
    r"|funds\.(?:[a-z]+|parts\[[0-9]+\])\.(?:initial|budget|spent|forecast|name)|goals\[[0-9]+\]\.(?:expected|achieved)"
    r"|indicators\[[0-9]+\]\.(?:level1|level2|name|target|comparison|value|uom|actual|weight|reason"
    rf"|progress|forecast|likelihood|cause_kinds|note|second_actual|{'|'.join((*SECOND_SCORE, *TICKS))})"
)


class OriginalCell(NamedTuple):
    """A cell: its text, and the field of the project or of its scores that it shows; "" where the text is fixed."""

    text: str
    field: str = ""


class Original(NamedTuple):
    """The cells of each row by column: the title, the table, what stands below it."""

    rows: tuple[Mapping[int, OriginalCell], ...]
    #: The part of the form that each row belongs to: the title, each of the table's blocks, what stands below.
    parts: tuple[int, ...]
    #: The name of each part: ``title``, that of a block, ``below``.
    names: tuple[str, ...]

    def texts(self) -> list[dict[int, str]]:
        """Return the texts of each row by column, without spaces, as they are compared."""
        return [{column: unspaced(cell.text) for column, cell in row.items() if cell.text} for row in self.rows]

    @property
    def headed(self) -> list[int]:
        """Return the parts whose columns have headings."""
        return [part for part in dict.fromkeys(self.parts) if self.names[part] in ("funds", "goals", "indicators")]

    def section_of(self, row: int) -> str:
        """Return the name of the part of the form to which a row belongs."""
        return self.names[self.parts[row]]

    def kind_of(self, row: int) -> str:
        """Return what a row of the table is: one of the funds (``funds.fiscal``), ``execution``, ``sum``, or ""."""
        fields = {cell.field for cell in self.rows[row].values()}
        funds = (".".join(field.split(".")[:2]) for field in fields if field.startswith("funds."))
        if fund := next(funds, ""):
            return fund
        if any(field.startswith("execution.") for field in fields):
            return "execution"
        return "" if fields.isdisjoint(("full", "total", "grade")) else "sum"

    def by_field(self) -> dict[str, str]:
        """Return the text of each field."""
        return {cell.field: cell.text for row in self.rows for cell in row.values() if cell.field}


def is_held(field: str) -> bool:
    """Whether a field is held by the project, so that a change of its cell changes the project.

    >>> is_held("indicators[3].actual"), is_held("indicators[3].score")
    (True, False)
    """
    return _HELD.fullmatch(field) is not None


def original_of(form: Form, lang: Lang) -> Original:
    """Return the cells of a form as it is drawn."""
    table: list[dict[int, OriginalCell]] = [{} for _ in all_rows(form)]
    for at in place_cells(all_rows(form)):
        table[at.row][at.column] = OriginalCell(at.cell.text, at.cell.field)
    keys = {LABELS[lang][key]: key for key in NOTES}
    notes = [keys[label] for label, _ in form.below[: form.notes]]
    below = zip_longest(lines_below(form, lang), (*notes, TOTALS), fillvalue="")
    rows = ({0: OriginalCell(form.title, TITLE)}, *table, *({0: OriginalCell(*line)} for line in below))
    blocks = [number for number, block in enumerate(form.blocks, 1) for _ in block.rows]
    parts = (0, *blocks, *[len(form.blocks) + 1] * (len(rows) - len(blocks) - 1))
    return Original(rows, parts, ("title", *(block.name for block in form.blocks), "below"))


__all__ = ["TITLE", "TITLE_ROWS", "TOTALS", "Original", "OriginalCell", "is_held", "original_of"]
