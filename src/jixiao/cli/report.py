"""``jixiao report``: the results of many projects in one document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from jixiao.border.folders import Input
from jixiao.border.outputs import OutputError
from jixiao.cli.console import Tally, print_findings, reject_missing_extra, reject_missing_spec, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.pipeline import LINES, Outcome, ResultTask, outcome_of, run_task
from jixiao.cli.result_files import exit_code, format_by_ending, input_files, outputs_of
from jixiao.findings import Lang
from jixiao.rendering.formats import FormatError
from jixiao.report import Counts, Line, check_counts, report_of
from jixiao.report.formats import ENDINGS, EXTRAS, report_drawing
from jixiao.spec_tools.plot.drawing import PlotError

_NO_FORMAT: dict[Lang, str] = {
    "zh": "-o {output}: 写一个文件名，以 {endings} 之一结尾，或用 --format 指定格式",
    "en": "-o {output}: name a file that ends in one of {endings}, or a format with --format",
}


def report_paths(paths: list[Path], counts: Counts, options: Options) -> int:
    """Score all inputs and write the report on them; return the exit code."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    try:
        return _report(paths, counts, options)
    except OutputError as error:
        return exit_code(error, options.lang)
    except (PlotError, FormatError) as error:
        print_findings([error.finding], options.lang)
        return 2


def _report(paths: list[Path], counts: Counts, options: Options) -> int:
    lang = options.lang
    name = options.format or format_by_ending(options.output, ENDINGS)
    outputs = outputs_of(replace(options, format=name), input_files(paths))
    if name is None or outputs.is_folder:
        return reject_usage(_NO_FORMAT[lang].format(output=options.output, endings=" ".join(ENDINGS)))
    tally = Tally(lang)
    try:
        draw = report_drawing(name)
        task = ResultTask(replace(options, format=LINES), outcome_of)
        with closing(run_task(paths, task, lang=options.lang, tell=tally.print_findings)) as outcomes:
            lines = list(_lines(tally, outcomes))
        tally.print_findings(check_counts(lines, counts))
        report = report_of(lines, counts, lang)
        outputs.write([draw(report, lang)])
    except ImportError as error:
        return reject_missing_extra(error, EXTRAS.get(name, ""), lang)
    return tally.close()


def _lines(tally: Tally, outcomes: Iterator[tuple[Input, Outcome]]) -> Iterator[Line]:
    for _, outcome in outcomes:
        yield outcome.drawing.piece
        tally.print(outcome.messages)
