"""Case files: found beside their spec, read as strictly as a project file, every finding with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jixiao.border.folders import is_file
from jixiao.findings import Codes, Finding, Severity, has_error
from jixiao.loading.decoding import read_file
from jixiao.loading.projects import project_of
from jixiao.loading.specs import Found, find_spec
from jixiao.loading.validation import Capped, dotted, renamed, validated
from jixiao.loading.yaml_composer import At, Map, Seq, compose, place_of
from jixiao.model.fields import MOST_SHOWN, shown
from jixiao.model.project import Indicator, spellings
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.cases.model import KINDS, OF_PROJECTS, OF_ROWS, Case, Expect, Kind, Told

ENDING = ".cases.yaml"
#: The year of a case that names none, under a spec that is in force without a beginning and an end.
ANY_YEAR = 2020

_TOP = {key: key for key in ("cases_of", "cases")}
_CASE = {key: key for key in (*Told.model_fields, *KINDS, "finished", "year") if key != "unread"}
_EXPECT = {key: key for key in Expect.model_fields if key != "unread"}
_NAMES = frozenset(key for key, name in spellings(Indicator).items() if name == "name")


@dataclass(frozen=True)
class CaseFile:
    """The cases of one spec, and what is wrong with their file or their spec."""

    path: Path
    spec: IndicatorSpec | None
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]


def beside(spec_file: Path) -> Path:
    """Where the cases of a spec file stand.

    >>> beside(Path("cn/mof-2020-10.yaml")).name
    'mof-2020-10.cases.yaml'
    """
    return spec_file.with_name(spec_file.stem + ENDING)


def is_cases(file: Path) -> bool:
    """Whether a file is one of cases, by its name."""
    return file.name.endswith(ENDING)


def load_cases(path: Path, local: Path | None = None) -> CaseFile:
    """The cases of a file; the spec is the one beside it, else the one that ``cases_of`` names (``local`` first)."""
    source, findings = read_file(path)
    if source is None or has_error(findings):
        return CaseFile(path, None, (), tuple(findings))
    data, more = compose(source)
    found = Capped([*findings, *more])
    if not isinstance(data, Map):
        if not has_error(found):
            found.append(Finding(Codes.NOT_A_CASE_FILE, "", {}, place_of(data, ())))
        return CaseFile(path, None, (), found.closed())
    root = renamed(data, _TOP, (), found)
    spec = _spec(path, root, local, found)
    cases = tuple(_cases(root, spec, found))
    return CaseFile(path, spec, cases, found.closed())


def _spec(path: Path, root: Map, local: Path | None, findings: Capped) -> IndicatorSpec | None:
    """The spec that the cases are written for, in just that version."""
    pinned = root.get("cases_of")
    if not isinstance(pinned, str):
        findings.append(
            Finding(Codes.REQUIRED_KEY_MISSING, "cases_of", {"key": "cases_of"}, place_of(root, ("cases_of",)))
        )
        return None
    place = place_of(root, ("cases_of",))
    name, _, version = pinned.partition("@")
    if not version:
        findings.append(Finding(Codes.CASES_NOT_PINNED, "cases_of", {"text": pinned[:MOST_SHOWN]}, place))
        return None
    found = _found(path, name, version, local)
    for finding in found.findings:
        if finding.severity is Severity.ERROR:
            findings.append(finding if finding.place else finding.at(place))
    if found.spec is not None and (found.spec.id, found.spec.version) != (name, version):
        args = {"pinned": pinned[:MOST_SHOWN], "spec": f"{found.spec.id}@{found.spec.version}"}
        findings.append(Finding(Codes.CASES_FOR_ANOTHER_VERSION, "cases_of", args, place))
        return None
    return found.spec


def _found(path: Path, name: str, version: str, local: Path | None) -> Found:
    """The spec beside the cases, else the one of that name, in that version where it is still at hand."""
    neighbour = path.with_name(path.name.removesuffix(ENDING) + ".yaml")
    if is_cases(path) and is_file(neighbour):
        return find_spec(str(neighbour), None, local)
    bare = name.replace("/", ".")
    kept = find_spec(f"{bare}@{version}", None, local)
    return find_spec(bare, None, local) if kept.spec is None else kept


def _cases(root: Map, spec: IndicatorSpec | None, findings: Capped) -> list[Case]:
    entries = root.get("cases")
    if not isinstance(entries, Seq):
        findings.append(Finding(Codes.NOT_A_CASE_FILE, "cases", {}, place_of(root, ("cases",))))
        return []
    made = [case for index, entry in enumerate(entries) if (case := _case(root, index, entry, _year(spec), findings))]
    seen: dict[str, Case] = {}
    for case in made:
        first = seen.setdefault(case.name, case)
        if first is not case:
            args = {"name": case.name[:MOST_SHOWN], "line": first.place.line}
            findings.append(Finding(Codes.DUPLICATE_CASE, f"{case.path}.case", args, case.place))
    return made


def _year(spec: IndicatorSpec | None) -> str:
    """A year in which the spec is in force."""
    day = (spec.in_force.start or spec.in_force.end) if spec is not None else None
    return str(day.year if day else ANY_YEAR)


def _case(root: Map, index: int, entry: object, year: str, findings: Capped) -> Case | None:
    """One case; what stops it from being run is a finding."""
    path: tuple[str | int, ...] = ("cases", index)
    place = place_of(root, path)
    if not isinstance(entry, Map) or place is None:
        findings.append(Finding(Codes.NOT_A_MAPPING, dotted(path), {"value": shown(entry)}, place))
        return None
    data = renamed(entry, _CASE, path, findings)
    told = _told(root, data, path, findings)
    kinds = [kind for kind in KINDS if kind in data]
    if len(kinds) != 1:
        findings.append(Finding(Codes.ONE_CASE_KIND_NEEDED, dotted(path), {"found": "、".join(kinds) or "—"}, place))
        return None
    name = told.case or dotted(path)
    project = project_of(_project(data, kinds[0], name, year), [])
    case = Case(name, kinds[0], project, told, place, dotted(path))
    _report_facts(case, findings)
    _report_expected(case, data, findings)
    return case


def _told(root: Map, data: Map, path: tuple[str | int, ...], findings: Capped) -> Told:
    """What the case says beside its facts, and what it ought to say."""
    given: dict[str, object] = {key: data[key] for key in data if key in Told.model_fields and data[key] is not None}
    expect = given.get("expect")
    if isinstance(expect, Map):
        inside = (*path, "expect")
        filled = {key: value for key, value in renamed(expect, _EXPECT, inside, findings).items() if value is not None}
        given["expect"] = validated(Expect, filled, root, inside, findings)
    told = validated(Told, given, root, path, findings)
    _report_untold(told, data, path, findings)
    return told


def _report_untold(told: Told, data: Map, path: tuple[str | int, ...], findings: Capped) -> None:
    """A case has a name, and what it expects has a source; one that is still to be filled in has none yet."""
    for key in ("case",) if told.expect.blank else ("case", "by"):
        if getattr(told, key) is None and key not in told.unread:
            findings.append(Finding(Codes.REQUIRED_KEY_MISSING, dotted((*path, key)), {"key": key}, data.place))
    needed = None if told.by is None else "arithmetic" if told.by == "hand" else "source"
    if needed and getattr(told, needed) is None and not told.expect.blank:
        args = {"by": told.by, "key": needed}
        findings.append(Finding(Codes.CASE_SOURCE_INCOMPLETE, dotted((*path, needed)), args, place_of(data, ("by",))))


def _project(data: Map, kind: Kind, name: str, year: str) -> Map:
    """The case's facts as the data of a project file, every value where it stands in the case file."""
    given = data[kind]
    if kind == "project" and isinstance(given, Map):
        return given
    at = data.at[kind][1]
    top = Map(data.source, data.start)
    _put(top, "name", name, data.start)
    _put(top, "year", data.get("year") or year, _at(data, "year"))
    if data.get("finished") is not None:
        _put(top, "finished", data["finished"], _at(data, "finished"))
    if kind == "execution":
        funds = Map(data.source, at)
        _put(funds, "total", given, at)
        _put(top, "funds", funds, at)
    else:
        rows = Seq(data.source, at)
        rows.append(_named(given, name))
        rows.at.append(at)
        _put(top, "indicators", rows, at)
    return top


