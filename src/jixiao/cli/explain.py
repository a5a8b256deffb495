"""``jixiao explain``: how each score came about, step by step."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jixiao.cli.console import Messages, Tally, messages_of, reject_missing_spec, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.pipeline import ResultTask, run_task
from jixiao.explain.phrases import STEPS
from jixiao.findings import Lang
from jixiao.findings.terminal import escape
from jixiao.result import Result
from jixiao.scoring.rows import RowScore
from jixiao.scoring.second_scores import SecondRow

_NO_INDICATOR: dict[Lang, str] = {
    "zh": "--indicator: 没有名称含“{indicator}”的指标",
    "en": "--indicator: no indicator has {indicator} in its name",
}


def explain_path(path: Path, indicator: str | None, options: Options) -> int:
    """Print how each score of one project came about; return the exit code."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    tally, task = Tally(options.lang), ResultTask(options, partial(_explanation_of, indicator=indicator))
    with closing(run_task([path], task, lang=options.lang, tell=tally.print_findings)) as explanations:
        for _, explanation in explanations:
            if explanation.lines and indicator is not None and not explanation.has_rows:
                return reject_usage(_NO_INDICATOR[options.lang].format(indicator=indicator))
            sys.stdout.writelines(explanation.lines)
            tally.print(explanation.messages)
    return tally.close()


class Explanation(NamedTuple):
    """The lines on one project, and its findings."""

    lines: list[str]
    messages: Messages

    @property
    def has_rows(self) -> bool:
        """Whether a row is explained: rows stand after an empty line, the lines on the whole project do not."""
        return any(line.startswith("\n") for line in self.lines)


def _explanation_of(result: Result, options: Options, indicator: str | None) -> Explanation:
    """Return the explanation of all rows, or of those whose names contain ``indicator``."""
    lines = list(_explain(result, indicator, options.lang))
    return Explanation(lines, messages_of(result.findings, options.lang))


def _explain(result: Result, indicator: str | None, lang: Lang) -> Iterator[str]:
    title, *steps = (*result.title_steps(lang), "")
    if result.scored is None:
        return
    yield f"{title}\n"
    yield from (f"  {escape(step)}\n" for step in steps if step)
    for row, second in zip(result.scored.all_rows, result.second_rows, strict=True):
        name = _row_name(row, lang)
        if indicator is None or indicator in name:
            yield f"\n{escape(name)}\n"
            yield from _numbered(result.row_steps(row, lang))
            yield from _explain_second(result, second, lang)


def _explain_second(result: Result, row: SecondRow | None, lang: Lang) -> Iterator[str]:
    if row is not None:
        yield f"  {STEPS[lang]['second']}\n"
        yield from _numbered(result.second_steps(row, lang))


def _numbered(steps: Iterable[str]) -> Iterator[str]:
    return (f"  {number}. {escape(step)}\n" for number, step in enumerate(steps, 1))


def _row_name(row: RowScore, lang: Lang) -> str:
    if row.facts.index < 0:
        return STEPS[lang]["execution"]
    return row.facts.indicator.name or ""
