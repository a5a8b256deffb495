"""``jixiao report``: what the self-evaluations of a folder come to, in one document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from jixiao.border.folders import Input
from jixiao.border.outputs import OutputError
from jixiao.cli.pipeline import LINES, Options, Outcome, Scoring, each
from jixiao.cli.result_files import exit_code, format_by_ending, input_files, outputs_of
from jixiao.cli.score import Run, tell, unknown_spec, usage
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang
from jixiao.rendering.formats import FormatError
from jixiao.report import Counts, Line, report_of
from jixiao.report.formats import ENDINGS, EXTRAS, report_drawing
from jixiao.spec_tools.plot.drawing import PlotError


def report_paths(
    paths: list[Path],
    format: str | None,
    output: str,
    counts: Counts,
    spec: str | None,
    lang: Lang,
    local: Path | None,
    on: date | None,
    *,
    force: bool = False,
) -> int:
    """Score all inputs and write the report on them; the exit code."""
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    try:
        name = format or format_by_ending(output, ENDINGS)
        outputs = outputs_of(output, input_files(paths), spec, local, format_name=name or "", force=force)
        if name is None or outputs.is_folder:
            known = " ".join(ENDINGS)
            return usage(
                f"-o {output}: 写一个文件名，以 {known} 之一结尾，或用 --format 指定格式"
                if lang == "zh"
                else f"-o {output}: name a file that ends in one of {known}, or a format with --format"
            )
        draw, run = report_drawing(name), Run(lang)
        with closing(each(paths, Scoring(Options(spec, lang, local, on, LINES)))) as outcomes:
            report = report_of(_lines(run, outcomes), counts, lang)
        outputs.write([draw(report, lang)])
    except OutputError as error:
        return exit_code(error, lang)
    except ImportError as error:
        tell([Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, EXTRAS.get(name or "", "")))], lang)
        return 2
    except (PlotError, FormatError) as error:
        tell([error.finding], lang)
        return 2
    return run.close()


def _lines(run: Run, outcomes: Iterator[tuple[Input, Outcome]]) -> Iterator[Line]:
    for _, outcome in run.counted(outcomes):
        yield outcome.drawn.piece


__all__ = ["report_paths"]
