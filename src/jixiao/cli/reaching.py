"""``jixiao explain --reach``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from jixiao.cli.scoring import tell, unknown_spec, usage
from jixiao.cli.working import Asked, jobs_of, result_at
from jixiao.finding import Lang, has_error
from jixiao.finding.show import escape
from jixiao.reach import Goal, goal_of, reach_of
from jixiao.reach.words import sentences
from jixiao.result import Result


def reach_path(
    path: Path, goal: str, indicator: str | None, spec: str | None, lang: Lang, local: Path | None, on: date | None
) -> int:
    """Print what it takes for one project to reach a grade or a total."""
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    code, asked = 0, Asked(spec, lang, local, on)
    for result in filter(None, (result_at(job, asked) for job, _ in jobs_of([path])[0])):
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


def _print(result: Result, wanted: Goal, indicator: str | None, lang: Lang) -> None:
    if result.scored is not None:
        reach = reach_of(result.project, result.scored, wanted)
        lines = sentences(reach, result.project.name or "", lang, indicator)
        sys.stdout.writelines(f"{escape(line)}\n" for line in lines)
