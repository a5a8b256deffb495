"""Projects and their scores as documents of the budget system.

A project that was read from a document is written into it again: what it states as before stays as it stood, to the
character, and so do fields that no key of a project states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from jixiao.exact import format_exact, parse_number, to_step
from jixiao.exact_json import JsonNumber
from jixiao.exchange.code_tables import codes_of
from jixiao.exchange.fields import BY_STAGE, DocumentFields, Field
from jixiao.exchange.funds import (
    AMOUNTS,
    TOTAL,
    FundRow,
    Identity,
    identities,
    is_repeated_by_sources,
    rows_of_funds,
)
from jixiao.exchange.json_values import Json, value_of_data
from jixiao.exchange.reading import is_execution, project_data
from jixiao.exchange.row_values import row_values, stated
from jixiao.loading.projects import project_of
from jixiao.loading.validation import with_places
from jixiao.model.fields import Model
from jixiao.model.project import Indicator, Project
from jixiao.result import Result
from jixiao.stages.matching import matches_of

Object = dict[str, Json]
#: To what execution rates are rounded, in percent.
_RATE_STEP = Fraction(1, 100)
_PERCENT = 100


def document_of(project: Project, result: Result | None = None, lights: Sequence[str | None] = ()) -> Object | None:
    """Return the document of a project at its stage, with the scores of its result, or the lights of its rows.

    Without a result the scores are those that the project claims. ``None`` of a stage that has no document.
    """
    fields = BY_STAGE.get(project.stage)
    if fields is None:
        return None
    return _Writer(fields, project, result, lights).document()


def project_of_document(document: Object, fields: DocumentFields) -> Project:
    """Return the project that a document states."""
    root: Any = with_places(_typed(document))
    return project_of(project_data(root, fields), [])


def _typed(value: Json) -> Json:
    """Return a value of JSON as it is typed in a project file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return value


def updated(row: Object, fields: Sequence[Field], before: Mapping[str, object], now: Mapping[str, object]) -> Object:
    """Return a row of a document with the fields whose keys state something else than before."""
    changed = dict(row)
    for field in fields:
        if any(before.get(key) != now.get(key) for key in field.keys):
            changed[field.name] = field.write(*(now.get(key) for key in field.keys))
    return changed


class _Pair(NamedTuple):
    """A row as it stood in a document, and what it stated; both empty where there was none."""

    row: Json
    values: Mapping[str, object]


_NEW = _Pair({}, row_values(Indicator()))


class _Writer:
    """Writes one project into the document that it was read from, or into an empty one; one use."""

    def __init__(
        self, fields: DocumentFields, project: Project, result: Result | None, lights: Sequence[str | None]
    ) -> None:
        self.fields, self.project, self.result, self.lights = fields, project, result, lights
        self.original = _original(project, fields)
        self.before = project_of_document(self.original, fields)

    def document(self) -> Object:
        """Return the document."""
        fields, project = self.fields, self.project
        document = updated(self.original, fields.head, _attributes(self.before), _attributes(project))
        document = updated(document, fields.goal, _goal(self.before), _goal(project))
        funds, indicators = list(self.funds()), self.indicators()
        for name, rows in ((fields.funds.name, funds), (fields.indicators.name, indicators)):
            if rows or document.get(name):
                document[name] = rows
        if fields.annual is not None and not self.original:
            annual = fields.annual.fields
            document[fields.annual.name] = [
                updated({}, annual, {}, row_values(row, None, typed))
                for row, typed in zip(project.indicators, self._typed_rows(), strict=True)
            ]
        return document

    # ---- the funds

    def funds(self) -> Iterator[Json]:
        """Yield the rows of the funds: those of the document in their order, then others."""
        before, now = rows_of_funds(self.before), rows_of_funds(self.project)
        items = _items(self.original, self.fields.funds.name)
        names = [item.get("name") if isinstance(item, dict) else None for item in items]
        stood = dict(zip(identities(names), items, strict=True))
        if TOTAL not in stood:
            now = _without_repetition(now)
        for identity, item in stood.items():
            if not isinstance(item, dict):
                yield item
            elif identity in now:
                yield self._fund_row(item, before.get(identity), now[identity], is_only=len(now) == 1)
        for identity, row in now.items():
            if identity not in stood:
                yield self._fund_row({"name": row.name}, None, row, is_only=len(now) == 1)

    def _fund_row(self, item: Object, before: FundRow | None, now: FundRow, *, is_only: bool) -> Object:
        """Return a row of the funds; what follows from amounts that changed is worked out anew."""
        amounts = tuple(field for field in self.fields.funds.fields if field.keys[0] in AMOUNTS)
        row = updated(item, amounts, before._asdict() if before is not None else {}, now._asdict())
        if before is None or before.amounts != now.amounts:
            row |= _derived(now)
        if self.fields.execution and is_only and self.result is not None and self.result.execution is not None:
            row = _with_score(row, self.result.execution.exact_score)
        return row

    # ---- the indicators

    def indicators(self) -> list[Json]:
        """Return the rows of the indicators, and in their places what else stands among them."""
        items = _items(self.original, self.fields.indicators.name)
        own = [item for item in items if not is_execution(item)]
        if len(own) != len(self.before.indicators):
            return items  # more than a project may have
        pairs = [_Pair(item, row_values(row)) for item, row in zip(own, self.before.indicators, strict=True)]
        rows: list[Json] = list(self._rows(pairs))
        for index, item in enumerate(items):
            if is_execution(item):
                rows.insert(index, self._execution_row(item))
        return rows

    def _rows(self, pairs: list[_Pair]) -> Iterator[Json]:
        scores = [row.exact_score for row in self.result.indicators] if self.result is not None else None
        signs, typed = self._usual_signs(), self._typed_rows()
        for index, (indicator, pair) in enumerate(_matched(self.before.indicators, self.project.indicators, pairs)):
            now = row_values(indicator, signs[index] if pair is _NEW else None, typed[index])
            if scores is not None:
                now["score"] = scores[index]
            if isinstance(pair.row, dict):
                row = updated(pair.row, self.fields.indicators.fields, pair.values, now)
                yield row | self._light(index)
            else:
                yield pair.row  # no object, as a finding says

    def _typed_rows(self) -> list[Mapping[str, object]]:
        """Return what was typed of each row, nothing of one that is no mapping."""
        rows = self.project.typed.data.get("indicators", ())
        return [row if isinstance(row, dict) else {} for row in rows]

    def _light(self, index: int) -> Object:
        """Return the field of the light of a row, where it is to be written; one that cannot be known stays."""
        light = self.lights[index] if index < len(self.lights) else None
        if light is None or self.fields.light is None:
            return {}
        return {self.fields.light: codes_of("lights")[light]}

    def _usual_signs(self) -> list[str | None]:
        """Return the sign by which each row was scored."""
        if self.result is None or self.result.scored is None:
            return [None] * len(self.project.indicators)
        return [row.choice.comparison for row in self.result.scored.rows]

    def _execution_row(self, item: Object) -> Object:
        now = _attributes(self.project.printed)
        if self.result is not None and self.result.execution is not None:
            now["execution_score"] = self.result.execution.exact_score
        return updated(item, self.fields.execution, _attributes(self.before.printed), now)


