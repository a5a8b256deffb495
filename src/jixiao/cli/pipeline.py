"""How a command goes through its inputs: in their order, each on its own, by several processes where there are many."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from jixiao.border.conversion import converted
from jixiao.border.file_kinds import FORMS
from jixiao.border.folders import STDIN, Input, inputs
from jixiao.cli.console import Messages, messages_of
from jixiao.cli.inputs import INPUTS, Passed, projects_of
from jixiao.cli.options import Options
from jixiao.cli.progress import FileProgress
from jixiao.findings import Finding, Lang
from jixiao.findings.bugs import attempt, death
from jixiao.forms import summary_row
from jixiao.loading.projects import unreadable
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.rendering import format_of
from jixiao.rendering.formats import Document, Drawing, Format
from jixiao.result import Result, result_of

#: How many files a worker gets at once.
BLOCK = 25
#: How many files each process must get before a second one is worth its start.
WORTH = 100
#: How many project files more a form counts for.
FORM = 9
#: The format of inputs of a report: of each result its line.
LINES = "lines"
#: The format of documents of the budget system.
EXCHANGE = "exchange"

Value = TypeVar("Value")


class Task(Protocol[Value]):
    """What a command does with one input. Tasks and values are sent between processes."""

    def run(self, source: Input) -> list[Value] | Passed:
        """Return what the command needs of each project of an input, or that the input is passed over."""

    def fail(self, source: Input, finding: Finding) -> Value:
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

    def run(self, source: Input) -> list[Value] | Passed:
        """Return what the results of an input's projects are converted to."""
        projects = projects_of(source, self.options)
        if isinstance(projects, Passed):
            return projects
        return [self.convert(self._result(source, project), self.options) for project in projects]

    def _result(self, source: Input, project: Project) -> Result:
        options = self.options
        selection = spec_of(project, options.spec, options.day, options.book, source.path)
        return result_of(project, selection.spec, selection.findings, str(source.path), options.lang, options.day)

    def fail(self, source: Input, finding: Finding) -> Value:
        """Return the same of an input that cannot be read."""
        result = result_of(unreadable([finding]), None, (), str(source.path), self.options.lang)
        return self.convert(result, self.options)


def outcome_of(result: Result, options: Options) -> Outcome:
    """Return a result drawn in the format of the options, and its findings."""
    drawing = _draw(result, options)
    findings = result.findings if drawing.findings is None else drawing.findings
    return Outcome(drawing._replace(findings=None), messages_of(findings, options.lang))


def _draw(result: Result, options: Options) -> Drawing:
    name = options.format or "table"
    if name == LINES:
        from jixiao.report import line_of

        return Drawing(line_of(result, options.lang), ())
    drawing = drawing_of(name, options)
    if drawing.draws_forms and result.scored is None:
        return Drawing(None, summary_row(result, options.lang))
    return drawing.draw(result, options.lang)


def drawing_of(name: str, options: Options) -> Format | Document:
    """Return a format by its name; tables fit the window in which they are shown.

    Raises:
        ImportError: its extra is not installed.
    """
    if name == EXCHANGE:
        from jixiao.exchange.format import DOCUMENTS

        return DOCUMENTS
    if name == "table" and options.window is not None:
        from jixiao.rendering.text import table_in

        return table_in(options.window)
    return format_of(name)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_task(
    paths: list[Path],
    task: Task[Value],
    *,
    lang: Lang,
    alone: bool = False,
    tell: Callable[[tuple[Finding, ...]], None] = lambda _: None,
) -> Generator[tuple[Input, Value], None, None]:
    """Yield every input below the paths with what the task returns for each of its projects, in order.

    A bug of ours, or a worker that dies, costs one input. A folder without any value is an input itself, unless all
    of its files were reached by another path. Closing this ends the processes that do the work; ``alone`` is for
    tasks that cannot be sent to another process. ``tell`` gets the findings on inputs that are passed over; how far the
    run has come is told in ``lang``.
    """
    trees = inputs(paths, INPUTS)
    with converted(source.path for tree in trees for source in tree) as copies:
        sources = [source._replace(copy=copies.get(source.path)) for tree in trees for source in tree]
        with closing(_counted(_values(sources, task, alone=alone), sources, lang)) as values:
            for path, tree in zip(paths, trees, strict=True):
                is_empty = True
                for source, of_source in zip(tree, values, strict=False):
                    if isinstance(of_source, Passed):
                        tell(of_source.findings)
                        continue
                    is_empty = is_empty and not of_source
                    yield from ((source, value) for value in of_source)
                if tree and is_empty:
                    yield from _folder_itself(task, path)


def _counted(values: Generator[Value, None, None], sources: list[Input], lang: Lang) -> Generator[Value, None, None]:
    """Yield the values of inputs, and tell how many there have been."""
    progress = FileProgress([source.path for source in sources], lang)
    with closing(progress), closing(values):
        for value in values:
            progress.step()
            yield value


def _folder_itself(task: Task[Value], path: Path) -> Iterator[tuple[Input, Value]]:
    """Yield a folder that holds no input as one, with what the task returns for it."""
    folder = Input(path, Path(path.name), named=True)
    values = _attempt(task, folder)
    if not isinstance(values, Passed):
        yield from ((folder, value) for value in values)


def _values(inputs: list[Input], task: Task[Value], *, alone: bool) -> Generator[list[Value] | Passed, None, None]:
    reads_stdin = any(str(source.path) == STDIN for source in inputs)  # which is open in this process alone
    workers = min(processors(), _worth(inputs))
    if alone or reads_stdin or workers <= 1:
        results = (_attempt(task, source) for source in inputs)
    else:
        results = _share(inputs, task, workers)
    with closing(results) as values:
        yield from values


def _worth(inputs: list[Input]) -> int:
    """Return how many processes the inputs are worth: a form takes as long as several project files."""
    forms = sum(source.path.suffix.lower() in FORMS for source in inputs)
    return (len(inputs) + FORM * forms) // WORTH


def _share(inputs: list[Input], task: Task[Value], workers: int) -> Generator[list[Value] | Passed, None, None]:
    from jixiao.cli.workers import share

    return share(partial(_attempt, task), inputs, partial(_fail, task), workers=workers, block=BLOCK)


def _attempt(task: Task[Value], source: Input) -> list[Value] | Passed:
    return attempt(str(source.path), partial(task.run, source), lambda finding: [task.fail(source, finding)])


def _fail(task: Task[Value], source: Input, end: str) -> list[Value] | Passed:
    """Return what stands for an input whose worker died; ``end`` says how."""
    return [task.fail(source, death(str(source.path), end))]
