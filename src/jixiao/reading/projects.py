"""What was read, laid over what the file carries along: only cells that somebody changed change the project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from jixiao.exact import parse_number
from jixiao.explain import reason_of, sentence
from jixiao.finding import Finding, Lang
from jixiao.form import form_of, summary_row
from jixiao.form.live import living
from jixiao.loading.layouts import layout_of
from jixiao.loading.projects import load_project
from jixiao.loading.specs import package_specs
from jixiao.model.project import Funds
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import Date, Number, parse, unspaced
from jixiao.reading.accounting import Beside, Reading, uncalculated
from jixiao.reading.alignment import Alignment, align, paired_rows
from jixiao.reading.claims import homeless, points, unread, unread_funds
from jixiao.reading.grid import Grid, Spot, grid_of
from jixiao.reading.headings import Heading
from jixiao.reading.original import TITLE_ROWS, Original, original_of
from jixiao.reading.seen import ByPlace, Seen, Texts, seen
from jixiao.result import Result, result_of

Data = dict[str, Any]
#: Fields of an indicator that a table shows as they were typed.
_PLAIN = ("level1", "level2", "name", "actual", "weight")
_LEVELS = ("level1", "level2")
_AMOUNTS = ("initial", "budget", "spent")
_CAUSE = re.compile(r"^(?:原因：|cause: )?(.*?)(?:[。.] ?)?(?:(?:改进措施：|remedy: )(.*))?$", re.DOTALL)


#: For each item of a table the number of the one that it was, ``None`` for a new one.
Pairs = list[tuple[int, int | None]]


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
        return Read({}, (Finding("JX821", "", _missing(after, spec, "indicators")),))
    data: Data = {"spec": spec.id}
    result = result_of(load_project(data), spec, (), "", lang)
    read = _Change(result, Seen(), after, lang).of(data)
    return Read(read, (*_told(read, after, spec), *uncalculated(grid.spots)))


def _own(grid: Grid, data: Data, spec: IndicatorSpec, lang: Lang) -> Read:
    """The project of a form that the program drew, changed where the form was; every other change is named."""
    layout, labels = layout_of(spec, package_specs()), spec.form.labels
    result = result_of(load_project(data), spec, (), "", lang)
    form = form_of(result, lang)
    original, rows = original_of(form, lang), grid.all_rows()
    texts = [{spot.column: unspaced(spot.text) for spot in row if spot.text} for row in rows]
    alignment = align(original.texts(), texts, original.parts)
    before = seen(grid_of(form, lang), layout, labels)
    place = _by_place(before, original, rows, alignment)
    after = seen(grid, layout, labels, place=place)
    if not after:
        return Read({}, (Finding("JX821", "", _missing(after, spec, "indicators")),))
    change = _Change(result, before, after, lang, _pairs(before, after, rows, alignment))
    changed = change.of(data)
    if not changed.get("indicators") and before.indicators:
        return Read(
            changed, (Finding("JX824", "", _missing(after, spec, "indicators") | {"layout": spec.form.layout}),)
        )
    now = original_of(form_of(result_of(load_project(changed), spec, (), "", lang), lang), lang)
    claims = {
        f"indicators[{at}].score": row["score"]
        for at, row in enumerate(changed.get("indicators", []))
        if "score" in row
    }
    retyped = _retyped_headings(grid, after)
    beside = Beside(form, living(result, form, lang), lang)
    reading = Reading(rows, original, now, alignment, after.fields, change.pairs.moved, claims, beside, retyped)
    return Read(changed, tuple(reading.findings()), summary_row(result, lang))


def _by_place(before: Seen, original: Original, rows: list[list[Spot]], alignment: Alignment) -> ByPlace:
    """What the rows of a form are that stand where the program put them."""
    headings, kinds, sections = dict[int, Heading](), dict[int, str](), dict[int, str]()
    lost = {row + TITLE_ROWS: heading for row, heading in before.headings.items()}
    for number, drawn in alignment.rows.items():
        row, heading = rows[number][0].row, lost.pop(drawn, None)
        if heading is not None:
            headings[row] = _moved(heading, drawn, row - heading.bottom, alignment)
        kind = original.kind_of(drawn)
        if kind:
            kinds[row] = kind
        sections[row] = original.section_of(drawn)
    moved = {heading.section.section: _moved(heading, drawn, 0, alignment) for drawn, heading in lost.items()}
    return ByPlace(headings, kinds, sections, moved)


def _moved(heading: Heading, drawn: int, down: int, alignment: Alignment) -> Heading:
    """The headings of a row as drawn, so many rows further down, without the columns that are gone."""
    places = {show: alignment.later(drawn, column) for show, column in heading.columns.items()}
    columns = {show: column for show, column in places.items() if column is not None}
    ends = None if heading.ends is None else heading.ends + down
    return heading._replace(top=heading.top + down, bottom=heading.bottom + down, columns=columns, ends=ends)


def _retyped_headings(grid: Grid, after: Seen) -> frozenset[tuple[int, int]]:
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
        yield Finding("JX824", "", args if args["missing"] else {**args, "missing": "—"})  # headings, and no row below
        return
    args = _missing(after, spec, "indicators", "funds")
    if args["missing"]:
        yield Finding("JX829", "", args)
    yield from unread(after)
    yield from unread_funds(after)
    yield from homeless(data, after, spec)


def _missing(after: Seen, spec: IndicatorSpec, *sections: str) -> dict[str, str]:
    words = (word for section in sections for word in after.missing.get(section, ()))
    return {"layout": spec.form.layout, "missing": "、".join(words)}


class _Change:
    """From one state of the table to the next."""

    def __init__(self, result: Result, before: Seen, after: Seen, lang: Lang, pairs: ItemPairs | None = None) -> None:
        self.result, self.before, self.after, self.lang, self.ours = result, before, after, lang, pairs is not None
        self.pairs = pairs or _all_new(after)

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
                _put(row, key, texts.get(key, ""), old.get(key, ""))
            if row != funds.get(name, {}):
                funds[name] = row
        new, old_reason = _reason_of_execution(self.after), _reason_of_execution(self.before)
        if new is not None and new != (old_reason or ""):
            row_score = self.result.scored.execution if self.result.scored else None
            _explained(funds, new, sentence(reason_of(row_score), self.lang) if row_score else "")

    def _goals(self, goals: list[Data]) -> Iterator[Data]:
        for new, old in self.pairs.goals:
            goal = {} if old is None else dict(goals[old])
            drawn = {} if old is None else self.before.goals[old]
            for key in ("expected", "achieved"):
                _put(goal, key, self.after.goals[new].get(key, ""), drawn.get(key, ""))
            yield goal
        if not self.after.goals and not self.before.goals:
            yield from goals  # a layout that shows none

    def _indicators(self, rows: list[Data]) -> Iterator[Data]:
        """Rows in the table's new order: those that were there keep what the table does not show."""
        if not self.after.indicators and not self.before.indicators:
            yield from rows  # it was drawn without a spec, and so without them
        for new, old in self.pairs.indicators:
            texts = self.after.indicators[new]
            if old is None or old >= len(rows):
                yield self._row({}, texts, {}, "")
                continue
            scored = self.result.scored.rows[old] if self.result.scored else None
            computed = sentence(reason_of(scored), self.lang) if scored is not None else ""
            yield self._row(dict(rows[old]), self._with_levels(texts, old), self.before.indicators[old], computed)

    def _with_levels(self, texts: Texts, old: int) -> Texts:
        """The texts of a row with the levels that it shared with a row above, which was taken out with their cell."""
        drawn, first = self.before.indicators, old
        lost = dict[str, str]()
        for level in _LEVELS:
            while first and drawn[first - 1].get(level) == drawn[old].get(level):
                first -= 1
            if not texts.get(level) and first not in self.pairs.moved:
                lost[level] = drawn[old].get(level, "")
            first = old
        return texts | lost

    def _row(self, row: Data, texts: Texts, old: Texts, computed: str) -> Data:
        for key in _PLAIN:
            if key in texts:
                _put(row, key, texts[key], old.get(key, ""))
        if any(texts.get(key, "") != old.get(key, "") for key in ("target", "comparison", "value", "uom")):
            _aim(row, texts)
        if texts.get("reason", "") != old.get("reason", ""):
            _explained(row, texts.get("reason", ""), computed)
        if not self.ours and parse_number(points(texts.get("score", ""))) is not None:
            row["score"] = points(texts["score"])
        elif "score" in row:
            _put(row, "score", texts.get("score", ""), old.get("score", ""))  # ours shows what was reckoned
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
        else:
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


