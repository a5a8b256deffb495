"""The workbook that people fill in: where each value is typed, what follows from it, and how it is to be filled in."""

from jixiao.forms.entry.formulas import EntryFormulas
from jixiao.forms.entry.guide import guide_lines
from jixiao.forms.entry.labels import GUIDE, SCORES, SHEET, TEXTS
from jixiao.forms.entry.score_sheet import ScoreSheet, score_sheet
from jixiao.forms.entry.sheet import EntryCell, EntrySheet, entry_sheet

__all__ = [
    "GUIDE",
    "SCORES",
    "SHEET",
    "TEXTS",
    "EntryCell",
    "EntryFormulas",
    "EntrySheet",
    "ScoreSheet",
    "entry_sheet",
    "guide_lines",
    "score_sheet",
]
