"""Project files: YAML or JSON, Chinese or English keys, from a path, a text or a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from jixiao.border.folders import is_there
from jixiao.exact_json import read_plain, read_plain_at
from jixiao.findings import CellPlace, Codes, Finding, Place, Source, has_error
from jixiao.loading.amounts import convert_amounts
from jixiao.loading.decoding import MOST_DEPTH, decode, read_file
from jixiao.loading.nodes import Map, Seq, place_of
from jixiao.loading.punctuation import replace_unknown_keys
from jixiao.loading.validation import (
    FindingList,
    Keys,
    TooDeepError,
    dotted,
    key_of,
    rename_keys,
    validate,
    with_places,
)
from jixiao.loading.yaml_composer import compose
from jixiao.model.fields import Model, excerpt
from jixiao.model.project import MOST_INDICATORS, WHOLE, Project, parts_of
from jixiao.model.spellings import spellings
from jixiao.quantity import is_blank

SUFFIXES = (".yaml", ".yml", ".json")
#: Endings of files that hold one project a line.
LINES = (".jsonl", ".ndjson")


@lru_cache(maxsize=16)
def _table(model: type[Model]) -> dict[str, str]:
    return spellings(model)


@lru_cache(maxsize=16)
def _names(model: type[Model]) -> frozenset[str]:
    return frozenset(spellings(model).values())


def load_project(source: str | Path | Mapping[str, object]) -> Project:
    """Return the project of a file or a mapping; what is wrong is in its ``findings``.

    A ``str`` is a path, never a text: see ``parse_project``.

    Raises:
        TypeError: a mapping holds a float or another value that is not exact.
    """
    if isinstance(source, Mapping):
        return _from_data(source)
    if isinstance(source, str) and _is_no_path(source):
        return unreadable([Finding(Codes.TEXT_GIVEN_AS_PATH, args={"text": excerpt(source)})])
    return project_of(*composed_file(Path(source)))


def parse_project(text: str | bytes, *, name: str = "<text>") -> Project:
    """Return the project that a text holds, YAML or JSON; ``name`` is what its findings call the text."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    return project_of(*composed_text(text, name))


class Composed(NamedTuple):
    """The data of a text, and the findings on it; ``None`` where a finding says why it was not read."""

    root: object
    findings: list[Finding]


def composed_file(path: Path) -> Composed:
    """Return the data of a file."""
    return _composed(*read_file(path))


def composed_text(text: bytes, name: str) -> Composed:
    """Return the data of a text; ``name`` is what its findings call it."""
    return _composed(*decode(name, text))


def composed_lines(path: Path) -> list[Composed]:
    """Return the data of each line of a file; the findings on the file stand with its first line."""
    decoded, findings = read_file(path)
    if decoded is None:
        return [Composed(None, findings)]
    lines = ((number, line) for number, line in enumerate(decoded.text.split("\n"), 1) if line.strip())
    composed = [_composed(Source(decoded.name, line, number), []) for number, line in lines]
    if not composed:
        return [Composed(None, [*findings, Finding(Codes.EMPTY_FILE, place=Place(decoded, 1, 1))])]
    return [Composed(composed[0].root, [*findings, *composed[0].findings]), *composed[1:]]


def _composed(source: Source | None, findings: list[Finding]) -> Composed:
    if source is None or has_error(findings):
        return Composed(None, findings)
    root, more = compose(source)
    return Composed(root, [*findings, *more])


def _is_no_path(text: str) -> bool:
    """Whether a text names no file: it has several lines, or neither the ending of a project file nor a file to it."""
    if "\n" in text:
        return True
    return not text.lower().endswith(SUFFIXES) and not is_there(text)


def _from_data(data: Mapping[str, object]) -> Project:
    aside = {key: value for key, value in data.items() if key_of(str(key), _table(Project)) == "x"}
    try:
        root = cast("Map", with_places({key: value for key, value in data.items() if key not in aside}))
    except TooDeepError as error:
        return unreadable([Finding(Codes.NESTED_TOO_DEEP, dotted(error.args[0]), {"limit": MOST_DEPTH})])
    root.update(aside)  # the caller's own, whatever it is
    project = project_of(root, [])
    return _read_as(project, findings=tuple(finding.at(None) for finding in project.findings), root=None)


def project_of_cells(data: Mapping[str, object], findings: list[Finding], cells: Mapping[str, CellPlace]) -> Project:
    """Return the project of a form from its data; ``findings`` are those on the form, ``cells`` places by path."""
    project = _from_data(data)
    return _read_as(project, findings=(*findings, *project.findings), cells=cells)


def with_findings(project: Project, findings: Iterable[Finding]) -> Project:
    """Return a project with more findings on its file, before its own."""
    return _read_as(project, findings=(*findings, *project.findings))


def _read_as(project: Project, **changes: Any) -> Project:
    """Return a project that was read otherwise: with other findings, places or of another kind of file."""
    project._reading = project.reading._replace(**changes)  # noqa: SLF001  # its own loader
    return project


def unreadable(findings: list[Finding], *, is_result: bool = False) -> Project:
    """Return a project of which nothing could be read."""
    kind = {"is_readable": False, "is_other": is_result, "is_result": is_result}
    return _read_as(Project(), findings=tuple(findings), **kind)


