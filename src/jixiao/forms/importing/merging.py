"""What was read, laid over what the file carries along: only cells that somebody changed change the project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from jixiao.exact import parse_number
from jixiao.explain import reason_of, sentence
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms import form_of, summary_row
from jixiao.forms.importing.alignment import align
from jixiao.forms.importing.grid import Grid, Spot, grid_of
from jixiao.forms.importing.items import FormItems, items_of, new_items, renamed
from jixiao.forms.importing.original import original_of
from jixiao.forms.importing.places import by_place
from jixiao.forms.importing.stated_points import homeless, points, unread, unread_funds
from jixiao.forms.importing.tables import Seen, Texts, seen
from jixiao.forms.importing.unread_cells import Beside, Reading, uncalculated
from jixiao.forms.spreadsheet.live_cells import live_form
from jixiao.loading.layouts import layout_of
from jixiao.loading.projects import load_project
from jixiao.loading.specs import package_specs
from jixiao.model.project import Funds
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Date, Number, parse, unspaced
from jixiao.result import Result, result_of
from jixiao.scoring import RowScore

Data = dict[str, Any]
#: Fields of an indicator that a table shows as they were typed.
_PLAIN = ("level1", "level2", "name", "actual", "weight")
_LEVELS = ("level1", "level2")
_TARGET = ("target", "comparison", "value", "uom")
_AMOUNTS = ("initial", "budget", "spent")
_CAUSE = re.compile(r"^(?:原因：|cause: )?(.*?)(?:[。.] ?)?(?:(?:改进措施：|remedy: )(.*))?$", re.DOTALL)


class Read(NamedTuple):
    """A project's data, keys as in a project file, findings, and of a form of ours its row in a summary as drawn."""

    data: Data
    findings: tuple[Finding, ...] = ()
    summary: tuple[str, ...] = ()


def project_of_form(grid: Grid, carried: str, spec: IndicatorSpec, lang: Lang = "zh") -> Read:
    """The project that a table shows: what the file carried along, changed where the cells say something else.

    ``carried`` is the JSON of the project as it was drawn, "" where the file is not ours: then cells are all there is.
    """
    layout, labels = layout_of(spec, package_specs()), spec.form.labels
    if carried:
        return _own(grid, json.loads(carried), spec, lang)
    after = seen(grid, layout, labels, own=False)
    if not after:
        return Read({}, (Finding(Codes.NO_FORM_RECOGNISED, "", _missing(after, spec, "indicators")),))
    data: Data = {"spec": spec.id}
    result = result_of(load_project(data), spec, (), "", lang)
    read = _Change(result, Seen(), after, lang, new_items(after), ours=False).of(data)
    return Read(read, (*_told(read, after, spec), *uncalculated(grid.spots)))


def _own(grid: Grid, data: Data, spec: IndicatorSpec, lang: Lang) -> Read:
    """The project of a form that the program drew, changed where the form was; every other change is named."""
    layout, labels = layout_of(spec, package_specs()), spec.form.labels
    result = result_of(load_project(data), spec, (), "", lang)
    form = form_of(result, lang)
    original, rows = original_of(form, lang), grid.all_rows()
    alignment = align(original.texts(), _texts(rows, len(form.columns)), original.parts, original.headed)
    before = seen(grid_of(form, lang), layout, labels)
    after = seen(grid, layout, labels, place=by_place(before, original, rows, alignment))
    if not after:
        return Read({}, (Finding(Codes.NO_FORM_RECOGNISED, "", _missing(after, spec, "indicators")),))
    items = items_of(before, after, original, rows, alignment)
    changed = _Change(result, before, after, lang, items, ours=True).of(data)
    if not changed.get("indicators") and before.indicators:
        return Read(
            changed,
            (
                Finding(
                    Codes.COLUMNS_NOT_RECOGNISED, "", _missing(after, spec, "indicators") | {"layout": spec.form.layout}
                ),
            ),
        )
    later = result_of(load_project(changed), spec, (), "", lang)
    form_now = form_of(later, lang)
    cells = live_form(result, form, lang)
    beside = Beside(form, cells, live_form(later, form_now, lang) if cells.points else cells, lang)
    fields = {place: renamed(field, items.present()) for place, field in after.fields.items()}
    now = original_of(form_now, lang)
    reading = Reading(
        rows, original, now, alignment, fields, items.owners(), _claims(changed), beside, _retyped(grid, after)
    )
    return Read(changed, tuple(reading.findings()), summary_row(result, lang))