class ItemPairs(NamedTuple):
    """Which goals and which indicators of a form are which of those that were drawn."""

    goals: Pairs
    indicators: Pairs

    @property
    def moved(self) -> dict[int, int]:
        """The present number of each earlier indicator that is still there."""
        return {old: new for new, old in self.indicators if old is not None}


def _all_new(after: Seen) -> ItemPairs:
    return ItemPairs(
        [(at, None) for at in range(len(after.goals))], [(at, None) for at in range(len(after.indicators))]
    )


def _pairs(before: Seen, after: Seen, rows: list[list[Spot]], alignment: Alignment) -> ItemPairs:
    """Items are known by their rows; one that was moved by its name."""
    earlier = {rows[number][0].row: drawn - TITLE_ROWS for number, drawn in alignment.rows.items()}

    def pairs(old: Sequence[int], new: Sequence[int], drawn: list[Texts], typed: list[Texts], name: str) -> Pairs:
        places = {row: place for place, row in enumerate(old)}
        same = {place: places[earlier[row]] for place, row in enumerate(new) if earlier.get(row) in places}
        return paired_rows([one.get(name, "") for one in drawn], [one.get(name, "") for one in typed], same)

    return ItemPairs(
        pairs(before.goal_rows, after.goal_rows, before.goals, after.goals, "expected"),
        pairs(before.indicator_rows, after.indicator_rows, before.indicators, after.indicators, "name"),
    )


def _reason_of_execution(table: Seen) -> str | None:
    """What a table says of the execution rate, in its own row or in that of the funds' total; ``None`` without one."""
    return table.execution.get("reason", table.funds.get("total", {}).get("reason"))


__all__ = ["Read", "project_of_form"]
