"""``jixiao score`` and ``jixiao explain``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jixiao.border.folders import Input
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.cli.pipeline import Options, Outcome, Scoring, count, each, failed_result, in_words, result_at
from jixiao.cli.result_files import exit_code, format_by_ending, input_files, outputs_of
from jixiao.cli.streams import CLOSED_PIPE
from jixiao.explain.phrases import STEPS
from jixiao.explain.steps import grade_steps, steps_of
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang, Severity
from jixiao.findings.terminal import counted, escape
from jixiao.loading.specs import find_spec, is_missing
from jixiao.rendering import DOCUMENTS, FORMATS, format_of
from jixiao.rendering.formats import Document, Format, FormatError
from jixiao.result import Result

#: What the files of each format end in, and which format a file's ending names.
ENDINGS = {name: {"table": "txt", "markdown": "md"}.get(name, name) for name in FORMATS}
BY_ENDING = {f".{ending}": name for name, ending in ENDINGS.items()}


def usage(message: str) -> int:
    """A wrong use of the command, said on standard error."""
    print(message, file=sys.stderr)
    return 2


def unknown_spec(spec: str | None, local: Path | None, on: date | None, lang: Lang) -> int | None:
    """The exit code where the spec asked for is not to be had."""
    found = find_spec(spec, on, local) if spec is not None else None
    if found is None or found.spec is not None or not is_missing(found.findings):
        return None  # where it is there, but broken, every input says so
    if on is None and any(finding.code == Codes.NO_VERSION_IN_FORCE for finding in found.findings):
        return None  # each project has a day of its own
    tell(found.findings, lang)
    return 2


def tell(findings: Iterable[Finding], lang: Lang) -> None:
    """Findings on standard error."""
    sys.stderr.write(in_words(findings, lang))


def score_paths(
    paths: list[Path],
    spec: str | None,
    format: str | None,
    output: str | None,
    lang: Lang,
    local: Path | None,
    on: date | None,
    *,
    force: bool = False,
) -> int:
    """Score all inputs and write their results; the exit code."""
    try:
        name = format or format_by_ending(output, BY_ENDING) or "table"
        drawing = _drawing(name, output, lang)
        if isinstance(drawing, int):
            return drawing
        refused = unknown_spec(spec, local, on, lang)
        if refused is not None:
            return refused
        outputs = outputs_of(output, input_files(paths), spec, local, format_name=name, force=force)
        run, options = Run(lang), Options(spec, lang, local, on, name)
        with closing(each(paths, Scoring(options))) as outcomes:
            _write(drawing, outcomes, outputs, options, run)
    except BrokenPipeError:  # the reader of a pipe that -o names
        return CLOSED_PIPE
    except OutputError as error:
        return exit_code(error, lang)
    except FormatError as error:
        tell([error.finding], lang)
        return 2
    return run.close()


def _drawing(format: str, output: str | None, lang: Lang) -> Format | Document | int:
    """The format asked for, or the exit code where it is not to be had."""
    if format in DOCUMENTS and Outputs(output).option is None and sys.stdout.isatty():
        return usage(
            f"--format {format}: 用 -o 指定文件" if lang == "zh" else f"--format {format}: name a file with -o"
        )
    try:
        return format_of(format)
    except ImportError as error:
        tell([Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, DOCUMENTS.get(format, format)))], lang)
        return 2


def _write(
    drawing: Format | Document,
    outcomes: Iterator[tuple[Input, Outcome]],
    outputs: Outputs,
    options: Options,
    run: Run,
) -> None:
    """Results to a file each in a folder, to one file, or to standard output."""
    if not outputs.is_folder:
        outputs.write(drawing.join((outcome.drawn for _, outcome in run.counted(outcomes)), options.lang))
        return
    for source, outcome in run.counted(outcomes):
        if outcome.drawn.is_blank:
            continue
        try:
            path = outputs.path_for(source.place, ENDINGS[options.format])
            outputs.write(drawing.join([outcome.drawn], options.lang), path)
        except RefusedError as error:
            run.take(in_words([error.finding], options.lang), count([error.finding]))


class Run:
    """How much a run has found so far; the findings themselves go as they are told, so that memory stays small."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.counts: Counter[Severity] = Counter()

    def counted(self, outcomes: Iterable[tuple[Input, Outcome]]) -> Iterator[tuple[Input, Outcome]]:
        """Pass outcomes on, and print their findings once they are taken."""
        for source, outcome in outcomes:
            yield source, outcome
            self.take(outcome.messages, outcome.counts)

    def take(self, messages: str, counts: Counter[Severity]) -> None:
        """Print findings on standard error, and count them."""
        sys.stderr.write(messages)
        self.counts += counts

    def close(self) -> int:
        """The summary line, and the exit code."""
        if self.counts:
            print(counted(self.counts, self.lang), file=sys.stderr)
        return int(Severity.ERROR in self.counts)


def explain_path(
    path: Path, indicator: str | None, spec: str | None, lang: Lang, local: Path | None, on: date | None
) -> int:
    """Print how each score of one project came about."""
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    run = Run(lang)
    with closing(each([path], Explaining(Options(spec, lang, local, on), indicator))) as explanations:
        for _, explanation in explanations:
            if explanation.lines and indicator is not None and not explanation.has_rows:
                return usage(f"--indicator: {indicator}？" if lang == "zh" else f"no indicator: {indicator}")
            sys.stdout.writelines(explanation.lines)
            run.take(explanation.messages, explanation.counts)
    return run.close()


class Explanation(NamedTuple):
    """The lines on one project, its findings in words, and how many there are."""

    lines: list[str]
    messages: str
    counts: Counter[Severity]

    @property
    def has_rows(self) -> bool:
        """Whether a row is explained; what is said of the whole project stands without an empty line before it."""
        return any(line.startswith("\n") for line in self.lines)


class Explaining(NamedTuple):
    """The task of explaining the scores of an input, of all its rows or of those that have this in their name."""

    options: Options
    indicator: str | None

    def run(self, source: Input) -> Explanation | None:
        """Return the explanation of a project."""
        result = result_at(source, self.options)
        return None if result is None else self._explanation(result)

    def fail(self, source: Input, finding: Finding) -> Explanation:
        """Return the finding alone."""
        return self._explanation(failed_result(source, finding, self.options))

    def _explanation(self, result: Result) -> Explanation:
        lang = self.options.lang
        lines = list(_explained(result, self.indicator, lang))
        return Explanation(lines, in_words(result.findings, lang), count(result.findings))


def _explained(result: Result, indicator: str | None, lang: Lang) -> Iterator[str]:
    if result.scored is None or result.spec is None:
        return
    words = STEPS[lang]
    spec = f"{result.spec.id}@{result.spec.version}"
    yield (
        words["whole"].format(name=result.project.name, total=result.total or "—", grade=result.grade or "—", spec=spec)
        + "\n"
    )
    yield from (f"  {escape(step)}\n" for step in (grade_steps(result.spec, lang) if result.grade else ()))
    for row in result.scored.all_rows:
        name = words["execution"] if row.facts.index < 0 else row.facts.indicator.name or ""
        if indicator is None or indicator in name:
            yield f"\n{escape(name)}\n"
            yield from (
                f"  {number}. {escape(step)}\n" for number, step in enumerate(steps_of(row, result.spec, lang), 1)
            )
