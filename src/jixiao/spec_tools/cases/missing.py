"""Which boundary cases a case file lacks, and writing them as stubs to be filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

from jixiao.findings import Lang, Source, has_error
from jixiao.loading.yaml_composer import Map, Seq, compose, position_of
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.cases.boundaries import Boundary, Case, Kind, RowInProject, boundaries
from jixiao.spec_tools.cases.loading import CaseFile
from jixiao.spec_tools.cases.running import CaseRun, run_cases
from jixiao.spec_tools.row_kinds import scored_of

# What needs no quotes, and is read as the text that it is.
_PLAIN: Final = re.compile(r"(?!null$|Null$|NULL$)[\w.≥≤=-][\w.≥≤=%~：-]*( [\w.≥≤=<%~：-]+)*")
#: Inputs tried for one boundary before it counts as out of reach.
MOST_INPUTS: Final = 400
#: Kinds of boundaries that not every rule has: where no row reaches one, it does not count.
OPTIONAL: Final = ("zero", "missing", "over")
NAMES: Final[dict[Lang, dict[Kind, str]]] = {
    "zh": {
        "at": "{of}：正好 {at}",
        "below": "{of}：略低于 {at}",
        "above": "{of}：略高于 {at}",
        "zero": "{of}：实际为零",
        "missing": "{of}：实际未填",
        "over": "{of}：超额完成",
        "tier": "{of}：档次 {at}",
        "default": "{of}：档次 {at}，未给比例",
        "mark": "审核标记：{at}",
        "grade": "等级 {of}：总分 {at}",
    },
    "en": {
        "at": "{of}: just at {at}",
        "below": "{of}: just below {at}",
        "above": "{of}: just above {at}",
        "zero": "{of}: an actual of zero",
        "missing": "{of}: no actual",
        "over": "{of}: over-fulfilled",
        "tier": "{of}: tier {at}",
        "default": "{of}: tier {at} without a share",
        "mark": "mark: {at}",
        "grade": "grade {of}: total {at}",
    },
}


@dataclass(frozen=True)
class MissingCase:
    """A boundary that no case tries. ``case`` would try it, and perhaps others too; ``None``: no input reaches it."""

    boundary: Boundary
    case: Case | None

    def name(self, lang: Lang = "zh") -> str:
        """Return what the case shows, in words."""
        return NAMES[lang][self.boundary.kind].format(of=self.boundary.of, at=self.boundary.at)


class Stub(NamedTuple):
    """A case to be filled in, and its rows as they score."""

    case: Case
    rows: list[RowInProject]

    def tries(self, boundary: Boundary) -> bool:
        """Whether one of its rows lies at the boundary."""
        return any(map(boundary.covers, self.rows))


def missing_cases(file: CaseFile) -> list[MissingCase]:
    """Return every boundary that a case file does not try, with a case that would."""
    spec = file.spec
    if spec is None:
        return []
    rows = [row for run in run_cases(file) for row in _rows(run)]
    stubs: list[Stub] = []
    missing = []
    for boundary in boundaries(spec):
        if any(map(boundary.covers, rows)):
            continue
        case = _case_for(boundary, stubs, spec)
        if case is not None or boundary.kind not in OPTIONAL:
            missing.append(MissingCase(boundary, case))
    return missing


def _rows(run: CaseRun) -> list[RowInProject]:
    scored = run.result.scored
    if scored is None:
        return []
    if run.row is not None:
        return [RowInProject(run.row, scored)]
    return [RowInProject(row, scored) for row in scored.all_rows]


def _case_for(boundary: Boundary, stubs: list[Stub], spec: IndicatorSpec) -> Case | None:
    """Return a case that tries a boundary: one of the stubs, else a new one, which joins them."""
    for stub in stubs:
        if stub.tries(boundary):
            return stub.case
    new = _new_stub(boundary, spec)
    if new is None:
        return None
    stubs.append(new)
    return new.case


def _new_stub(boundary: Boundary, spec: IndicatorSpec) -> Stub | None:
    """Return the first input that reaches the boundary when it is scored."""
    for case in islice(boundary.inputs(), MOST_INPUTS):
        scored = scored_of(_project(case), spec)
        rows = scored.rows if "row" in case else scored.all_rows
        stub = Stub(case, [RowInProject(row, scored) for row in rows])
        if stub.tries(boundary):
            return stub
    return None


def _project(case: Case) -> dict[str, Any]:
    if "project" in case:
        return dict(case["project"])
    head = {"name": "例", "year": "2023", "finished": case.get("finished", True)}
    if "row" in case:
        return {**head, "indicators": [{"name": "例", **case["row"]}]}
    return {**head, "funds": {"total": case["execution"]}}


def stubs_of(missing: Iterable[MissingCase], lang: Lang = "zh") -> list[Case]:
    """Return the cases to fill in, each once."""
    stubs: dict[int, Case] = {}
    for lack in missing:
        if lack.case is not None:
            stubs.setdefault(id(lack.case), {"case": lack.name(lang), **lack.case, "expect": {}, "by": None})
    return list(stubs.values())


def append_stubs(text: str | None, spec: IndicatorSpec, stubs: list[Case]) -> str | None:
    """Return a case file's text with stubs after its own cases; ``None`` where they would change what is there."""
    if text is None:
        return f"cases_of: {spec.id}@{spec.version}\ncases:\n{_entries(stubs, 2)}"
    before = _cases(text)
    if before is None:
        return None
    indent = position_of(before.at[0])[1] - 3 if before.at else 2
    longer = f"{text.rstrip()}\n{_entries(stubs, max(indent, 0))}"
    after = _cases(longer)
    if after is None or len(after) != len(before) + len(stubs) or after[: len(before)] != before:
        return None
    return longer


def _cases(text: str) -> Seq | None:
    root, findings = compose(Source("<text>", text))
    if not isinstance(root, Map) or has_error(findings):
        return None
    cases = root.get("cases")
    if not isinstance(cases, Seq):
        return None
    return cases


def _entries(stubs: list[Case], indent: int) -> str:
    return "".join(_entry(stub, " " * indent) for stub in stubs)


def _entry(stub: Case, indent: str) -> str:
    lines = [f"{key}: {_flow(value)}".rstrip() for key, value in stub.items()]
    return f"{indent}- {lines[0]}\n" + "".join(f"{indent}  {line}\n" for line in lines[1:])


def _flow(value: object) -> str:
    """Return data in one line of YAML, words and numbers without quotes where they need none."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if _PLAIN.fullmatch(str(value)):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


__all__ = ["MissingCase", "append_stubs", "missing_cases", "stubs_of"]
