"""``jixiao report``: what the self-evaluations of a folder come to, in one document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path, PurePath

from jixiao.cli.files import overwritten, write_whole
from jixiao.cli.pipeline import LINES, Input, Options, Outcome, Scoring, each
from jixiao.cli.scoring import Run, tell, unknown_spec, usage
from jixiao.extras import missing_extra
from jixiao.finding import Finding, Lang
from jixiao.plot.drawing import PlotError
from jixiao.rendering.reports import ENDINGS, EXTRAS, report_drawing
from jixiao.rendering.several import FormatError
from jixiao.report import Counts, Line, report_of


def report_paths(
    paths: list[Path],
    output: str,
    counts: Counts,
    spec: str | None,
    lang: Lang,
    local: Path | None,
    on: date | None,
) -> int:
    """Score all inputs and write the report on them; the exit code."""
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    if input_ := overwritten(output, paths):
        return usage(f"-o {output}: {input_} 是输入文件" if lang == "zh" else f"-o {output}: {input_} is an input")
    try:
        draw = report_drawing(output)
        if draw is None:
            return usage(f"-o {output}: {' | '.join(ENDINGS)}")
        run = Run(lang)
        with closing(each(paths, Scoring(Options(spec, lang, local, on, LINES)))) as outcomes:
            report = report_of(_lines(run, outcomes), counts, lang)
        write_whole(Path(output), draw(report, lang))
    except ImportError as error:
        extra = EXTRAS.get(PurePath(output).suffix.lower(), "")
        tell([Finding("JX700", args=missing_extra(error.name, extra))], lang)
        return 2
    except (PlotError, FormatError) as error:
        tell([error.finding], lang)
        return 2
    except OSError as error:
        return usage(f"{output}: {error.strerror}")
    return run.close()


def _lines(run: Run, outcomes: Iterator[tuple[Input, Outcome]]) -> Iterator[Line]:
    for _, outcome in run.counted(outcomes):
        yield outcome.drawn.piece


__all__ = ["report_paths"]