def _is_result(root: object) -> bool:
    return isinstance(root, Map) and root.keys() >= RESULT_KEYS


def _is_other(root: Map) -> bool:
    """Whether a file is a spec, a file of cases or another one of specs, by its top-level keys."""
    return any(root.keys() >= keys for keys in OTHER_KEYS)


def states_indicators(root: object) -> bool:
    """Whether composed data have the indicators of a project, by any of their names."""
    return isinstance(root, Map) and any(key_of(str(key), _table(Project)) == "indicators" for key in root)


def project_of(root: object, findings: list[Finding]) -> Project:
    """Return a project from composed data; ``findings`` are those on its text."""
    if not isinstance(root, Map):
        if not has_error(findings):
            findings.append(Finding(Codes.NOT_A_PROJECT_FILE, "", {}, place_of(root, ())))
        return unreadable(findings, is_result=isinstance(root, Seq) and bool(root) and _is_result(root[0]))
    on_file = FindingList(findings)
    data = _rename_tree(Project, root, (), on_file)
    replace_unknown_keys(root.source, on_file)
    if isinstance(data.get("funds"), Map):
        convert_amounts(data["funds"])  # type: ignore[arg-type]
    if "x" in data:
        data["x"] = _untouched(root, data["x"])
    project: Project = _at_once(data) or _from_leaves(Project, data, data, (), on_file)
    object.__setattr__(project, "_data", data)
    is_result = _is_result(root)
    kind = {"is_other": is_result or _is_other(root), "is_result": is_result}
    return _read_as(project, findings=on_file.closed(), root=data, **kind)


def _untouched(root: Map, composed: object) -> object:
    """Return the caller's own data as a file of JSON has them, else as they were composed or given."""
    key = next(key for key in root if key_of(key, _table(Project)) == "x")
    place = place_of(root, (key,))
    if place is None or key not in root.at or not _is_json(place.source.text):
        return composed
    source = place.source
    return read_plain_at(source.text, source.line_starts[place.line - 1] + place.column - 1)


@lru_cache(maxsize=4)
def _is_json(text: str) -> bool:
    """Whether a text is JSON that its own reader reads."""
    try:
        read_plain(text)
    except (ValueError, RecursionError):
        return False
    return True


def _rename_tree(model: type[Model], typed: Map, path: Keys, findings: FindingList) -> Map:
    """Return the tree below a map in the models' own names; what is no map stays for ``_from_leaves`` to refuse."""
    data = typed
    if not typed.keys() <= _names(model):
        data = rename_keys(typed, _table(model), path, findings)
    for name, (part, many) in parts_of(model).items():
        value = data.get(name)
        if many and isinstance(value, Seq) and len(value) <= MOST_INDICATORS:
            for index, item in enumerate(value):
                if isinstance(item, Map):
                    value[index] = _rename_tree(part, item, (*path, name, index), findings)
        elif isinstance(value, Map) and not many:
            data[name] = _rename_tree(part, value, (*path, name), findings)
    return data


def _at_once(data: Map) -> Project | None:
    """Return the project where all is well; ``None`` where something is not, which ``_from_leaves`` will name."""
    if any(isinstance(value, Seq) and len(value) > MOST_INDICATORS for value in data.values()):
        return None
    try:
        return Project.model_validate(data)
    except ValidationError:
        return None


def _from_leaves(model: type[Model], branch: Map, root: Map, path: Keys, findings: FindingList) -> Any:
    """Return a model of a renamed map, made from the leaves up, so that a broken part spoils nothing else."""
    data: dict[str, object] = {name: value for name, value in branch.items() if not _is_nothing(value)}
    for name, (part, many) in parts_of(model).items():
        value = data.get(name)
        if many and isinstance(value, Seq):
            data[name] = _rows(part, value, root, (*path, name), findings)
        elif value is not None and not many:
            data[name] = _part(part, value, root, (*path, name), findings)
    return validate(model, data, root, path, findings)


def _is_nothing(value: object) -> bool:
    """Whether a value states nothing: it is missing, or blank."""
    return value is None or (isinstance(value, str) and is_blank(value))


def _rows(part: type[Model], values: Seq, root: Map, path: Keys, findings: FindingList) -> list[object]:
    if len(values) > MOST_INDICATORS:
        args = {"key": path[-1], "count": len(values), "most": MOST_INDICATORS}
        findings.append(Finding(Codes.TOO_MANY_ENTRIES, dotted(path), args, place_of(root, path)))
        return []
    return [_part(part, value, root, (*path, index), findings) for index, value in enumerate(values)]


def _part(part: type[Model], value: object, root: Map, path: Keys, findings: FindingList) -> object:
    if isinstance(value, Map):
        return _from_leaves(part, value, root, path, findings)
    findings.append(Finding(Codes.NOT_A_MAPPING, dotted(path), {"value": excerpt(value)}, place_of(root, path)))
    return part.model_validate({"unread": frozenset({WHOLE})})


#: Top-level keys that tell specs, files of cases and rules of monitoring from a project.
OTHER_KEYS = (
    {"id", "rules"},
    {"id", "extends"},
    {"title", "sources"},
    {"title", "extends"},
    {"cases"},
    {"published"},
    {"equivalent_mutants"},
)
#: Top-level keys of a result, and of a batch's summary.
RESULT_KEYS = {"schema", "findings"}
