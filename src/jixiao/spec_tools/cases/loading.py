"""Case files: found beside their spec, read as strictly as a project file, every finding with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jixiao.border.folders import is_file
from jixiao.findings import Codes, Finding, Severity, has_error
from jixiao.loading.decoding import read_file
from jixiao.loading.projects import project_of
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.loading.spec_reading import SpecLookup
from jixiao.loading.specs import find_spec_file
from jixiao.loading.validation import FindingList, dotted, rename_keys, validate
from jixiao.loading.yaml_composer import At, Map, Seq, compose, place_of
from jixiao.model.fields import MOST_SHOWN, excerpt
from jixiao.model.project import Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.model.spellings import spellings
from jixiao.spec_tools.cases.model import EXPECTABLE, KINDS, Case, CaseEntry, Expect, Kind

ENDING = ".cases.yaml"
#: The year of a case that names none, under a spec that is in force without a beginning and an end.
ANY_YEAR = 2020

_TOP = {key: key for key in ("cases_of", "cases")}
_CASE = {key: key for key in (*CaseEntry.model_fields, *KINDS, "finished", "year") if key != "unread"}
_EXPECT = {key: key for key in Expect.model_fields if key != "unread"}
_NAMES = frozenset(key for key, name in spellings(Indicator).items() if name == "name")
#: What a case must state beside ``by``: the arithmetic by hand, or the place in the document.
_EVIDENCE = {"clause": "source", "published": "source", "hand": "arithmetic"}

_Path = tuple[str | int, ...]


@dataclass(frozen=True)
class CaseFile:
    """The cases of one spec, and what is wrong with their file or their spec."""

    path: Path
    spec: IndicatorSpec | None
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]


def case_path(spec_file: Path) -> Path:
    """Return the path of the case file of a spec file, which stands beside it.

    >>> case_path(Path("cn/mof-2020-10.yaml")).name
    'mof-2020-10.cases.yaml'
    """
    return spec_file.with_name(spec_file.stem + ENDING)


def is_case_file(file: Path) -> bool:
    """Whether a file is one of cases, by its name."""
    return file.name.endswith(ENDING)


def load_cases(path: Path, book: SpecBook | None = None) -> CaseFile:
    """Return the cases of a file.

    The spec is the one beside it, else the one that ``cases_of`` names in ``book``, by default the package's.
    """
    source, reading = read_file(path)
    if source is None or has_error(reading):
        return CaseFile(path, None, (), tuple(reading))
    data, composing = compose(source)
    findings = FindingList([*reading, *composing])
    if not isinstance(data, Map):
        if not has_error(findings):
            findings.append(Finding(Codes.NOT_A_CASE_FILE, "", {}, place_of(data, ())))
        return CaseFile(path, None, (), findings.closed())
    root = rename_keys(data, _TOP, (), findings)
    spec = _spec(path, root, book or package_book(), findings)
    cases = tuple(_cases(root, spec, findings))
    return CaseFile(path, spec, cases, findings.closed())


def _spec(path: Path, root: Map, book: SpecBook, findings: FindingList) -> IndicatorSpec | None:
    """Return the spec that the cases are written for, in just that version."""
    pinned = root.get("cases_of")
    place = place_of(root, ("cases_of",))
    if not isinstance(pinned, str):
        findings.append(Finding(Codes.REQUIRED_KEY_MISSING, "cases_of", {"key": "cases_of"}, place))
        return None
    name, _, version = pinned.partition("@")
    if not version:
        findings.append(Finding(Codes.CASES_NOT_PINNED, "cases_of", {"text": pinned[:MOST_SHOWN]}, place))
        return None
    search = _search(path, name, version, book)
    for finding in search.findings:
        if finding.severity is Severity.ERROR:
            findings.append(finding.at(finding.place or place))
    spec = search.spec
    if spec is not None and (spec.id, spec.version) != (name, version):
        args = {"pinned": pinned[:MOST_SHOWN], "spec": f"{spec.id}@{spec.version}"}
        findings.append(Finding(Codes.CASES_FOR_ANOTHER_VERSION, "cases_of", args, place))
        return None
    return spec


def _search(path: Path, name: str, version: str, book: SpecBook) -> SpecLookup:
    """Return the spec beside the cases, else the one of that name, in that version where it is still at hand."""
    neighbour = path.with_name(path.name.removesuffix(ENDING) + ".yaml")
    if is_case_file(path) and is_file(neighbour):
        return find_spec_file(neighbour, book)
    bare = name.replace("/", ".")
    pinned = book.look_up(f"{bare}@{version}")
    if pinned.spec is not None:
        return pinned
    return book.look_up(bare)


def _cases(root: Map, spec: IndicatorSpec | None, findings: FindingList) -> list[Case]:
    entries = root.get("cases")
    if not isinstance(entries, Seq):
        findings.append(Finding(Codes.NOT_A_CASE_FILE, "cases", {}, place_of(root, ("cases",))))
        return []
    year = str(year_of(spec))
    cases = [case for index, entry in enumerate(entries) if (case := _case(root, index, entry, year, findings))]
    by_name: dict[str, Case] = {}
    for case in cases:
        first = by_name.setdefault(case.name, case)
        if first is not case:
            args = {"name": case.name[:MOST_SHOWN], "line": first.place.line}
            findings.append(Finding(Codes.DUPLICATE_CASE, f"{case.path}.case", args, case.place))
    return cases


def year_of(spec: IndicatorSpec | None) -> int:
    """Return a year in which a spec is in force."""
    if spec is None:
        return ANY_YEAR
    days = (spec.in_force.start, spec.in_force.end)
    return next((day.year for day in days if day is not None), ANY_YEAR)


def _case(root: Map, index: int, item: object, year: str, findings: FindingList) -> Case | None:
    """Return one case; what stops it from being run is a finding."""
    path: _Path = ("cases", index)
    place = place_of(root, path)
    if not isinstance(item, Map) or place is None:
        findings.append(Finding(Codes.NOT_A_MAPPING, dotted(path), {"value": excerpt(item)}, place))
        return None
    data = rename_keys(item, _CASE, path, findings)
    entry = _entry(root, data, path, findings)
    kinds = [kind for kind in KINDS if kind in data]
    if len(kinds) != 1:
        findings.append(Finding(Codes.ONE_CASE_KIND_NEEDED, dotted(path), {"found": "、".join(kinds) or "—"}, place))
        return None
    name = entry.case or dotted(path)
    project = project_of(_project(data, kinds[0], name, year), [])
    case = Case(name, kinds[0], project, entry, place, dotted(path))
    _report_facts(case, findings)
    _report_expected(case, data, findings)
    return case


def _entry(root: Map, data: Map, path: _Path, findings: FindingList) -> CaseEntry:
    """Return the keys of a case beside its facts; those that are missing are findings."""
    values = {key: value for key, value in data.items() if key in CaseEntry.model_fields and value is not None}
    expect = values.get("expect")
    if isinstance(expect, Map):
        inside = (*path, "expect")
        expected = {
            key: value for key, value in rename_keys(expect, _EXPECT, inside, findings).items() if value is not None
        }
        values["expect"] = validate(Expect, expected, root, inside, findings)
    entry = validate(CaseEntry, values, root, path, findings)
    _report_missing(entry, data, path, findings)
    return entry


def _report_missing(entry: CaseEntry, data: Map, path: _Path, findings: FindingList) -> None:
    """Report a case without a name, and an expected answer without its source."""
    required = ["case"]
    if not entry.expect.blank:
        required.append("by")
    for key in required:
        if getattr(entry, key) is None and key not in entry.unread:
            findings.append(Finding(Codes.REQUIRED_KEY_MISSING, dotted((*path, key)), {"key": key}, data.place))
    if entry.by is None or entry.expect.blank:
        return
    evidence = _EVIDENCE[entry.by]
    if getattr(entry, evidence) is None:
        args = {"by": entry.by, "key": evidence}
        findings.append(Finding(Codes.CASE_SOURCE_INCOMPLETE, dotted((*path, evidence)), args, place_of(data, ("by",))))


def _project(data: Map, kind: Kind, name: str, year: str) -> Map:
    """Return the case's facts as the data of a project file, every value with its place in the case file."""
    facts = data[kind]
    if kind == "project" and isinstance(facts, Map):
        return facts
    at = data.at[kind][1]
    top = Map(data.source, data.start)
    _put(top, "name", name, data.start)
    _put(top, "year", data.get("year") or year, _at(data, "year"))
    if data.get("finished") is not None:
        _put(top, "finished", data["finished"], _at(data, "finished"))
    if kind == "execution":
        funds = Map(data.source, at)
        _put(funds, "total", facts, at)
        _put(top, "funds", funds, at)
    else:
        rows = Seq(data.source, at)
        rows.append(_with_name(facts, name))
        rows.at.append(at)
        _put(top, "indicators", rows, at)
    return top


