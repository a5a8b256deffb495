"""The sheet that people fill in: every cell with what is to be typed there, may be chosen, or follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from jixiao.findings import Lang
from jixiao.forms.entry.columns import Column, class_labels, columns_of, heading, second_levels
from jixiao.forms.entry.labels import TEXTS
from jixiao.model.fields import Model
from jixiao.model.layout import FUNDS
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Project
from jixiao.model.spec import IndicatorSpec

#: Spare rows for each class, and for goals.
SPARE_ROWS, GOAL_ROWS = 30, 10
#: Columns of the sheet that labels, texts beside them, and the two texts of a goal take.
_BESIDE, _EXPECTED, _ACHIEVED = range(1, 7), range(1, 5), range(5, 11)
#: The columns of amounts, and of rate, weight and score beside them.
_AMOUNTS = {"initial": range(1, 2), "budget": range(2, 3), "spent": range(3, 5)}
_EXECUTION = {"rate": range(5, 6), "weight": range(6, 7), "score": range(7, 8)}
_HEAD = ("spec", "name", "year", "department", "unit", "code", "finished")
_OF_FUNDS = ("cause", "remedy", "adjustment")
_NOTES = ("conclusion", "problems", "measures", "remarks")
_MONEY_UNITS = ("万元", "元")
#: What is long, and wraps in its cell.
_COMPUTED_WIDTHS = {"computed": 10, "hint": 30}
#: The rows of a form that stand above all sections: title, what is missing, totals.
_MISSING_ROW, _TOTAL_ROW, _FIRST_ROW = 1, 2, 3
Kind = Literal["title", "section", "label", "head", "entry", "amount", "computed"]


class EntryCell(NamedTuple):
    """A cell: its place from 0, how many columns it takes, its text, the field that it holds, what may be chosen."""

    row: int
    column: int
    kind: Kind
    text: str = ""
    field: str = ""
    columns: int = 1
    choices: tuple[str, ...] = ()


class EntrySheet(NamedTuple):
    """All cells of the sheet, the widths of its columns, and where its indicators stand.

    ``rows`` are the rows of indicators, spare ones at first, ``columns`` the columns of their fields.
    """

    cells: tuple[EntryCell, ...]
    widths: tuple[int, ...]
    rows: range
    columns: dict[str, int]

    def place(self, field: str) -> tuple[int, int]:
        """Return row and column of a field of the head, the funds, or the computed cells above them."""
        return next((cell.row, cell.column) for cell in self.cells if cell.field == field)


def entry_sheet(spec: IndicatorSpec, lang: Lang) -> EntrySheet:
    """Return the sheet for a spec."""
    columns = columns_of(spec, lang)
    builder = _SheetBuilder(spec, lang, columns)
    cells = tuple(builder.cells())
    places = {column.field: number for number, column in enumerate(columns)}
    computed = {key: len(columns) + number for number, key in enumerate(_COMPUTED_WIDTHS)}
    widths = (*(column.width for column in columns), *_COMPUTED_WIDTHS.values())
    return EntrySheet(cells, widths, builder.rows, places | computed)


class _SheetBuilder:
    """Builds the sheet from top to bottom; ``row`` is the next free row."""

    def __init__(self, spec: IndicatorSpec, lang: Lang, columns: tuple[Column, ...]) -> None:
        self.spec, self.lang, self.columns = spec, lang, columns
        self.texts = TEXTS[lang]
        self.width = len(columns) + len(_COMPUTED_WIDTHS)
        self.row = _FIRST_ROW
        self.rows = range(0)

    def cells(self) -> Iterator[EntryCell]:
        """Yield all cells."""
        title = self.texts["title"].format(title=self.spec.form.title)
        yield EntryCell(0, 0, "title", title, columns=self.width)
        yield from self._above()
        yield from self._section("project")
        yield from self._pairs(Project, _HEAD)
        yield from self._section("funds")
        yield from self._funds()
        yield from self._section("goals")
        yield from self._goals()
        yield from self._section("notes")
        yield from self._pairs(Project, _NOTES)
        yield from self._section("indicators")
        yield from self._indicators()

    def _above(self) -> Iterator[EntryCell]:
        """Yield the lines that say what is missing, and what the total is."""
        yield EntryCell(_MISSING_ROW, 0, "label", self.texts["missing"])
        yield EntryCell(_MISSING_ROW, 1, "computed", field="missing", columns=self.width - 1)
        for number, key in enumerate(("total", "grade")):
            yield EntryCell(_TOTAL_ROW, 2 * number, "label", self.texts[key])
            yield EntryCell(_TOTAL_ROW, 2 * number + 1, "computed", field=key)

    def _section(self, key: str) -> Iterator[EntryCell]:
        yield EntryCell(self.row, 0, "section", self.texts[key], columns=self.width)
        self.row += 1

    def _pairs(self, model: type[Model], fields: tuple[str, ...], prefix: str = "") -> Iterator[EntryCell]:
        """Yield labels, each with the cell beside it."""
        choices = {"finished": (self.texts["yes"], self.texts["no"]), "money_unit": _MONEY_UNITS}
        values = {"spec": self.spec.id, "money_unit": _MONEY_UNITS[0]}
        for field in fields:
            kind: Kind = "label" if field == "spec" else "entry"
            yield EntryCell(self.row, 0, "label", heading(model, field, self.lang))
            yield EntryCell(
                self.row, 1, kind, values.get(field, ""), f"{prefix}{field}", len(_BESIDE), choices.get(field, ())
            )
            self.row += 1

    def _funds(self) -> Iterator[EntryCell]:
        yield from self._pairs(Funds, ("money_unit",), "funds.")
        heads = {field: heading(Amounts, field, self.lang) for field in _AMOUNTS}
        heads |= {field: heading(Indicator, field, self.lang) for field in ("weight", "score")}
        heads["rate"] = self.texts["rate"]
        for field, columns in (_AMOUNTS | _EXECUTION).items():
            yield EntryCell(self.row, columns.start, "head", heads[field], columns=len(columns))
        self.row += 1
        for name in FUNDS:
            yield EntryCell(self.row, 0, "label", heading(Funds, name, self.lang))
            for field, columns in _AMOUNTS.items():
                yield EntryCell(self.row, columns.start, "amount", "", f"funds.{name}.{field}", len(columns))
            if name == "total":
                for field, columns in _EXECUTION.items():
                    yield EntryCell(self.row, columns.start, "computed", field=f"execution.{field}")
            self.row += 1
        yield from self._pairs(Funds, _OF_FUNDS, "funds.")

    def _goals(self) -> Iterator[EntryCell]:
        yield EntryCell(self.row, 0, "head", self.texts["number"])
        for field, columns in (("expected", _EXPECTED), ("achieved", _ACHIEVED)):
            yield EntryCell(self.row, columns.start, "head", heading(Goal, field, self.lang), columns=len(columns))
        self.row += 1
        for number in range(GOAL_ROWS):
            yield EntryCell(self.row, 0, "label", str(number + 1))
            for field, columns in (("expected", _EXPECTED), ("achieved", _ACHIEVED)):
                yield EntryCell(
                    self.row, columns.start, "entry", field=f"goals[{number}].{field}", columns=len(columns)
                )
            self.row += 1

    def _indicators(self) -> Iterator[EntryCell]:
        for number, column in enumerate(self.columns):
            yield EntryCell(self.row, number, "head", column.heading)
        for number, key in enumerate(_COMPUTED_WIDTHS, len(self.columns)):
            yield EntryCell(self.row, number, "head", self.texts[key])
        self.row += 1
        labels = class_labels(self.spec)
        self.rows = range(self.row, self.row + SPARE_ROWS * len(labels))
        for label in labels:
            for _ in range(SPARE_ROWS):
                yield from self._indicator(label)
                self.row += 1

    def _indicator(self, label: str) -> Iterator[EntryCell]:
        """Yield a spare row of a class."""
        for number, column in enumerate(self.columns):
            text, choices = "", column.choices
            if column.field == "level1":
                text = label
            elif column.field == "level2":
                choices = second_levels(self.spec, label)
            kind: Kind = "amount" if column.field in ("weight", "share", "deduct.points", "score") else "entry"
            yield EntryCell(self.row, number, kind, text, f"indicators.{column.field}", choices=choices)
        for number, key in enumerate(_COMPUTED_WIDTHS, len(self.columns)):
            yield EntryCell(self.row, number, "computed", field=f"indicators.{key}")


__all__ = ["GOAL_ROWS", "SPARE_ROWS", "EntryCell", "EntrySheet", "entry_sheet"]
