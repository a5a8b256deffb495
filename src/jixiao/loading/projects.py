"""Project files: YAML or JSON, Chinese or English keys, from a path, a text or a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, Source
from jixiao.loading.amounts import convert_amounts
from jixiao.loading.decoding import MOST_DEPTH, decode, read_file
from jixiao.loading.punctuation import name_full_width_marks
from jixiao.loading.validation import Capped, TooDeepError, dotted, renamed, validated, with_places
from jixiao.loading.validation import Path as Keys
from jixiao.loading.yaml_composer import Map, Seq, compose, place_of
from jixiao.model.fields import Model, excerpt
from jixiao.model.project import MOST_INDICATORS, Project, parts_of, spellings

SUFFIXES = (".yaml", ".yml", ".json")


@lru_cache(maxsize=16)
def _table(model: type[Model]) -> dict[str, str]:
    return spellings(model)


def load_project(source: str | Path | Mapping[str, object]) -> Project:
    """A project from a path, from YAML or JSON text, or from a mapping; what is wrong is in its ``findings``.

    A ``str`` with a line break or an opening brace is a text, any other a path.

    Raises:
        TypeError: a mapping holds a float or another value that is not exact.
    """
    if isinstance(source, Mapping):
        return _without_places(_from_data(source))
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith("{")):
        decoded, findings = decode("<text>", source.encode("utf-8", "surrogatepass"))
    else:
        decoded, findings = read_file(Path(source))
    return _from_source(decoded, findings)


def _from_data(data: Mapping[str, object]) -> Project:
    try:
        return project_of(with_places(data), [])
    except TooDeepError as error:
        return unreadable([Finding(Codes.NESTED_TOO_DEEP, dotted(error.args[0]), {"limit": MOST_DEPTH})])


def _without_places(project: Project) -> Project:
    project._findings = tuple(finding.at(None) for finding in project._findings)  # noqa: SLF001  # its own loader
    project._root = None  # noqa: SLF001
    return project


def _from_source(source: Source | None, findings: list[Finding]) -> Project:
    if source is None or any(finding.severity == "error" for finding in findings):
        return unreadable(findings)
    root, more = compose(source)
    return project_of(root, [*findings, *more])


def unreadable(findings: list[Finding], *, is_result: bool = False) -> Project:
    """A project of which nothing could be read."""
    project = Project()
    project._findings, project._readable = tuple(findings), False  # noqa: SLF001  # its own loader
    project._is_other = project._is_result = is_result  # noqa: SLF001
    return project


def _is_result(root: object) -> bool:
    return isinstance(root, Map) and all(key in root for key in RESULT_KEYS)


def project_of(root: object, findings: list[Finding]) -> Project:
    """A project from composed data, with what was found on the way."""
    if not isinstance(root, Map):
        if not any(finding.severity == "error" for finding in findings):
            findings.append(Finding(Codes.NOT_A_PROJECT_FILE, "", {}, place_of(root, ()) if root is not None else None))
        return unreadable(findings, is_result=isinstance(root, Seq) and bool(root) and _is_result(root[0]))
    findings = Capped(findings)
    result = _is_result(root)
    other = result or any(all(key in root for key in keys) for keys in OTHER_KEYS)
    top = _renamed(Project, root, (), findings)
    name_full_width_marks(root.source, findings)
    if isinstance(top.get("funds"), Map):
        convert_amounts(top["funds"])  # type: ignore[arg-type]
    project: Project = _whole(top) or _built(Project, top, top, (), findings)
    project._findings, project._root = findings.closed(), top  # noqa: SLF001  # its own loader
    project._is_other, project._is_result = other, result  # noqa: SLF001
    return project


def _renamed(model: type[Model], found: Map, path: Keys, findings: list[Finding]) -> Map:
    """The whole tree below a map in the models' own names; what is no map stays for ``_built`` to refuse."""
    data = renamed(found, _table(model), path, findings)
    for name, (part, many) in parts_of(model).items():
        value = data.get(name)
        if many and isinstance(value, Seq):
            for index, item in enumerate(value if len(value) <= MOST_INDICATORS else ()):
                if isinstance(item, Map):
                    value[index] = _renamed(part, item, (*path, name, index), findings)
        elif isinstance(value, Map) and not many:
            data[name] = _renamed(part, value, (*path, name), findings)
    return data


def _whole(top: Map) -> Project | None:
    """The project in one go, where all is well; ``None`` where something is not, for ``_built`` to tell what."""
    if any(isinstance(value, Seq) and len(value) > MOST_INDICATORS for value in top.values()):
        return None
    try:
        return Project.model_validate(top)
    except ValidationError:
        return None


def _built(model: type[Model], found: Map, root: Map, path: Keys, findings: list[Finding]) -> Any:
    """A model of a renamed map, from the leaves up, so that a broken part spoils nothing else."""
    data: dict[str, object] = {name: value for name, value in found.items() if value is not None}
    for name, (part, many) in parts_of(model).items():
        value = data.get(name)
        if many and isinstance(value, Seq):
            data[name] = _rows(part, value, root, (*path, name), findings)
        elif value is not None and not many:
            data[name] = _part(part, value, root, (*path, name), findings)
    return validated(model, data, root, path, findings)


def _rows(part: type[Model], values: Seq, root: Map, path: Keys, findings: list[Finding]) -> list[object]:
    if len(values) > MOST_INDICATORS:
        args = {"key": path[-1], "count": len(values), "most": MOST_INDICATORS}
        findings.append(Finding(Codes.TOO_MANY_ENTRIES, dotted(path), args, place_of(root, path)))
        return []
    return [_part(part, value, root, (*path, index), findings) for index, value in enumerate(values)]


def _part(part: type[Model], value: object, root: Map, path: Keys, findings: list[Finding]) -> object:
    if isinstance(value, Map):
        return _built(part, value, root, path, findings)
    findings.append(Finding(Codes.NOT_A_MAPPING, dotted(path), {"value": excerpt(value)}, place_of(root, path)))
    return part.model_validate({"unread": frozenset({"*"})})


#: Top-level keys that tell a spec and a file of cases from a project.
OTHER_KEYS = (("id", "rules"), ("id", "extends"), ("cases",), ("published",), ("equivalent_mutants",))
#: Top-level keys of a result, and of a batch's summary.
RESULT_KEYS = ("schema", "findings")


def project_from_bytes(name: str, data: bytes) -> Project:
    """A project from what was read elsewhere, such as standard input."""
    return _from_source(*decode(name, data))
