"""The official table as a value: a grid of cells with their texts. Renderers draw it and compute nothing."""

from jixiao.forms.build import form_of
from jixiao.forms.grid import (
    Block,
    Cell,
    Form,
    PlacedCell,
    Row,
    all_rows,
    clean,
    lines_below,
    place_cells,
    split_at_headings,
)
from jixiao.forms.labels import BLOCKS, LABELS
from jixiao.forms.summary import summary_block, summary_row

__all__ = [
    "BLOCKS",
    "LABELS",
    "Block",
    "Cell",
    "Form",
    "PlacedCell",
    "Row",
    "all_rows",
    "clean",
    "form_of",
    "lines_below",
    "place_cells",
    "split_at_headings",
    "summary_block",
    "summary_row",
]