def _texts(rows: list[list[Spot]], columns: int) -> list[dict[int, str]]:
    """The texts of each row by column, as they are compared, without numbers to the right of the table."""
    return [
        {
            spot.column: unspaced(spot.text)
            for spot in row
            if spot.text and (spot.column < columns or parse_number(spot.text) is None)
        }
        for row in rows
    ]


def _claims(data: Data) -> dict[str, str]:
    """The scores that a project claims, by their fields."""
    rows = enumerate(data.get("indicators", []))
    return {f"indicators[{number}].score": row["score"] for number, row in rows if "score" in row}


def _retyped(grid: Grid, after: Seen) -> frozenset[tuple[int, int]]:
    """The cells of headings that were known by their place alone."""
    spots = (
        grid.spot(heading.bottom, heading.columns[show])
        for heading in after.headings.values()
        for show in heading.by_place
    )
    return frozenset((spot.row, spot.column) for spot in spots if spot is not None)


def _told(data: Data, after: Seen, spec: IndicatorSpec) -> Iterator[Finding]:
    """What a table of others has that its project has not."""
    if not after.indicators:
        args = _missing(after, spec, "indicators")
        yield Finding(
            Codes.COLUMNS_NOT_RECOGNISED, "", args if args["missing"] else {**args, "missing": "—"}
        )  # headings, and no row below
        return
    args = _missing(after, spec, "indicators", "funds")
    if args["missing"]:
        yield Finding(Codes.HEADINGS_NOT_RECOGNISED, "", args)
    yield from unread(after)
    yield from unread_funds(after)
    yield from homeless(data, after, spec)


def _missing(after: Seen, spec: IndicatorSpec, *sections: str) -> dict[str, str]:
    words = (word for section in sections for word in after.missing.get(section, ()))
    return {"layout": spec.form.layout, "missing": "、".join(words)}


