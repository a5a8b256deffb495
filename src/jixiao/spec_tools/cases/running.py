"""Running cases: scored the normal way, compared exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from jixiao.exact import format_exact
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
class CaseRun:
    """A case that was run. ``status`` is passed, failed, or blank: nothing is expected yet."""

    case: Case
    result: Result

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Return every expected value that did not come out."""
        values = self._project_values() if self.case.kind == "project" else self._row_values()
        differences = []
        for key, value in values.items():
            expected = getattr(self.case.expect, key)
            if expected not in (None, ()) and expected != value:
                differences.append(Difference(key, self._text(expected), self._text(value)))
        return (*differences, *self._findings())

    @property
    def status(self) -> Literal["passed", "failed", "blank"]:
        """Return how it went."""
        if self.case.expect.blank:
            return "blank"
        return "failed" if self.differences else "passed"

    @property
    def row(self) -> RowScore | None:
        """Return the scored row of a case that is one row."""
        scored = self.result.scored
        if scored is None or self.case.kind == "project":
            return None
        if self.case.kind == "execution":
            return scored.execution
        return next(iter(scored.rows), None)

    def trace(self, lang: Lang = "zh") -> list[str]:
        """Return how the row's score came about, step by step; of a project, its rows' scores."""
        scored, spec = self.result.scored, self.result.spec
        if scored is None or spec is None:
            return []
        if self.row is not None:
            return steps_of(self.row, spec, lang)
        return [f"{_name(row)}: {self._text(row.score)} / {self._text(row.weight)}" for row in scored.all_rows]

    def _row_values(self) -> dict[str, object]:
        row = self.row
        if row is None:
            return dict.fromkeys(("score", "outcome", "rule", "reason_code"), None)
        reason = reason_of(row)
        return {
            "score": row.score,
            "outcome": row.outcome,
            "rule": row.rule and row.rule.name,
            "reason_code": reason and reason.code,
        }

    def _project_values(self) -> dict[str, object]:
        scored = self.result.scored
        if scored is None:
            return dict.fromkeys(("total", "scaled", "grade", "scores"), None)
        scores = tuple(row.score for row in scored.rows)
        return {"total": scored.total, "scaled": scored.scaled, "grade": scored.grade, "scores": scores}

    def _findings(self) -> list[Difference]:
        expect = self.case.expect
        if not expect.findings and not expect.no_findings:
            return []
        codes = {finding.code for finding in self.result.findings}
        wrong = {
            "findings": tuple(code for code in expect.findings if code not in codes),
            "no_findings": tuple(code for code in expect.no_findings if code in codes),
        }
        got = self._text(tuple(sorted(codes)))
        return [Difference(key, self._text(expected), got) for key, expected in wrong.items() if expected]

    def _text(self, value: object) -> str:
        if value is None:
            return NONE
        if isinstance(value, Fraction):
            return self.result.points(value) or format_exact(value)
        if isinstance(value, tuple):
            return "、".join(map(self._text, value)) or NONE
        return str(value)


def _name(row: RowScore) -> str:
    return row.facts.indicator.name or row.facts.level1 or NONE


def run_case(case: Case, spec: IndicatorSpec) -> CaseRun:
    """Return how one case went under its spec."""
    return CaseRun(case, result_of(case.project, spec))


def run_cases(file: CaseFile) -> tuple[CaseRun, ...]:
    """Return how every case of a file went, in order; none where its spec cannot be read."""
    if file.spec is None:
        return ()
    return tuple(run_case(case, file.spec) for case in file.cases)
