"""``jixiao score`` and ``jixiao explain``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jixiao.border.folders import Input
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.cli.console import (
    Messages,
    Tally,
    messages_of,
    print_findings,
    reject_missing_extra,
    reject_missing_spec,
    reject_usage,
)
from jixiao.cli.options import Options
from jixiao.cli.pipeline import Outcome, ResultTask, drawing_of, outcome_of, run_task
from jixiao.cli.result_files import exit_code, format_by_ending, input_files, outputs_of
from jixiao.cli.streams import CLOSED_PIPE
from jixiao.explain.phrases import STEPS
from jixiao.explain.steps import grade_steps, steps_of
from jixiao.findings import Lang
from jixiao.findings.terminal import escape
from jixiao.model.spec import IndicatorSpec
from jixiao.rendering import DOCUMENTS, FORMATS
from jixiao.rendering.formats import Document, Format, FormatError
from jixiao.result import Result
from jixiao.scoring import Scored
from jixiao.scoring.rows import RowScore

#: What the files of each format end in, and which format a file's ending names.
ENDINGS = {name: {"table": "txt", "markdown": "md"}.get(name, name) for name in FORMATS}
BY_ENDING = {f".{ending}": name for name, ending in ENDINGS.items()}
_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {"terminal": "--format {format}: 用 -o 指定文件", "no indicator": "--indicator: {indicator}？"},
    "en": {"terminal": "--format {format}: name a file with -o", "no indicator": "no indicator: {indicator}"},
}


def score_paths(paths: list[Path], options: Options) -> int:
    """Score all inputs and write their results; return the exit code."""
    try:
        name = options.format or format_by_ending(options.output, BY_ENDING) or "table"
        return _score(paths, name, replace(options, format=name, window=_window(options)))
    except BrokenPipeError:  # the reader of a pipe that -o names
        return CLOSED_PIPE
    except OutputError as error:
        return exit_code(error, options.lang)
    except FormatError as error:
        print_findings([error.finding], options.lang)
        return 2


def _window(options: Options) -> int | None:
    """Return the width of the terminal that results are printed on; ``None`` where they go into a file or a pipe."""
    if Outputs(options.output).option is not None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def _score(paths: list[Path], format: str, options: Options) -> int:
    lang = options.lang
    if format in DOCUMENTS and Outputs(options.output).option is None and sys.stdout.isatty():
        return reject_usage(_TEXTS[lang]["terminal"].format(format=format))
    try:
        drawing = drawing_of(format, options)
    except ImportError as error:
        return reject_missing_extra(error, DOCUMENTS.get(format, format), lang)
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    outputs, tally = outputs_of(options, input_files(paths)), Tally(lang)
    with closing(run_task(paths, ResultTask(options, outcome_of), tell=tally.print_findings)) as outcomes:
        write = _write_folder if outputs.is_folder else _write_file
        write(drawing, _with_messages(outcomes, tally), outputs, options, tally)
    return tally.close()


def _with_messages(outcomes: Iterable[tuple[Input, Outcome]], tally: Tally) -> Iterator[tuple[Input, Outcome]]:
    """Yield outcomes, and print the findings of each once it has been written."""
    for source, outcome in outcomes:
        yield source, outcome
        tally.print(outcome.messages)


def _write_file(
    drawing: Format | Document,
    outcomes: Iterator[tuple[Input, Outcome]],
    outputs: Outputs,
    options: Options,
    _tally: Tally,
) -> None:
    """Write all results to one file or to standard output."""
    outputs.write(drawing.join((outcome.drawing for _, outcome in outcomes), options.lang))


def _write_folder(
    drawing: Format | Document,
    outcomes: Iterator[tuple[Input, Outcome]],
    outputs: Outputs,
    options: Options,
    tally: Tally,
) -> None:
    """Write each result to a file of its own; one that may not be replaced is a finding, and the others are written."""
    ending = ENDINGS[options.format or "table"]
    for source, outcome in outcomes:
        if outcome.drawing.is_blank:
            continue
        try:
            path = outputs.path_for(source.place, ending)
            outputs.write(drawing.join([outcome.drawing], options.lang), path)
        except RefusedError as error:
            tally.print_findings([error.finding])


def explain_path(path: Path, indicator: str | None, options: Options) -> int:
    """Print how each score of one project came about; return the exit code."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    tally, task = Tally(options.lang), ResultTask(options, partial(_explanation_of, indicator=indicator))
    with closing(run_task([path], task, tell=tally.print_findings)) as explanations:
        for _, explanation in explanations:
            if explanation.lines and indicator is not None and not explanation.has_rows:
                return reject_usage(_TEXTS[options.lang]["no indicator"].format(indicator=indicator))
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
    spec, texts = result.spec, STEPS[lang]
    if result.scored is None or spec is None:
        return
    total, grade = result.total or "—", result.grade or "—"
    title = texts["whole"].format(name=result.project.name, total=total, grade=grade, spec=f"{spec.id}@{spec.version}")
    yield f"{title}\n"
    if result.grade:
        yield from (f"  {escape(step)}\n" for step in grade_steps(spec, lang))
    yield from _explain_rows(result.scored, spec, indicator, lang)


def _explain_rows(scored: Scored, spec: IndicatorSpec, indicator: str | None, lang: Lang) -> Iterator[str]:
    for row in scored.all_rows:
        name = _row_name(row, lang)
        if indicator is None or indicator in name:
            yield f"\n{escape(name)}\n"
            steps = enumerate(steps_of(row, spec, lang), 1)
            yield from (f"  {number}. {escape(step)}\n" for number, step in steps)


def _row_name(row: RowScore, lang: Lang) -> str:
    if row.facts.index < 0:
        return STEPS[lang]["execution"]
    return row.facts.indicator.name or ""
