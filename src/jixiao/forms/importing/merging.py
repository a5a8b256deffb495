"""A form that was read, merged into the project that its file embeds: only cells that were edited change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jixiao.exact import parse_number
from jixiao.exact_json import read_plain
from jixiao.explain import reason_of, sentence
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms import form_of, summary_row
from jixiao.forms.grid import Form
from jixiao.forms.importing.alignment import align
from jixiao.forms.importing.cell_places import places_of
from jixiao.forms.importing.drawn_grid import original_of
from jixiao.forms.importing.entry_import import is_entry_sheet, project_of_entry
from jixiao.forms.importing.foreign.project import project_of_table
from jixiao.forms.importing.foreign.proposals import proposal_of
from jixiao.forms.importing.grid import Grid, Spot, grid_of
from jixiao.forms.importing.imported import ImportedProject
from jixiao.forms.importing.items import FormItems, items_of, renamed
from jixiao.forms.importing.places import rows_by_place
from jixiao.forms.importing.reasons import cause_and_remedy
from jixiao.forms.importing.second_scores import EXECUTION, ROW, WHOLE, change_review
from jixiao.forms.importing.tables import TableContent, Texts, read_table
from jixiao.forms.importing.ticks import kinds_of, ticks_of, with_words
from jixiao.forms.importing.unread_cells import Reading, SideCells
from jixiao.forms.spreadsheet.live_cells import live_form
from jixiao.loading.projects import load_project
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.model.layout import TICKS
from jixiao.model.project import Funds, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import CAUSE_KINDS, LIKELIHOODS, answers_of_text
from jixiao.quantity import Date, Number, parse, unspaced
from jixiao.result import Result, result_of
from jixiao.scoring import RowScore

Data = dict[str, Any]
#: Fields of an indicator that a table shows as they were typed.
_PLAIN = ("level1", "level2", "name", "actual", "weight", "progress", "forecast", "likelihood", "note")
_LEVELS = ("level1", "level2")
_TARGET = ("target", "comparison", "value", "uom")
_AMOUNTS = ("initial", "budget", "spent", "forecast")
_PARTS = "parts["


def project_of_form(
    grid: Grid,
    carried: str,
    spec: IndicatorSpec | None,
    lang: Lang = "zh",
    columns: Mapping[str, str] | None = None,
    book: SpecBook | None = None,
) -> ImportedProject:
    """Return the project that a table shows: the embedded one, changed where cells were edited.

    ``carried`` is the JSON of the project as it was drawn, "" for a form of another origin; ``columns`` are headings
    of such a form that a person has explained, with the known ones. Without a ``spec`` the one that fits it best is
    proposed, of those in ``book``, by default the package's.
    """
    if spec is not None and is_entry_sheet(grid):
        return project_of_entry(grid, spec, lang)
    if carried and spec is not None:
        return _project_of_own_form(grid, read_plain(carried), spec, lang)
    read = project_of_table(grid, columns or {})
    if not read.data:
        return ImportedProject({}, read.findings)
    places = places_of(grid, read.reading.entries)
    if spec is not None:
        return ImportedProject({"spec": spec.id, **read.data}, read.findings, places=places)
    proposal = proposal_of(read.reading, read.data, book or package_book())
    data = read.data
    if proposal.spec:
        data = {"spec": proposal.spec, **data}
    return ImportedProject(data, (*proposal.findings, *read.findings), places=places)


def _project_of_own_form(grid: Grid, data: Data, spec: IndicatorSpec, lang: Lang) -> ImportedProject:
    """Return the project of a form that the program drew; every change that is not in it gives a finding."""
    result = result_of(load_project(data), spec, (), "", lang)
    layout, labels = result.style.layout, result.style.labels
    form = form_of(result, lang)
    original, rows = original_of(form, lang), grid.all_rows()
    alignment = align(original.texts(), _texts(rows, len(form.columns)), original.parts, original.headed)
    before = read_table(grid_of(form, lang), layout, labels)
    after = read_table(grid, layout, labels, place=rows_by_place(before, original, rows, alignment))
    if not after:
        return _not_recognised(Codes.NO_FORM_RECOGNISED, after, spec)
    items = items_of(before, after, original, rows, alignment)
    project = _Change(result, before, after, lang, items).of(data)
    if before.indicators and not project.get("indicators"):
        return _not_recognised(Codes.COLUMNS_NOT_RECOGNISED, after, spec, project)
    later = result_of(load_project(project), spec, (), "", lang)
    later_form = form_of(later, lang)
    fields = {place: renamed(field, items.present()) for place, field in after.fields.items()}
    reading = Reading(
        rows=rows,
        before=original,
        now=original_of(later_form, lang),
        alignment=alignment,
        fields=fields,
        owners=items.owners(),
        claims=_claims(project),
        beside=_side_cells(result, form, later, later_form, lang),
        headings=_retyped(grid, after),
    )
    return ImportedProject(
        project, tuple(reading.findings()), summary_row(result, lang), places=places_of(grid, fields)
    )


def _not_recognised(
    code: str, table: TableContent, spec: IndicatorSpec, project: Data | None = None
) -> ImportedProject:
    """Return an import that failed for the headings that the table does not have."""
    return ImportedProject(project or {}, (Finding(code, "", _missing(table, spec, "indicators")),))


def _side_cells(result: Result, form: Form, later: Result, later_form: Form, lang: Lang) -> SideCells:
    """Return what a workbook has beside the form, as drawn and as it would be drawn now."""
    cells = live_form(result, form, lang)
    later_cells = live_form(later, later_form, lang) if cells.points else cells
    return SideCells(form, cells, later_cells, lang)


def _texts(rows: list[list[Spot]], columns: int) -> list[dict[int, str]]:
    """Return the texts of each row by column, as they are compared, without numbers to the right of the table."""
    return [
        {
            spot.column: unspaced(spot.text)
            for spot in row
            if spot.text and (spot.column < columns or parse_number(spot.text) is None)
        }
        for row in rows
    ]


def _claims(data: Data) -> dict[str, str]:
    """Return the scores that a project claims, by their fields."""
    rows = enumerate(data.get("indicators", []))
    return {f"indicators[{number}].score": row["score"] for number, row in rows if "score" in row}


def _retyped(grid: Grid, table: TableContent) -> frozenset[tuple[int, int]]:
    """Return the cells of headings that were recognised by their place alone."""
    spots = (
        grid.spot(heading.bottom, heading.columns[show])
        for heading in table.headings.values()
        for show in heading.by_place
    )
    return frozenset((spot.row, spot.column) for spot in spots if spot is not None)


def _missing(table: TableContent, spec: IndicatorSpec, *sections: str) -> dict[str, str]:
    """Return the headings that sections of a table do not have, and the layout that has them."""
    words = (word for section in sections for word in table.missing.get(section, ()))
    return {"layout": spec.form.layout, "missing": "、".join(words)}


class _Change:
    """A change of a project: the table as it was drawn and as it was read. The scores in it are the program's own."""

    def __init__(self, result: Result, before: TableContent, after: TableContent, lang: Lang, items: FormItems) -> None:
        self.scored, self.before, self.after, self.lang = result.scored, before, after, lang
        review = result.review_in(lang)
        self.reviewed_execution = review.execution if review else None
        #: The second scores of indicators by their numbers, as they were drawn.
        self.reviewed = dict(enumerate(review.indicators)) if review else {}
        self.goals, self.indicators = items

    def of(self, data: Data) -> Data:
        """Return the data of a project with the change."""
        _update(data, Project.model_fields, self.after.texts, self.before.texts)
        if isinstance(data.get("answers"), str):
            data["answers"] = answers_of_text(data["answers"])
        change_review(data, WHOLE, self.after.texts, self.before.texts)
        self._change_funds(data.setdefault("funds", {}))
        data["goals"] = list(self._goals(data.get("goals", [])))
        data["indicators"] = list(self._indicators(data.get("indicators", [])))
        return {key: value for key, value in data.items() if value not in ([], {})}

    def _change_funds(self, funds: Data) -> None:
        unit = self.after.money_unit
        if unit and unit != (self.before.money_unit or Funds().money_unit):
            funds["money_unit"] = unit
        self._change_amounts(funds)
        if "parts" in funds:
            funds["parts"] = [self._part(number, dict(part)) for number, part in enumerate(funds["parts"])]
        self._change_execution(funds)
        self._change_notes(funds)

    def _change_execution(self, funds: Data) -> None:
        """Change the cause and the remedy of the execution rate, and what a reviewer states of it."""
        reason = _reason_of_execution(self.after)
        if reason is not None and reason != (_reason_of_execution(self.before) or ""):
            row_score = self.scored.execution if self.scored else None
            _set_cause(funds, reason, self._computed_reason(row_score))
        texts, before = (table.funds.get("total", Texts()) for table in (self.after, self.before))
        change_review(funds, EXECUTION, texts, before, self.reviewed_execution, self.lang)

    def _change_notes(self, funds: Data) -> None:
        """Change what is stated of the funds below the table."""
        texts, before = (
            {key.removeprefix("funds."): text for key, text in table.texts.items() if key.startswith("funds.")}
            for table in (self.after, self.before)
        )
        _update(funds, ("cause", "remedy", "adjustment"), texts, before)

    def _change_amounts(self, funds: Data) -> None:
        """Change the rows of the funds whose amounts differ from those drawn."""
        for name, texts in self.after.funds.items():
            if not name.startswith(_PARTS):
                row = dict(funds.get(name, {}))
                _update(row, _AMOUNTS, texts, self.before.funds.get(name, {}))
                if row != funds.get(name, {}):
                    funds[name] = row

    def _part(self, number: int, part: Data) -> Data:
        """Return a part of the funds with the texts that differ from those drawn."""
        name = f"{_PARTS}{number}]"
        _update(part, ("name", *_AMOUNTS), self.after.funds.get(name, {}), self.before.funds.get(name, {}))
        return part

    def _computed_reason(self, row: RowScore | None) -> str:
        """Return the sentence that the program wrote on a row, "" without a score."""
        return sentence(reason_of(row), self.lang) if row is not None else ""

    def _goals(self, goals: list[Data]) -> Iterator[Data]:
        if not self.after.goals and not self.before.goals:
            yield from goals  # a layout that shows none
        for place in self.goals.order:
            old = self.goals.earlier[place]
            goal, before = Data(), Texts()
            if old is not None:
                goal, before = dict(goals[old]), self.before.goals[old]
            _update(goal, ("expected", "achieved"), self.after.goals[place], before)
            yield goal

    def _indicators(self, rows: list[Data]) -> Iterator[Data]:
        """Yield rows in the table's new order: those that were drawn keep what the table does not show."""
        if not self.after.indicators and not self.before.indicators:
            yield from rows  # it was drawn without a spec, and so without them
        for place in self.indicators.order:
            texts, old = self.after.indicators[place], self.indicators.earlier[place]
            if old is None:
                row = self._row({}, texts, {}, "")
                change_review(row, ROW, texts, {})
                yield row
                continue
            number = self.indicators.numbers[old]
            row_score = self.scored.rows[number] if self.scored else None
            texts = self._restored(texts, old, row_score)
            before = self.before.indicators[old]
            row = self._row(dict(rows[number]), texts, before, self._computed_reason(row_score))
            change_review(row, ROW, texts, before, self.reviewed.get(number), self.lang)
            yield row

    def _restored(self, texts: Texts, old: int, row_score: RowScore | None) -> Texts:
        """Return the texts of a row with those that an empty cell does not delete.

        These are levels whose cell was lost when the first row that it covered was deleted, and a weight of the spec.
        """
        present = self.indicators.earlier
        restored = [level for level in _LEVELS if self._first_of(level, old) not in present]
        if row_score is not None and row_score.weight != row_score.facts.weight:
            restored.append("weight")
        before = self.before.indicators[old]
        return texts | {key: before.get(key, "") for key in restored if not texts.get(key)}

    def _first_of(self, level: str, old: int) -> int:
        """Return the place where the run of rows begins that share a level."""
        before = self.before.indicators
        while old and before[old - 1].get(level) == before[old].get(level):
            old -= 1
        return old

    def _row(self, row: Data, texts: Texts, before: Texts, computed: str) -> Data:
        """Return an indicator with the texts that differ from those drawn."""
        _update(row, _PLAIN, texts, before)
        if _differ(_TARGET, texts, before):
            _set_target(row, texts)
        if _differ(("reason",), texts, before):
            _set_cause(row, texts["reason"], computed)
        if _differ(TICKS, texts, before):
            _set_ticks(row, texts)
        if _differ(("cause_kinds",), texts, before):
            _set_kinds(row, texts["cause_kinds"])
        if "score" in row:  # a cell of a form that the program drew shows the computed score, too
            _update(row, ("score",), texts, before)
        return row


