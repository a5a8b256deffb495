"""The official table as a value: a grid of cells with their texts. Renderers draw it and compute nothing."""

from jixiao.forms.build import form_of
from jixiao.forms.grid import Block, Cell, Form, Placed, Row, all_rows, clean, parted, placed
from jixiao.forms.labels import BLOCKS, LABELS
from jixiao.forms.summary import summary_block, summary_row

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
