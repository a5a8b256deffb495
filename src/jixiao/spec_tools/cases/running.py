"""Running cases: scored the normal way, compared exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from jixiao.exact import plain
from jixiao.explain import reason_of
from jixiao.explain.steps import steps_of
from jixiao.findings import Lang
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result, result_of
from jixiao.scoring import RowScore
from jixiao.spec_tools.cases.loading import CaseFile
from jixiao.spec_tools.cases.model import Case

NONE = "—"


class Difference(NamedTuple):
    """One expected value that did not come out; both as text."""

    key: str
    expected: str
    got: str


@dataclass(frozen=True)
class Ran:
    """A case that was run. ``status`` is passed, failed, or blank: nothing is expected yet."""

    case: Case
    result: Result

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Every expected value that did not come out."""
        expect = self.case.expect
        got = self._of_project() if self.case.kind == "project" else self._of_row()
        found = []
        for key, value in got.items():
            wanted = getattr(expect, key)
            if wanted not in (None, ()) and wanted != value:
                found.append(Difference(key, self._shown(wanted), self._shown(value)))
        return (*found, *self._findings())

    @property
    def status(self) -> Literal["passed", "failed", "blank"]:
        """How it went."""
        return "blank" if self.case.expect.blank else "failed" if self.differences else "passed"

    @property
    def row(self) -> RowScore | None:
        """The scored row of a case that is one row."""
        scored = self.result.scored
        if scored is None or self.case.kind == "project":
            return None
        return scored.execution if self.case.kind == "execution" else next(iter(scored.rows), None)

    def trace(self, lang: Lang = "zh") -> list[str]:
        """How the row's score came about, step by step; of a project, its rows' scores."""
        scored, spec = self.result.scored, self.result.spec
        if scored is None or spec is None:
            return []
        if self.row is not None:
            return steps_of(self.row, spec, lang)
        return [f"{_name(row)}: {self._shown(row.score)} / {self._shown(row.weight)}" for row in scored.all_rows]

    def _of_row(self) -> dict[str, object]:
        row = self.row
        if row is None:
            return dict.fromkeys(("score", "outcome", "rule", "reason_code"), None)
        reason = reason_of(row)
        return {
            "score": row.score,
            "outcome": row.outcome,
            "rule": row.rule.name if row.rule else None,
            "reason_code": reason.code if reason else None,
        }

    def _of_project(self) -> dict[str, object]:
        scored = self.result.scored
        if scored is None:
            return {"total": None, "scaled": None, "grade": None, "scores": None}
        scores = tuple(row.score for row in scored.rows)
        return {"total": scored.total, "scaled": scored.scaled, "grade": scored.grade, "scores": scores}

    def _findings(self) -> list[Difference]:
        expect = self.case.expect
        if not expect.findings and not expect.no_findings:
            return []
        codes = {finding.code for finding in self.result.findings}
        wrong = {
            "findings": [code for code in expect.findings if code not in codes],
            "no_findings": [code for code in expect.no_findings if code in codes],
        }
        got = self._shown(tuple(sorted(codes)))
        return [Difference(key, self._shown(tuple(found)), got) for key, found in wrong.items() if found]

    def _shown(self, value: object) -> str:
        if isinstance(value, Fraction):
            return self.result.points(value) or plain(value)
        if isinstance(value, tuple):
            return "、".join(self._shown(item) for item in value) or NONE
        return NONE if value is None else str(value)


def _name(row: RowScore) -> str:
    return row.facts.indicator.name or row.facts.level1 or NONE


def run_case(case: Case, spec: IndicatorSpec) -> Ran:
    """Score one case under its spec."""
    return Ran(case, result_of(case.project, spec))


def run_cases(file: CaseFile) -> tuple[Ran, ...]:
    """Run every case of a file, in order; none where the spec is not to be had."""
    return () if file.spec is None else tuple(run_case(case, file.spec) for case in file.cases)
