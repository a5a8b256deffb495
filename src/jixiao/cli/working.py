"""Inputs worked through in their order: read, scored, drawn, told; by several processes where there are many."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter, deque
from collections.abc import Generator, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.border.folders import inputs, is_directory
from jixiao.cli.progress import Progress
from jixiao.finding import Finding, Lang, Severity
from jixiao.finding.show import as_line, render
from jixiao.loading.choosing import spec_of
from jixiao.loading.projects import SUFFIXES, load_project, project_from_bytes, unreadable
from jixiao.loading.text import MOST_BYTES
from jixiao.model.project import Project
from jixiao.rendering import format_of
from jixiao.rendering.several import Drawn
from jixiao.result import Result, result_of

if TYPE_CHECKING:
    from multiprocessing.pool import AsyncResult

#: Files of one piece of work, and how many each process must get before a second one is worth its start.
BLOCK, WORTH = 25, 100
STDIN = "-"
#: In place of a format: of each result only what a report needs.
LINES = "lines"


class Asked(NamedTuple):
    """What is asked of every input."""

    spec: str | None = None
    lang: Lang = "zh"
    local: Path | None = None
    on: date | None = None
    format: str = "table"


class Job(NamedTuple):
    """One input, and whether it was named itself."""

    file: str
    named: bool


class Outcome(NamedTuple):
    """One input's result drawn, what to tell of it, and how many findings it has."""

    drawn: Drawn
    told: str
    counts: Counter[Severity]


#: Outcomes as they come, ``None`` for what is no project; closing them ends the processes that make them.
Outcomes = Generator["Outcome | None", None, None]


def told(findings: Iterable[Finding], lang: Lang) -> str:
    """Findings in words: errors and warnings with their excerpt, notes in a line."""
    return "".join(
        (as_line(finding, lang) if finding.severity is Severity.NOTE else render(finding, lang)) + "\n"
        for finding in findings
    )


def count(findings: Iterable[Finding]) -> Counter[Severity]:
    """How many there are of each severity."""
    return Counter(finding.severity for finding in findings)


def read(path: Path) -> Project:
    """The project of one input, ``-`` being standard input."""
    if str(path) == STDIN:
        return project_from_bytes("<stdin>", sys.stdin.buffer.read(MOST_BYTES + 1))
    return unreadable([Finding("JX114", args={"name": str(path)})]) if is_directory(path) else load_project(path)


def result_at(job: Job, asked: Asked) -> Result | None:
    """An input's result; ``None`` for a spec, a file of cases or earlier results that a folder holds."""
    project = read(Path(job.file))
    if project.is_other and not job.named:
        return None
    found = spec_of(project, asked.spec, asked.on, asked.local, Path(job.file))
    return result_of(project, found.spec, found.findings, job.file, asked.lang)


def _outcome(job: Job, asked: Asked) -> Outcome | None:
    result = result_at(job, asked)
    return None if result is None else _outcome_of(result, asked)


def _outcome_of(result: Result, asked: Asked) -> Outcome:
    if asked.format == LINES:
        from jixiao.report import line_of

        drawn = Drawn(line_of(result, asked.lang), ())
    else:
        drawn = format_of(asked.format).draw(result, asked.lang)
    return Outcome(drawn, told(result.findings, asked.lang), count(result.findings))


def jobs_of(paths: list[Path]) -> list[list[tuple[Job, Path]]]:
    """What is to be read below each path, in order, and its place in a mirrored tree."""
    return [[(Job(str(one.path), one.named), one.place) for one in tree] for tree in inputs(paths, SUFFIXES)]


def outcomes(paths: list[Path], asked: Asked) -> Generator[tuple[Path, Outcome], None, None]:
    """Every input's place in a mirrored tree and its outcome, in order; a folder without a project is unreadable."""
    trees = jobs_of(paths)
    with closing(_each([job for jobs in trees for job, _ in jobs], asked)) as done:
        for path, jobs in zip(paths, trees, strict=True):
            empty = True
            for (_, place), outcome in zip(jobs, done, strict=False):
                if outcome is not None:
                    empty = False
                    yield place, outcome
            if jobs and empty:
                yield Path(path.name), _outcome_of(result_of(read(path), None, (), str(path), asked.lang), asked)


def _each(jobs: list[Job], asked: Asked) -> Outcomes:
    progress = Progress(len(jobs))
    workers = min(processors(), len(jobs) // WORTH)
    alone = workers < 2 or any(job.file == STDIN for job in jobs)  # noqa: PLR2004  # one is this process
    with closing(_one_by_one(jobs, asked) if alone else _spread(jobs, asked, workers)) as done:
        for outcome in done:
            yield outcome
            progress.step()


def _one_by_one(jobs: list[Job], asked: Asked) -> Outcomes:
    yield from (_outcome(job, asked) for job in jobs)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _spread(jobs: list[Job], asked: Asked, workers: int) -> Outcomes:
    """By several processes, a few blocks ahead of what was taken, so that a slow reader holds little in memory."""
    from multiprocessing import Pool

    with Pool(workers, initializer=serve) as pool:
        waiting: deque[AsyncResult[list[Outcome | None]]] = deque()
        for start in range(0, len(jobs), BLOCK):
            waiting.append(pool.apply_async(_block, (jobs[start : start + BLOCK], asked)))
            if len(waiting) > 4 * workers:
                yield from waiting.popleft().get()
        while waiting:
            yield from waiting.popleft().get()


def serve() -> None:
    """Ctrl-C is for the process that writes; it ends the others, and they go quietly where it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _block(jobs: list[Job], asked: Asked) -> list[Outcome | None]:
    return [_outcome(job, asked) for job in jobs]
