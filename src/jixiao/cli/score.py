"""``jixiao score``: projects scored, and their forms drawn."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from jixiao.border.folders import Input
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.cli.console import (
    Tally,
    print_findings,
    reject_missing_extra,
    reject_missing_spec,
)
from jixiao.cli.options import Options
from jixiao.cli.pipeline import EXCHANGE, Outcome, ResultTask, drawing_of, outcome_of, run_task
from jixiao.cli.result_files import (
    exit_code,
    format_by_ending,
    input_files,
    outputs_of,
    reject_document_on_screen,
)
from jixiao.cli.streams import CLOSED_PIPE
from jixiao.rendering import DOCUMENTS, FORMATS
from jixiao.rendering.formats import Document, Format, FormatError

#: What the files of each format end in, and which format a file's ending names.
ENDINGS = {name: {"table": "txt", "markdown": "md"}.get(name, name) for name in FORMATS}
BY_ENDING = {f".{ending}": name for name, ending in ENDINGS.items()}
ENDINGS[EXCHANGE] = "json"


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
    refusal = reject_document_on_screen(format, options)
    if refusal is not None:
        return refusal
    try:
        drawing = drawing_of(format, options)
    except ImportError as error:
        return reject_missing_extra(error, DOCUMENTS.get(format, format), lang)
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    outputs, tally = outputs_of(options, input_files(paths)), Tally(lang)
    task = ResultTask(options, outcome_of)
    with closing(run_task(paths, task, lang=options.lang, tell=tally.print_findings)) as outcomes:
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
