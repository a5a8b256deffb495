"""``jixiao explain --reach``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jixiao.border.folders import Input
from jixiao.cli.pipeline import Options, each, failed_result, result_at
from jixiao.cli.score import tell, unknown_spec, usage
from jixiao.findings import Finding, Lang, has_error
from jixiao.findings.terminal import escape
from jixiao.result import Result
from jixiao.whatif import Goal, goal_of, reach_of
from jixiao.whatif.messages import sentences


def reach_path(
    path: Path, goal: str, indicator: str | None, spec: str | None, lang: Lang, local: Path | None, on: date | None
) -> int:
    """Print what it takes for one project to reach a grade or a total."""
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    code, task = 0, Reading(Options(spec, lang, local, on))
    for _, result in each([path], task, alone=True):
        wanted = goal_of(goal, result.spec) if result.spec is not None else None
        if result.spec is not None and wanted is None:
            grades = "、".join(result.spec.grades.edges) if result.spec.grades is not None else "—"
            zh, en = f"--reach: {goal}？可以写等级（{grades}）或总分", f"--reach: {goal}? A grade ({grades}) or a total"
            return usage(zh if lang == "zh" else en)
        tell(result.findings, lang)
        code = max(code, int(has_error(result.findings)))
        if wanted is not None:
            _print(result, wanted, indicator, lang)
    return code


class Reading(NamedTuple):
    """The task of scoring an input, without drawing it."""

    options: Options

    def run(self, source: Input) -> Result | None:
        """Return the result of a project."""
        return result_at(source, self.options)

    def fail(self, source: Input, finding: Finding) -> Result:
        """Return the result of an input that cannot be read."""
        return failed_result(source, finding, self.options)


def _print(result: Result, wanted: Goal, indicator: str | None, lang: Lang) -> None:
    if result.scored is not None:
        reach = reach_of(result.project, result.scored, wanted)
        lines = sentences(reach, result.project.name or "", lang, indicator)
        sys.stdout.writelines(f"{escape(line)}\n" for line in lines)