def _at(data: Map, key: str) -> At:
    """Where the value of a key stands; of one that is not there, where the map begins."""
    return data.at[key][1] if key in data.at else data.start


def _put(found: Map, key: str, value: object, at: At) -> None:
    found[key] = value
    found.at[key] = at, at


def _named(row: object, name: str) -> object:
    if isinstance(row, Map) and not _NAMES & set(row):
        _put(row, "name", name, row.start)
    return row


def _report_facts(case: Case, findings: Capped) -> None:
    """What is wrong with a case's facts, unless the case is there to show just that."""
    for finding in case.project.findings:
        if finding.severity is Severity.ERROR and finding.code not in case.expect.findings:
            findings.append(case.own(finding))


def _report_expected(case: Case, data: Map, findings: Capped) -> None:
    """What cannot be expected of such a case."""
    known = OF_PROJECTS if case.kind == "project" else OF_ROWS
    for key in case.expect.model_fields_set - {*known, "unread"}:
        args = {"key": key, "kind": case.kind, "known": "、".join(known)}
        findings.append(
            Finding(
                Codes.UNEXPECTED_EXPECTATION,
                f"{case.path}.expect.{key}",
                args,
                place_of(data, ("expect", key), key=True),
            )
        )


__all__ = ["ENDING", "CaseFile", "beside", "is_cases", "load_cases"]
