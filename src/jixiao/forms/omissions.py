"""What a project states and its form has no cell for: told when it is drawn where nothing carries the project along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jixiao.findings import Codes, Finding
from jixiao.forms.build import NOTES, drawn_layout
from jixiao.model.fields import Model
from jixiao.model.layout import TICKS, Layout
from jixiao.model.project import Funds, Project
from jixiao.result import Result

#: The name of a field in English and its title.
Title = tuple[str, str]
#: What no form is asked to hold: what says how to read the project, claims, and parts with keys of their own.
_BESIDE = frozenset((
    "id", "spec", "stage", "x", "unread", "funds", "goals", "indicators", "printed", "light", "score",
))  # fmt: skip
#: The columns any of which shows a field of a row, where they are not called as the field.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "target": ("target", "value"),
    "comparison": ("target", "comparison"),
    "uom": ("target", "uom"),
    "cause": ("reason",),
    "remedy": ("reason",),
    "deduct": ("reason",),
    "marks": ("reason",),
    "items": ("reason",),
    "likelihood": ("likelihood", *TICKS),
    "cause_kinds": ("cause_kinds", *TICKS),
}


def check_omissions(result: Result) -> Iterator[Finding]:
    """Yield one finding that names what a project states and its form does not show."""
    omitted = list(_omitted(result.project, drawn_layout(result)))
    if omitted:
        names, titles = map(dict.fromkeys, zip(*omitted, strict=True))
        yield Finding(Codes.FORM_OMITS, args={"titles": "、".join(titles), "titles_en": ", ".join(names)})


def _omitted(project: Project, layout: Layout) -> Iterator[Title]:
    """Yield the names of what no cell and no note shows."""
    pairs = {part.show for section in layout.sections for row in section.rows for part in row}
    in_headings = {"year"} | ({"month"} if layout.shows("progress") else set())
    reviewed = {"review"} if layout.shows("second_score") else set[str]()
    yield from _titles(project, {*pairs, *NOTES, *in_headings, *reviewed})
    yield from _titles(project.funds, {*Funds.model_fields} - {"review"} | reviewed)
    amounts: list[Model] = [project.funds.total, *project.funds.sources().values(), *project.funds.parts]
    yield from _titles_of_rows(amounts, {*_columns(layout, "funds"), "name"})
    yield from _titles_of_rows(project.goals, _columns(layout, "goals"))
    by_goal = {"goal"} if any(section.by_goal for section in layout.sections) else set()
    yield from _titles_of_rows(project.indicators, _columns(layout, "indicators") | by_goal | reviewed)


def _titles_of_rows(rows: Iterable[Model], fields: set[str]) -> Iterator[Title]:
    """Yield the names of what rows state and is not among the fields that their section shows."""
    return (title for row in rows for title in _titles(row, fields))


def _columns(layout: Layout, name: str) -> set[str]:
    """Return the fields that the columns of a section show."""
    columns = {part.show for section in layout.sections if section.section == name for part in section.columns}
    fields = {field for field, names in _COLUMNS.items() if not columns.isdisjoint(names)}
    return {*filter(None, columns), *fields}


def _titles(model: Model, fields: set[str] | set[str | None]) -> Iterator[Title]:
    """Yield the names of the fields of a model that state something and are not shown."""
    for key, field in type(model).model_fields.items():
        if key not in _BESIDE and key not in fields and getattr(model, key) not in (None, (), {}, field.default):
            yield key.replace("_", " "), field.title or key


__all__ = ["check_omissions"]
