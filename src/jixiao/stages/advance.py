"""A project carried on to its next stage: what stands already is not typed again, what is new there is left blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jixiao.findings import Codes, Finding
from jixiao.loading.projects import load_project
from jixiao.model.fields import Model
from jixiao.model.project import Goal, Indicator, Project, parts_of
from jixiao.model.typed_words import LAST_MONTH, STAGE_NAMES
from jixiao.quantity import is_blank
from jixiao.stages.carriage import CARRIAGES, YEAR_END, Carriage, Destination

Data = dict[str, Any]
#: The stages from which a project can go to each destination; monitoring is repeated in the course of the year.
_BEFORE: Mapping[Destination, tuple[str, ...]] = {
    "monitoring": ("target", "monitoring"),
    "self_evaluation": ("target", "monitoring"),
    "next-year": ("target", "monitoring", "self_evaluation", "review"),
}
_STAGE_OF: Mapping[Destination, str] = {
    "monitoring": "monitoring", "self_evaluation": "self_evaluation", "next-year": "target",
}  # fmt: skip
#: The texts in which a project may name its year.
_TEXTS: Mapping[type[Model], tuple[str, ...]] = {
    Project: ("name", "remarks"), Goal: ("expected",), Indicator: ("name", "target"),
}  # fmt: skip


class Successor(NamedTuple):
    """A project at its next stage: its data, by the models' own keys, texts as typed and ``None`` where one is blank.

    ``last_actuals`` are the actuals of the year before, by the path of the target that is proposed from them.
    ``data`` is empty where the project cannot go there; ``findings`` say why, and what has not gone over.
    """

    data: Data
    findings: tuple[Finding, ...]
    last_actuals: Mapping[str, str] = {}

    @property
    def project(self) -> Project:
        """Return the project itself."""
        return load_project(self.data)


def advance(project: Project, destination: Destination) -> Successor:
    """Return a project at its next stage.

    What was reached by some month is no actual of the year, and what is expected never is: both are left behind. Of
    December they are: values as of its end are those of the year.
    """
    if project.stage not in _BEFORE[destination]:
        return Successor({}, (_impossible(project, destination),))
    typed, carriage = project.typed.data, CARRIAGES[destination]
    if destination == "self_evaluation" and _is_of_whole_year(project):
        typed, carriage = _with_actuals(typed), carriage.with_fields(YEAR_END)
    carrier = _Carrier(carriage)
    data = {"stage": _STAGE_OF[destination], **carrier.carry(Project, typed)}
    if project.x is not None:
        data["x"] = project.x
    findings = list(_leftovers(carrier.leftovers, data["stage"]))
    if destination != "next-year":
        return Successor(data, tuple(findings))
    return _of_next_year(project, data, findings)


def _impossible(project: Project, destination: Destination) -> Finding:
    names = {**STAGE_NAMES, "next-year": "下一年度的绩效目标"}
    args = {"stage": STAGE_NAMES[project.stage], "stage_en": project.stage, "to": names[destination]}
    return Finding(Codes.STAGE_CANNOT_FOLLOW, "stage", {**args, "to_en": destination})


def _is_of_whole_year(project: Project) -> bool:
    """Whether what a project states as reached and spent is so of the whole year."""
    return project.stage != "monitoring" or project.month == LAST_MONTH


def _rows(typed: Data) -> list[Data]:
    """Return the indicators of typed data, without what is none."""
    rows = typed.get("indicators")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _with_actuals(typed: Data) -> Data:
    """Return the data of December's monitoring with what was reached as the actuals, where none are stated."""
    rows = _rows(typed)
    if not rows:
        return typed
    return {**typed, "indicators": list(map(_with_actual, rows))}


def _with_actual(row: Data) -> Data:
    if _is_nothing(row.get("progress")) or not _is_nothing(row.get("actual")):
        return row
    return {{"progress": "actual"}.get(key, key): value for key, value in row.items() if key != "actual"}


