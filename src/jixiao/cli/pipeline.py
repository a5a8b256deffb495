"""How a command goes through its inputs: in their order, each on its own, by several processes where there are many."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from jixiao.border.folders import STDIN, Input, inputs, is_directory
from jixiao.border.inputs import cannot_read
from jixiao.cli.console import Messages, messages_of
from jixiao.cli.options import Options
from jixiao.cli.progress import Progress
from jixiao.findings import Codes, Finding
from jixiao.findings.bugs import attempt, death
from jixiao.findings.causes import Cause, system_cause
from jixiao.forms import summary_row
from jixiao.loading.decoding import MOST_BYTES
from jixiao.loading.projects import SUFFIXES, load_project, parse_project, unreadable
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.rendering import format_of
from jixiao.rendering.formats import Drawing
from jixiao.result import Result, result_of

#: How many files a worker gets at once.
BLOCK = 25
#: How many files each process must get before a second one is worth its start.
WORTH = 100
#: Why standard input, named twice, has nothing the second time.
_READ_BEFORE = Cause("前面已经读过一次", "it was read before")
#: The format of inputs of a report: of each result its line.
LINES = "lines"

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)


class Task(Protocol[Value_co]):
    """What a command does with one input. Tasks and values are sent between processes."""

    def run(self, source: Input) -> Value_co | None:
        """Return what the command needs of an input; ``None`` for an input that it passes over."""

    def fail(self, source: Input, finding: Finding) -> Value_co:
        """Return the same for an input that could not be worked on; the finding says why."""


class Outcome(NamedTuple):
    """One input's result drawn, and its findings."""

    drawing: Drawing
    messages: Messages


@dataclass(frozen=True)
class ResultTask(Generic[Value]):
    """The task of scoring an input; ``convert`` returns what the command needs of a result."""

    options: Options
    convert: Callable[[Result, Options], Value]

    def run(self, source: Input) -> Value | None:
        """Return what a result is converted to; ``None`` for a spec, cases or earlier results that a folder holds."""
        project, options = read_project(source.path), self.options
        if project.is_other and not source.named:
            return None
        selection = spec_of(project, options.spec, options.day, options.book, source.path)
        result = result_of(project, selection.spec, selection.findings, str(source.path), options.lang, options.day)
        return self.convert(result, options)

    def fail(self, source: Input, finding: Finding) -> Value:
        """Return the same of an input that cannot be read."""
        result = result_of(unreadable([finding]), None, (), str(source.path), self.options.lang)
        return self.convert(result, self.options)


def outcome_of(result: Result, options: Options) -> Outcome:
    """Return a result drawn in the format of the options, and its findings."""
    return Outcome(_draw(result, options), messages_of(result.findings, options.lang))


def _draw(result: Result, options: Options) -> Drawing:
    name = options.format or "table"
    if name == LINES:
        from jixiao.report import line_of

        return Drawing(line_of(result, options.lang), ())
    drawing = format_of(name)
    if drawing.draws_forms and result.scored is None:
        return Drawing(None, summary_row(result, options.lang))
    return drawing.draw(result, options.lang)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_project(path: Path) -> Project:
    """Return the project of one input, ``-`` being standard input."""
    if str(path) == STDIN:
        return _read_stdin()
    if is_directory(path):
        return unreadable([Finding(Codes.NO_PROJECT_FILES, args={"name": str(path)})])
    return load_project(path)


def _read_stdin() -> Project:
    name = "<stdin>"
    try:
        with sys.stdin.buffer as stream:  # there is nothing to read a second time
            return parse_project(stream.read(MOST_BYTES + 1), name=name)
    except OSError as error:
        cause = system_cause(error.errno)
    except ValueError:  # it has been closed, below
        cause = _READ_BEFORE
    return unreadable([cannot_read(name, cause)])


def run_task(
    paths: list[Path], task: Task[Value], *, alone: bool = False
) -> Generator[tuple[Input, Value], None, None]:
    """Yield every input below the paths with what the task returns for it, in order.

    A bug of ours, or a worker that dies, costs one input. A folder without any value is an input itself, unless all
    of its files were reached by another path. Closing this ends the processes that do the work; ``alone`` is for
    tasks that cannot be sent to another process.
    """
    trees = inputs(paths, SUFFIXES)
    sources = [source for tree in trees for source in tree]
    with closing(_values(sources, task, alone=alone)) as values:
        for path, tree in zip(paths, trees, strict=True):
            empty = True
            for source, value in zip(tree, values, strict=False):
                if value is not None:
                    empty = False
                    yield source, value
            folder = Input(path, Path(path.name), named=True)
            if tree and empty and (value := _attempt(task, folder)) is not None:
                yield folder, value


def _values(inputs: list[Input], task: Task[Value], *, alone: bool) -> Generator[Value | None, None, None]:
    progress = Progress(len(inputs))
    workers = min(processors(), len(inputs) // WORTH)
    reads_stdin = any(str(source.path) == STDIN for source in inputs)  # which is open in this process alone
    if alone or reads_stdin or workers <= 1:
        results = (_attempt(task, source) for source in inputs)
    else:
        results = _share(inputs, task, workers)
    with closing(results) as values:
        for value in values:
            yield value
            progress.step()


def _share(inputs: list[Input], task: Task[Value], workers: int) -> Generator[Value | None, None, None]:
    from jixiao.cli.workers import share

    return share(partial(_attempt, task), inputs, partial(_fail, task), workers=workers, block=BLOCK)


def _attempt(task: Task[Value], source: Input) -> Value | None:
    return attempt(str(source.path), partial(task.run, source), partial(task.fail, source))


def _fail(task: Task[Value], source: Input, end: str) -> Value:
    """Return what stands for an input whose worker died; ``end`` says how."""
    return task.fail(source, death(str(source.path), end))
