"""``jixiao explain --reach``: what it takes to reach a grade or a total."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from jixiao.cli.console import print_findings, reject_missing_spec, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.pipeline import ResultTask, run_task
from jixiao.findings import Lang, has_error
from jixiao.findings.terminal import escape
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result
from jixiao.whatif import Goal, goal_of, reach_of
from jixiao.whatif.messages import sentences

_NO_GOAL: dict[Lang, str] = {
    "zh": "--reach: {text}？可以写等级（{grades}）或总分",
    "en": "--reach: {text}? A grade ({grades}) or a total",
}


def reach_path(path: Path, text: str, indicator: str | None, options: Options) -> int:
    """Print what it takes for one project to reach the grade or the total of a text; return the exit code."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    code, lang = 0, options.lang
    tell = partial(print_findings, lang=lang)
    for _, result in run_task([path], ResultTask(options, lambda result, _: result), lang=lang, alone=True, tell=tell):
        goal = None
        if result.spec is not None:
            goal = goal_of(text, result.spec)
            if goal is None:
                return reject_usage(_NO_GOAL[lang].format(text=text, grades=_grades(result.spec)))
        print_findings(result.findings, lang)
        code = max(code, int(has_error(result.findings)))
        if goal is not None:
            _print_reach(result, goal, indicator, lang)
    return code


def _grades(spec: IndicatorSpec) -> str:
    if spec.grades is None:
        return "—"
    return "、".join(spec.grades.edges)


def _print_reach(result: Result, goal: Goal, indicator: str | None, lang: Lang) -> None:
    if result.scored is not None:
        reach = reach_of(result.project, result.scored, goal)
        lines = sentences(reach, result.project.name or "", lang, indicator)
        sys.stdout.writelines(f"{escape(line)}\n" for line in lines)