def _at(data: Map, key: str) -> At:
    """Return the place of a key's value; of one that is not there, the place where the map begins."""
    if key in data.at:
        return data.at[key][1]
    return data.start


def _put(target: Map, key: str, value: object, at: At) -> None:
    target[key] = value
    target.at[key] = at, at


def _with_name(row: object, name: str) -> object:
    if isinstance(row, Map) and not _NAMES & set(row):
        _put(row, "name", name, row.start)
    return row


def _report_facts(case: Case, findings: FindingList) -> None:
    """Report what is wrong with a case's facts, unless the case is there to show just that."""
    for finding in case.project.findings:
        if finding.severity is Severity.ERROR and finding.code not in case.expect.findings:
            findings.append(case.localize(finding))


def _report_expected(case: Case, data: Map, findings: FindingList) -> None:
    """Report what cannot be expected of such a case."""
    keys = EXPECTABLE[case.kind]
    for key in case.expect.model_fields_set - {*keys, "unread"}:
        path = f"{case.path}.expect.{key}"
        args = {"key": key, "kind": case.kind, "known": "、".join(keys)}
        findings.append(Finding(Codes.UNEXPECTED_EXPECTATION, path, args, place_of(data, ("expect", key), key=True)))


__all__ = ["ENDING", "CaseFile", "case_path", "is_case_file", "load_cases", "year_of"]
