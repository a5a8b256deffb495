"""A form as a workbook that calculates: all cells that a spreadsheet needs so that scores and totals follow an edit."""

from __future__ import annotations

from jixiao.exact import parse_number
from jixiao.findings import Lang
from jixiao.forms.grid import Form
from jixiao.forms.labels import LABELS
from jixiao.forms.spreadsheet.fund_cells import add_execution, add_funds
from jixiao.forms.spreadsheet.indicator_cells import add_indicator
from jixiao.forms.spreadsheet.live_form import Flag, LiveCell, LiveForm, LiveFormBuilder
from jixiao.forms.spreadsheet.number_cells import NUMBER_PLACES, has_room, number_cell
from jixiao.forms.spreadsheet.totals import TotalFormulas
from jixiao.model.layout import REVIEW_TEXTS
from jixiao.result import Result

_NUMBERS = frozenset({"weight", "full", "score", "total", "second_total"})
_TYPED = frozenset({"target", "value"})
_ENTRIES = frozenset({
    "reason", "cause", "conclusion", "problems", "measures", "remarks", "achieved",
    "second_actual", "second_reason", *REVIEW_TEXTS,
})  # fmt: skip
_NUMBER_ENTRIES = frozenset({"second_score", "second_spent"})


def live_form(result: Result, form: Form, lang: Lang = "zh") -> LiveForm:
    """Return the live cells of a result's form; none without a score."""
    scored = result.scored
    if scored is None:
        return LiveForm({}, {}, {})
    builder = LiveFormBuilder(result, scored, form, lang)
    _add_constants(builder)
    add_funds(builder)
    if scored.execution is not None:
        add_execution(builder, scored.execution)
    for row in scored.rows:
        add_indicator(builder, row)
    builder.live.cells.update(TotalFormulas(builder).cells())
    return builder.live


def _add_constants(builder: LiveFormBuilder) -> None:
    """Add numbers that follow from nothing, and texts that a person may change."""
    for field, text in builder.texts.items():
        key = field.rpartition(".")[2]
        if key in _ENTRIES:
            builder.live.cells[field] = LiveCell(entry=True)
        elif key in _NUMBER_ENTRIES:
            builder.live.cells[field] = LiveCell(parse_number(text), entry=True)
        elif key in _NUMBERS:
            number = parse_number(text)
            if number is not None:
                builder.live.cells[field] = LiveCell(number)
        elif key in _TYPED:
            cell = number_cell(text)
            if cell is not None and has_room([cell.number], NUMBER_PLACES):
                builder.live.cells[field] = LiveCell(cell.number, cell.pattern)


def totals_formula(form: Form, live: LiveForm, lang: Lang) -> str | None:
    """Return the formula of the line of totals under a form, ``None`` where one of them follows from nothing."""
    keys = [key for key in ("total", "scaled", "grade") if f"below.{key}" in live.cells]
    labels = [label for label, _ in form.below[form.notes :]]
    if len(keys) != len(labels):
        return None
    colon = LABELS[lang]["colon"]
    totals = []
    gap = ""
    for key, label in zip(keys, labels, strict=True):
        totals.append(f'"{gap}{label}{colon}"&{live.cells[f"below.{key}"].formula}')
        gap = "    "
    return "&".join(totals)


__all__ = ["Flag", "LiveCell", "LiveForm", "live_form", "totals_formula"]