def _original(project: Project, fields: DocumentFields) -> Object:
    """Return the document from which a project was read, as its own data hold it; an empty one of any other project."""
    own = project.x.get(fields.type) if isinstance(project.x, Mapping) else None
    value = value_of_data(own)
    return value if isinstance(value, dict) else {}


def _attributes(model: Model) -> dict[str, object]:
    return {key: stated(getattr(model, key)) for key in type(model).model_fields}


def _goal(project: Project) -> dict[str, object]:
    """Return what the goals of a project expect and achieved; of several each is a line."""
    texts = {key: [getattr(goal, key) for goal in project.goals] for key in ("expected", "achieved")}
    return {key: "\n".join(filter(None, lines)) or None for key, lines in texts.items()}


def _items(document: Object, name: str) -> list[Json]:
    """Return the entries of a list of a document; none of what is no list."""
    items = document.get(name)
    return items if isinstance(items, list) else []


def _matched(
    before: Sequence[Indicator], now: Sequence[Indicator], pairs: Sequence[_Pair]
) -> Iterator[tuple[Indicator, _Pair]]:
    """Yield each indicator with the row that it was read from, or a new one: its place in the table says nothing."""
    for match in matches_of(before, now, (_values, _plan, _names)):
        if match.after is None:
            continue
        pair = _NEW
        if match.before is not None:
            pair = pairs[match.before[0]]
        yield match.after[1], pair


def _values(row: Indicator) -> tuple[object, ...]:
    return tuple(row_values(row).values())


def _plan(row: Indicator) -> tuple[object, ...]:
    values = row_values(row)
    return tuple(values[key] for key in ("level1", "level2", "name", "comparison", "target", "uom"))


def _names(row: Indicator) -> tuple[str | None, ...]:
    """Return class and name; nothing of a row without a name, which another one may not have either."""
    if not row.name:
        return ()
    return row.level1, row.level2, row.name


def _without_repetition(rows: dict[Identity, FundRow]) -> dict[Identity, FundRow]:
    """Return the sources of the funds, which the system adds up; where they do not give the total, it alone."""
    if not is_repeated_by_sources(rows):
        return {TOTAL: rows[TOTAL]}
    return {identity: row for identity, row in rows.items() if identity != TOTAL}


def _derived(row: FundRow) -> Object:
    """Return what follows from the amounts of a row: its adjustment in 元, its execution rate in percent."""
    derived: Object = {}
    if row.initial is not None and row.budget is not None:
        derived["amt2"] = JsonNumber(format_exact(row.budget - row.initial))
    if row.budget and row.spent is not None:
        derived["bgtget"] = JsonNumber(format_exact(to_step(row.spent / row.budget * _PERCENT, _RATE_STEP)))
    return derived


def _with_score(row: Object, score: Fraction | None) -> Object:
    """Return a row of the funds with a score; one of the same value stays as it stood."""
    if score is not None and parse_number(str(row.get("score"))) == score:
        return row
    return {**row, "score": None if score is None else JsonNumber(format_exact(score))}


__all__ = ["document_of", "project_of_document", "updated"]
