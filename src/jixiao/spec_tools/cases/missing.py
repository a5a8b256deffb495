"""Which boundary cases a case file lacks, and writing them as stubs to be filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from jixiao.findings import Lang, Source, has_error
from jixiao.loading.yaml_composer import Map, Seq, compose, mark_of
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.cases.boundaries import Boundary, Kind, Seen, boundaries
from jixiao.spec_tools.cases.loading import CaseFile
from jixiao.spec_tools.cases.running import Ran, run_cases
from jixiao.spec_tools.row_kinds import scored_of

# What needs no quotes, and is read as the text that it is.
_PLAIN: Final = re.compile(r"(?!null$|Null$|NULL$)[\w.≥≤=-][\w.≥≤=%~：-]*( [\w.≥≤=<%~：-]+)*")
#: Inputs tried for one boundary before it counts as out of reach.
MOST_INPUTS: Final = 400
#: What not every rule can have: where no row reaches it, it is no boundary.
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
class Lack:
    """A boundary that no case tries. ``case`` would try it, and perhaps others too; ``None`` where none was found."""

    boundary: Boundary
    case: dict[str, Any] | None

    def name(self, lang: Lang = "zh") -> str:
        """What the case shows, in words."""
        return NAMES[lang][self.boundary.kind].format(of=self.boundary.of, at=self.boundary.at)


def lacks_of(file: CaseFile) -> list[Lack]:
    """Every boundary that a case file does not try, with a case that would."""
    spec = file.spec
    if spec is None:
        return []
    seen = [one for ran in run_cases(file) for one in _seen(ran)]
    stubs: list[tuple[dict[str, Any], list[Seen]]] = []
    found = []
    for boundary in boundaries(spec):
        if any(map(boundary.covers, seen)):
            continue
        case = _known(boundary, stubs) or _new(boundary, stubs, spec)
        if case is not None or boundary.kind not in OPTIONAL:
            found.append(Lack(boundary, case))
    return found


def _seen(ran: Ran) -> Iterator[Seen]:
    scored = ran.result.scored
    if scored is not None:
        rows = scored.all_rows if ran.row is None else (ran.row,)
        yield from (Seen(row, scored) for row in rows)


def _known(boundary: Boundary, stubs: list[tuple[dict[str, Any], list[Seen]]]) -> dict[str, Any] | None:
    return next((case for case, seen in stubs if any(map(boundary.covers, seen))), None)


def _new(
    boundary: Boundary, stubs: list[tuple[dict[str, Any], list[Seen]]], spec: IndicatorSpec
) -> dict[str, Any] | None:
    """The first input that reaches the boundary when it is scored."""
    for case in islice(boundary.inputs(), MOST_INPUTS):
        scored = scored_of(_project(case), spec)
        rows = scored.rows if "row" in case else scored.all_rows
        seen = [Seen(row, scored) for row in rows]
        if any(map(boundary.covers, seen)):
            stubs.append((case, seen))
            return case
    return None


def _project(case: dict[str, Any]) -> dict[str, Any]:
    if "project" in case:
        found: dict[str, Any] = case["project"]
        return found
    whole = {"name": "例", "year": "2023", "finished": case.get("finished", True)}
    if "row" in case:
        return {**whole, "indicators": [{"name": "例", **case["row"]}]}
    return {**whole, "funds": {"total": case["execution"]}}


def stubs_of(lacks: Iterable[Lack], lang: Lang = "zh") -> list[dict[str, Any]]:
    """The cases to fill in, each once."""
    found: dict[int, dict[str, Any]] = {}
    for lack in lacks:
        if lack.case is not None:
            found.setdefault(id(lack.case), {"case": lack.name(lang), **lack.case, "expect": {}, "by": None})
    return list(found.values())


def with_stubs(text: str | None, spec: IndicatorSpec, stubs: list[dict[str, Any]]) -> str | None:
    """A case file's text with stubs after its own cases; ``None`` where they cannot be put there without harm."""
    if text is None:
        return f"cases_of: {spec.id}@{spec.version}\ncases:\n{_entries(stubs, 2)}"
    before = _cases(text)
    if before is None:
        return None
    indent = mark_of(before.at[0])[1] - 3 if before.at else 2
    whole = f"{text.rstrip()}\n{_entries(stubs, max(indent, 0))}"
    after = _cases(whole)
    kept = after is not None and len(after) == len(before) + len(stubs) and after[: len(before)] == before
    return whole if kept else None


def _cases(text: str) -> Seq | None:
    root, findings = compose(Source("<text>", text))
    cases = root.get("cases") if isinstance(root, Map) and not has_error(findings) else None
    return cases if isinstance(cases, Seq) else None


def _entries(stubs: list[dict[str, Any]], indent: int) -> str:
    return "".join(_entry(stub, " " * indent) for stub in stubs)


def _entry(stub: dict[str, Any], indent: str) -> str:
    lines = [f"{key}: {_flow(value)}".rstrip() for key, value in stub.items()]
    return f"{indent}- {lines[0]}\n" + "".join(f"{indent}  {line}\n" for line in lines[1:])


def _flow(value: object) -> str:
    """Data in one line of YAML, words and numbers without quotes where they need none."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value) if _PLAIN.fullmatch(str(value)) else json.dumps(value, ensure_ascii=False)


__all__ = ["Lack", "lacks_of", "stubs_of", "with_stubs"]