def _is_nothing(value: object) -> bool:
    """Whether a value states nothing."""
    return value is None or (isinstance(value, str) and is_blank(value)) or value in ([], {})


class _Carrier:
    """Carries data over, part by part; ``leftovers`` counts the values that stayed behind, by field."""

    def __init__(self, carriage: Carriage) -> None:
        self.carriage = carriage
        self.leftovers: Counter[tuple[type[Model], str]] = Counter()

    def carry(self, model: type[Model], typed: Mapping[str, Any]) -> Data:
        """Return what goes over of a part, with blanks for what is to be filled in."""
        data: Data = {}
        parts, fields = parts_of(model), self.carriage.fields.get(model, ())
        for key, value in typed.items():
            part, is_list = parts.get(key, (None, False))
            if part is not None and part in self.carriage.fields:
                data[key] = self._part(part, value, is_list=is_list)
            elif key in fields:
                data[key] = value
            elif key not in ("stage", "month") and not _is_nothing(value):
                self.leftovers[model, key] += 1
        blank = dict.fromkeys(self.carriage.blank.get(model, ()))
        return {**blank, **{key: value for key, value in data.items() if not _is_nothing(value)}}

    def _part(self, model: type[Model], value: Any, *, is_list: bool) -> Any:
        """Return what goes over of a part, or of each in a list; what is neither stays, for the loader to refuse."""
        if is_list and isinstance(value, list):
            return [self.carry(model, item) for item in value if isinstance(item, dict)]
        if isinstance(value, dict):
            return self.carry(model, value)
        return value


def _leftovers(counts: Counter[tuple[type[Model], str]], stage: str) -> Iterator[Finding]:
    """Yield the finding on values that do not go over, each kind with how many there were."""
    if not counts:
        return
    titles, keys = Counter[str](), Counter[str]()
    for (model, key), count in counts.items():
        field = model.model_fields.get(key)
        titles[(field and field.title) or key] += count
        keys[key] += count
    args = {"stage": STAGE_NAMES[stage], "stage_en": stage, "values": _listed(titles, "、"), "values_en": _listed(keys)}
    yield Finding(Codes.VALUES_NOT_CARRIED, "", args)


def _listed(counts: Mapping[str, int], comma: str = ", ") -> str:
    return comma.join(f"{name} × {count}" if count > 1 else name for name, count in counts.items())


# ---- next year


def _of_next_year(project: Project, data: Data, findings: list[Finding]) -> Successor:
    """Return the targets of the next year: those of this one as proposals, with what was reached noted beside them."""
    if project.year is None:
        args = {"key": "year", "title": Project.model_fields["year"].title}
        return Successor({}, (Finding(Codes.PROJECT_FIELD_MISSING, "year", args), *findings))
    data["year"] = str(project.year + 1)
    years = {"year": project.year, "next": project.year + 1}
    findings.append(Finding(Codes.FIGURES_ARE_PROPOSALS, "indicators", years))
    places = list(_naming(str(project.year), load_project(data)))
    if places:
        findings.append(Finding(Codes.TEXTS_NAME_LAST_YEAR, places[0], {**years, "places": "、".join(places)}))
    rows = _rows(project.typed.data)
    actuals = {f"indicators[{at}].target": str(row["actual"]) for at, row in enumerate(rows) if row.get("actual")}
    return Successor(data, tuple(findings), actuals)


def _naming(year: str, project: Project) -> Iterator[str]:
    """Yield the paths of the texts that name a year."""
    pattern = re.compile(rf"(?<![0-9.]){year}(?![0-9.])")
    parts: list[tuple[str, Model]] = [("", project)]
    parts += [(f"goals[{index}].", goal) for index, goal in enumerate(project.goals)]
    parts += [(f"indicators[{index}].", row) for index, row in enumerate(project.indicators)]
    for prefix, part in parts:
        for key in _TEXTS[type(part)]:
            if pattern.search(getattr(part, key) or ""):
                yield f"{prefix}{key}"


__all__ = ["Successor", "advance"]
