"""How a command goes through its inputs: in their order, each on its own, by several processes where there are many."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from jixiao.border.folders import STDIN, Input, inputs, is_directory
from jixiao.border.inputs import cannot_read
from jixiao.cli.progress import Progress
from jixiao.findings import Codes, Finding, Lang, Severity
from jixiao.findings.bugs import attempt, death
from jixiao.findings.causes import Cause, system_cause
from jixiao.findings.terminal import as_line, render
from jixiao.forms import summary_row
from jixiao.loading.decoding import MOST_BYTES
from jixiao.loading.projects import SUFFIXES, load_project, project_from_bytes, unreadable
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.rendering import format_of
from jixiao.rendering.formats import Drawing
from jixiao.result import Result, result_of

#: Files of one piece of work, and how many each process must get before a second one is worth its start.
BLOCK, WORTH = 25, 100
#: Why standard input, named twice, has nothing the second time.
_READ_BEFORE = Cause("前面已经读过一次", "it was read before")
#: In place of a format: of each result only what a report needs.
LINES = "lines"

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)


class Options(NamedTuple):
    """What the command line says for every input."""

    spec: str | None = None
    lang: Lang = "zh"
    local: Path | None = None
    on: date | None = None
    format: str = "table"


class Task(Protocol[Value_co]):
    """What a command does with one input. Tasks and values are sent between processes."""

    def run(self, source: Input) -> Value_co | None:
        """Return what the command needs of an input; ``None`` for what is none of its concern."""

    def fail(self, source: Input, finding: Finding) -> Value_co:
        """Return the same where the input could not be worked on, which the finding explains."""


class Outcome(NamedTuple):
    """One input's result drawn, its findings in words, and how many there are."""

    drawn: Drawing
    messages: str
    counts: Counter[Severity]


class Scoring(NamedTuple):
    """The task of scoring an input and drawing its result."""

    options: Options

    def run(self, source: Input) -> Outcome | None:
        """Return the outcome; ``None`` for a spec, a file of cases or earlier results that a folder holds."""
        result = result_at(source, self.options)
        return None if result is None else self._outcome(result)

    def fail(self, source: Input, finding: Finding) -> Outcome:
        """Return the outcome of an input that cannot be read."""
        return self._outcome(failed_result(source, finding, self.options))

    def _outcome(self, result: Result) -> Outcome:
        lang = self.options.lang
        return Outcome(self._drawn(result), in_words(result.findings, lang), count(result.findings))

    def _drawn(self, result: Result) -> Drawing:
        lang, name = self.options.lang, self.options.format
        if name == LINES:
            from jixiao.report import line_of

            return Drawing(line_of(result, lang), ())
        drawing = format_of(name)
        if drawing.draws_forms and result.scored is None:
            return Drawing(None, summary_row(result, lang))
        return drawing.draw(result, lang)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_words(findings: Iterable[Finding], lang: Lang) -> str:
    """Findings in words: errors and warnings with their excerpt, notes in a line."""
    return "".join(
        (as_line(finding, lang) if finding.severity is Severity.NOTE else render(finding, lang)) + "\n"
        for finding in findings
    )


def count(findings: Iterable[Finding]) -> Counter[Severity]:
    """How many there are of each severity."""
    return Counter(finding.severity for finding in findings)


def read(path: Path) -> Project:
    """Return the project of one input, ``-`` being standard input."""
    if str(path) == STDIN:
        return _read_stdin()
    return (
        unreadable([Finding(Codes.NO_PROJECT_FILES, args={"name": str(path)})])
        if is_directory(path)
        else load_project(path)
    )


def _read_stdin() -> Project:
    name = "<stdin>"
    try:
        with sys.stdin.buffer as stream:  # there is nothing to read a second time
            return project_from_bytes(name, stream.read(MOST_BYTES + 1))
    except OSError as error:
        cause = system_cause(error.errno)
    except ValueError:  # it has been closed, below
        cause = _READ_BEFORE
    return unreadable([cannot_read(name, cause)])


def result_at(source: Input, options: Options) -> Result | None:
    """Return an input's result; ``None`` for a spec, a file of cases or earlier results that a folder holds."""
    project = read(source.path)
    if project.is_other and not source.named:
        return None
    found = spec_of(project, options.spec, options.on, options.local, source.path)
    return result_of(project, found.spec, found.findings, str(source.path), options.lang)


def failed_result(source: Input, finding: Finding, options: Options) -> Result:
    """Return the result of an input that could not be worked on."""
    return result_of(unreadable([finding]), None, (), str(source.path), options.lang)


def each(paths: list[Path], task: Task[Value], *, alone: bool = False) -> Generator[tuple[Input, Value], None, None]:
    """Yield every input below the paths with what the task makes of it, in order.

    A bug of ours, or a worker that dies, costs one input. A folder of which nothing comes is an input itself, unless
    all of it came for another path. Closing this ends the processes that do the work; ``alone`` is for tasks that
    cannot be sent to another process.
    """
    trees = inputs(paths, SUFFIXES)
    with closing(_values([source for tree in trees for source in tree], task, alone=alone)) as values:
        for path, tree in zip(paths, trees, strict=True):
            empty = True
            for source, value in zip(tree, values, strict=False):
                if value is not None:
                    empty = False
                    yield source, value
            folder = Input(path, Path(path.name), named=True)
            if tree and empty and (value := _value(task, folder)) is not None:
                yield folder, value


def _values(inputs: list[Input], task: Task[Value], *, alone: bool) -> Generator[Value | None, None, None]:
    progress = Progress(len(inputs))
    workers = min(processors(), len(inputs) // WORTH)
    alone = alone or workers < 2 or any(str(source.path) == STDIN for source in inputs)  # noqa: PLR2004  # this process
    with closing(_one_by_one(inputs, task) if alone else _shared(inputs, task, workers)) as values:
        for value in values:
            yield value
            progress.step()


def _one_by_one(inputs: list[Input], task: Task[Value]) -> Generator[Value | None, None, None]:
    yield from (_value(task, source) for source in inputs)


def _shared(inputs: list[Input], task: Task[Value], workers: int) -> Generator[Value | None, None, None]:
    from jixiao.cli.workers import share

    return share(partial(_value, task), inputs, partial(_lost, task), workers=workers, block=BLOCK)


def _value(task: Task[Value], source: Input) -> Value | None:
    return attempt(str(source.path), partial(task.run, source), partial(task.fail, source))


def _lost(task: Task[Value], source: Input, end: str) -> Value:
    return task.fail(source, death(str(source.path), end))
