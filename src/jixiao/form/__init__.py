"""The official table as a value: a grid of cells with their texts. Renderers draw it and compute nothing."""

from jixiao.form.build import form_of
from jixiao.form.cells import Block, Cell, Form, Placed, Row, all_rows, clean, parted, placed
from jixiao.form.summary import summary_block, summary_row
from jixiao.form.words import BLOCKS, LABELS

__all__ = [
    "BLOCKS",
    "LABELS",
    "Block",
    "Cell",
    "Form",
    "Placed",
    "Row",
    "all_rows",
    "clean",
    "form_of",
    "parted",
    "placed",
    "summary_block",
    "summary_row",
]