class _Change:
    """From one state of the table to the next."""

    def __init__(self, result: Result, before: Seen, after: Seen, lang: Lang, items: FormItems, *, ours: bool) -> None:
        self.result, self.before, self.after, self.lang, self.ours = result, before, after, lang, ours
        self.goals, self.indicators = items

    def of(self, data: Data) -> Data:
        """The data with all changes."""
        for key, text in self.after.texts.items():
            _put(data, key, text, self.before.texts.get(key, ""))
        self._funds(data)
        data["goals"] = list(self._goals(data.get("goals", [])))
        data["indicators"] = list(self._indicators(data.get("indicators", [])))
        return {key: value for key, value in data.items() if value not in ([], {})}

    def _funds(self, data: Data) -> None:
        funds = data.setdefault("funds", {})
        if self.after.money_unit and self.after.money_unit != (self.before.money_unit or Funds().money_unit):
            funds["money_unit"] = self.after.money_unit
        for name, texts in self.after.funds.items():
            old = self.before.funds.get(name, {})
            row = dict(funds.get(name, {}))
            for key in _AMOUNTS:
                if key in texts:
                    _put(row, key, texts[key], old.get(key, ""))
            if row != funds.get(name, {}):
                funds[name] = row
        new, old_reason = _reason_of_execution(self.after), _reason_of_execution(self.before)
        if new is not None and new != (old_reason or ""):
            row_score = self.result.scored.execution if self.result.scored else None
            _explained(funds, new, sentence(reason_of(row_score), self.lang) if row_score else "")

    def _goals(self, goals: list[Data]) -> Iterator[Data]:
        for place in self.goals.order:
            old = self.goals.earlier[place]
            goal = {} if old is None else dict(goals[old])
            drawn = {} if old is None else self.before.goals[old]
            for key in ("expected", "achieved"):
                if key in self.after.goals[place]:
                    _put(goal, key, self.after.goals[place][key], drawn.get(key, ""))
            yield goal
        if not self.after.goals and not self.before.goals:
            yield from goals  # a layout that shows none

    def _indicators(self, rows: list[Data]) -> Iterator[Data]:
        """Rows in the table's new order: those that were there keep what the table does not show."""
        if not self.after.indicators and not self.before.indicators:
            yield from rows  # it was drawn without a spec, and so without them
        drawn = self.before.indicators
        for place in self.indicators.order:
            texts, old = self.after.indicators[place], self.indicators.earlier[place]
            if old is None:
                yield self._row({}, texts, {}, "")
                continue
            number = self.indicators.numbers[old]
            scored = self.result.scored.rows[number] if self.result.scored else None
            computed = sentence(reason_of(scored), self.lang) if scored is not None else ""
            yield self._row(dict(rows[number]), self._restored(texts, old, scored), drawn[old], computed)

    def _restored(self, texts: Texts, old: int, scored: RowScore | None) -> Texts:
        """The texts of a row with those that an empty cell does not take away.

        These are levels whose cell was lost when the first row that it covered was taken out, and a weight of the spec.
        """
        present = self.indicators.earlier
        keep = [level for level in _LEVELS if self._first_of(level, old) not in present]
        if scored is not None and scored.weight != scored.facts.weight:
            keep.append("weight")
        drawn = self.before.indicators[old]
        return texts | {key: drawn.get(key, "") for key in keep if not texts.get(key)}

    def _first_of(self, level: str, old: int) -> int:
        """Where the run of rows that share a level began."""
        drawn = self.before.indicators
        while old and drawn[old - 1].get(level) == drawn[old].get(level):
            old -= 1
        return old

    def _row(self, row: Data, texts: Texts, old: Texts, computed: str) -> Data:
        for key in _PLAIN:
            if key in texts:
                _put(row, key, texts[key], old.get(key, ""))
        if any(texts.get(key, "") != old.get(key, "") for key in _TARGET if key in texts):
            _aim(row, texts)
        if "reason" in texts and texts["reason"] != old.get("reason", ""):
            _explained(row, texts["reason"], computed)
        if not self.ours and parse_number(points(texts.get("score", ""))) is not None:
            row["score"] = points(texts["score"])
        elif "score" in row and "score" in texts:
            _put(row, "score", texts["score"], old.get("score", ""))  # ours shows what was reckoned
        return row


def _put(data: Data, key: str, text: str, before: str) -> None:
    """Take a text over where it is another than before; an emptied one goes."""
    if text == before:
        return
    if text:
        data[key] = text
    else:
        data.pop(key, None)


def _aim(row: Data, texts: Texts) -> None:
    """A target that was changed: with its sign and unit in one cell, or in cells of their own."""
    if "target" in texts:
        _put(row, "target", texts["target"], "")
        found = parse(texts["target"])
        if isinstance(found, Number | Date) and found.sign is not None:
            row.pop("comparison", None)
        if isinstance(found, Number) and found.unit.word:
            row.pop("uom", None)
        return
    for key, shown in (("target", "value"), ("comparison", "comparison"), ("uom", "uom")):
        if texts.get(shown):
            row[key] = texts[shown]
        elif shown in texts:
            row.pop(key, None)


def _explained(row: Data, text: str, computed: str) -> None:
    """The cell of reasons without the sentence that the program wrote: the unit's cause and remedy."""
    rest = text.removeprefix(computed).lstrip("。. ") if computed else text
    match = _CAUSE.match(rest)
    cause, remedy = match.groups() if match else (rest, None)
    for key, value in (("cause", cause), ("remedy", remedy)):
        if value and value.strip():
            row[key] = value.strip()
        else:
            row.pop(key, None)


def _reason_of_execution(table: Seen) -> str | None:
    """What a table says of the execution rate, in its own row or in that of the funds' total; ``None`` without one."""
    return table.execution.get("reason", table.funds.get("total", {}).get("reason"))


__all__ = ["Read", "project_of_form"]
