"""What was read, laid over what the file carries along: only cells that somebody changed change the project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
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
from jixiao.reading.alignment import Alignment, align
from jixiao.reading.claims import homeless, points, unread, unread_funds
from jixiao.reading.grid import Grid, Spot, grid_of
from jixiao.reading.headings import Heading
from jixiao.reading.original import Original, original_of
from jixiao.reading.seen import ByPlace, Seen, Texts, seen
from jixiao.result import Result, result_of

Data = dict[str, Any]
#: Fields of an indicator that a table shows as they were typed.
_PLAIN = ("level1", "level2", "name", "actual", "weight")
_KEY = ("level1", "level2", "name")
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
        return Read({}, (Finding("JX821", "", _missing(after, spec, "indicators")),))
    data: Data = {"spec": spec.id}
    result = result_of(load_project(data), spec, (), "", lang)
    read = _Change(result, Seen(), after, lang, ours=False).of(data)
    return Read(read, (*_told(read, after, spec), *uncalculated(grid.spots)))


def _own(grid: Grid, data: Data, spec: IndicatorSpec, lang: Lang) -> Read:
    """The project of a form that the program drew, changed where the form was; every other change is named."""
    layout, labels = layout_of(spec, package_specs()), spec.form.labels
    result = result_of(load_project(data), spec, (), "", lang)
    form = form_of(result, lang)
    original, rows = original_of(form, lang), grid.all_rows()
    if not grid.above and grid.begin(0) and not _is_title(grid.begin(0), original):
        original = original.untitled()
    texts = [{spot.column: unspaced(spot.text) for spot in row if spot.text} for row in rows]
    alignment = align(original.texts(), texts, original.parts)
    before = seen(grid_of(form, lang), layout, labels)
    place = _by_place(before, original, rows, alignment)
    after = seen(grid, layout, labels, place=place)
    if not after:
        return Read({}, (Finding("JX821", "", _missing(after, spec, "indicators")),))
    change = _Change(result, before, after, lang, ours=True)
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
    reading = Reading(rows, original, now, alignment, after.fields, change.moved(), claims, beside, retyped)
    return Read(changed, tuple(reading.findings()), summary_row(result, lang))


def _is_title(row: list[Spot], original: Original) -> bool:
    """Whether a table's first row is its title, and not the first row below a title that was left out."""
    return {unspaced(spot.text) for spot in row}.isdisjoint(original.texts()[original.above].values())


def _by_place(before: Seen, original: Original, rows: list[list[Spot]], alignment: Alignment) -> ByPlace:
    """What the rows of a form are that stand where the program put rows of headings, funds, execution and the sum."""
    headings, kinds = dict[int, Heading](), dict[int, str]()
    for number, drawn in alignment.rows.items():
        row, heading = rows[number][0].row, before.headings.get(drawn - original.above)
        if heading is not None:
            places = {show: alignment.later(drawn, column) for show, column in heading.columns.items()}
            shown = {show: column for show, column in places.items() if column is not None}
            down = row - heading.bottom
            ends = None if heading.ends is None else heading.ends + down
            headings[row] = heading._replace(top=heading.top + down, bottom=row, columns=shown, ends=ends)
        kind = original.kind_of(drawn)
        if kind:
            kinds[row] = kind
    return ByPlace(headings, kinds)


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

    def __init__(self, result: Result, before: Seen, after: Seen, lang: Lang, *, ours: bool) -> None:
        self.result, self.before, self.after, self.lang, self.ours = result, before, after, lang, ours

    def moved(self) -> dict[int, int]:
        """Each earlier row of the indicators that is still there, with its present number."""
        pairs = _pairs(self.before.indicators, self.after.indicators)
        return {old: new for new, old in pairs if old is not None}

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
        new = self.after.execution.get("reason", self.after.funds.get("total", {}).get("reason", ""))
        old_reason = self.before.execution.get("reason", self.before.funds.get("total", {}).get("reason", ""))
        if new != old_reason:
            row_score = self.result.scored.execution if self.result.scored else None
            _explained(funds, new, sentence(reason_of(row_score), self.lang) if row_score else "")

    def _goals(self, goals: list[Data]) -> Iterator[Data]:
        for at, texts in enumerate(self.after.goals):
            goal = dict(goals[at]) if at < len(goals) else {}
            old = self.before.goals[at] if at < len(self.before.goals) else {}
            for key in ("expected", "achieved"):
                _put(goal, key, texts.get(key, ""), old.get(key, ""))
            yield goal
        if not self.after.goals and not self.before.goals:
            yield from goals  # a layout that shows none

    def _indicators(self, rows: list[Data]) -> Iterator[Data]:
        """Rows in the table's new order: those that were there keep what the table does not show."""
        if not self.after.indicators and not self.before.indicators:
            yield from rows  # it was drawn without a spec, and so without them
        for new, old in _pairs(self.before.indicators, self.after.indicators):
            texts = self.after.indicators[new]
            if old is None or old >= len(rows):
                yield self._row({}, texts, {}, "")
                continue
            scored = self.result.scored.rows[old] if self.result.scored else None
            computed = sentence(reason_of(scored), self.lang) if scored is not None else ""
            yield self._row(dict(rows[old]), texts, self.before.indicators[old], computed)

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


def _pairs(before: list[Texts], after: list[Texts]) -> Iterator[tuple[int, int | None]]:
    """Each row of the new table with the row that it was, or ``None`` for one that is new."""
    old, new = ([tuple(row.get(key, "") for key in _KEY) for row in rows] for rows in (before, after))
    for word, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for at in range(j1, j2):
            same = i1 + at - j1
            yield at, same if word in ("equal", "replace") and same < i2 else None


__all__ = ["Read", "project_of_form"]