def _differ(keys: Iterable[str], texts: Texts, before: Texts) -> bool:
    """Whether any of some texts that a table has differs from the one drawn."""
    return any(texts[key] != before.get(key, "") for key in keys if key in texts)


def _update(data: Data, keys: Iterable[str], texts: Texts, before: Texts) -> None:
    """Change the texts of some keys that differ from those drawn."""
    for key in keys:
        if _differ((key,), texts, before):
            _set(data, key, texts[key])


def _set(data: Data, key: str, text: str) -> None:
    """Set a text; an empty one deletes its key."""
    if text:
        data[key] = text
    else:
        data.pop(key, None)


def _set_target(row: Data, texts: Texts) -> None:
    """Set a target: with its sign and unit in one cell, or in cells of their own."""
    if "target" not in texts:
        for key, column in (("target", "value"), ("comparison", "comparison"), ("uom", "uom")):
            if column in texts:
                _set(row, key, texts[column])
        return
    if texts["target"]:
        row["target"] = texts["target"]
    quantity = parse(texts["target"])
    if isinstance(quantity, Number | Date) and quantity.sign is not None:
        row.pop("comparison", None)
    if isinstance(quantity, Number) and quantity.unit.word:
        row.pop("uom", None)


def _set_ticks(row: Data, texts: Texts) -> None:
    """Set the kinds of causes and the likelihood that are ticked in columns of their own; words there are a cause."""
    ticks = ticks_of(texts)
    if not texts.keys().isdisjoint(CAUSE_KINDS):
        row["cause_kinds"] = ticks.cause_kinds
    if not texts.keys().isdisjoint(LIKELIHOODS):
        _set(row, "likelihood", ticks.likelihood)
    _set(row, "cause", with_words(row.get("cause", ""), ticks.words))


def _set_kinds(row: Data, text: str) -> None:
    """Set the kinds of causes that a cell names; other words there are a cause."""
    named = kinds_of(text)
    row["cause_kinds"] = named.cause_kinds
    _set(row, "cause", with_words(row.get("cause", ""), named.words))


def _set_cause(data: Data, text: str, computed: str) -> None:
    """Set the unit's cause and remedy from a text of reasons, without the sentence that the program wrote there."""
    if computed:
        text = text.removeprefix(computed).lstrip("。. ")
    cause, remedy = cause_and_remedy(text)
    _set(data, "cause", cause)
    _set(data, "remedy", remedy)


def _reason_of_execution(table: TableContent) -> str | None:
    """Return the reason of the execution rate, in its own row or in that of the total funds; ``None`` without one."""
    return table.execution.get("reason", table.funds.get("total", {}).get("reason"))


__all__ = ["ImportedProject", "project_of_form"]
