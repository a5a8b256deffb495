"""``jixiao audit``: tables of others against their rule, themselves, each other, last year and the accounts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from jixiao.audit.profile import Profile, read_profile, usual_profile
from jixiao.border.inputs import InputError
from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.audit_inputs import Reviewed, Reviewing, accounts_of, files_read, projects_below
from jixiao.cli.audit_journal import Journal
from jixiao.cli.console import print_findings, reject_missing_extra, reject_missing_spec, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.pipeline import run_task
from jixiao.cli.result_files import exit_code, format_by_ending, outputs_of
from jixiao.findings import Finding, Lang
from jixiao.review import AccountsText, Review, ReviewedTable, Unread, review_of
from jixiao.review.formats import ENDINGS, EXTRAS, FILES, review_drawing
from jixiao.review.review import Beside
from jixiao.review.verdicts import Verdict, counts_of, read_verdicts, silent_ids
from jixiao.stages.matching import Projects

_NO_FORMAT: dict[Lang, str] = {
    "zh": "-o {output}: 写一个文件名，以 {endings} 之一结尾，或用 --format 指定格式",
    "en": "-o {output}: name a file that ends in one of {endings}, or a format with --format",
}


class Papers(NamedTuple):
    """What a review is held against, and how it is told, as the command line names it."""

    accounts: tuple[Path, ...] = ()
    last_year: Path | None = None
    declared: Path | None = None
    profile: Path | None = None
    verdicts: Path | None = None
    notes: bool = False
    resume: bool = False


class _RefusedProfileError(Exception):
    """The profile that was named cannot be used; ``findings`` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__()


def audit_paths(paths: list[Path], papers: Papers, options: Options) -> int:
    """Review all tables and write what is to be said on them; return the exit code, 1 where there is something."""
    refusal = reject_missing_spec(options)
    if refusal is not None:
        return refusal
    try:
        return _audit(paths, papers, options)
    except _RefusedProfileError as error:
        print_findings(error.findings, options.lang)
        return 2
    except InputError as error:
        print_findings([error.finding], options.lang)
        return 2
    except OutputError as error:
        return exit_code(error, options.lang)


def _audit(paths: list[Path], papers: Papers, options: Options) -> int:
    formats = _formats(options)
    if not formats:
        return reject_usage(_NO_FORMAT[options.lang].format(output=options.output, endings=" ".join(ENDINGS)))
    outputs = {name: outputs_of(replace(options, format=name), files_read(paths)) for name in formats}
    profile, verdicts = _profile(papers.profile), _verdicts(papers.verdicts, options.lang)
    try:
        drawings = {name: review_drawing(name) for name in formats}
    except ImportError as error:
        return reject_missing_extra(error, EXTRAS.get(formats[0], ""), options.lang)
    journal = Journal(outputs[formats[0]], options, papers.profile)
    reviewed: list[Reviewed] = [accounts_of(path, options) for path in papers.accounts]
    reviewed += list(_reviewed(paths, Reviewing(options, profile, journal.read(resume=papers.resume)), journal))
    tables = [one for one in reviewed if isinstance(one, ReviewedTable)]
    unread = [one for one in reviewed if isinstance(one, Unread)]
    texts = tuple(one for one in reviewed if isinstance(one, AccountsText))
    silent = silent_ids(verdicts)
    beside = Beside(_projects(papers.declared, options), _projects(papers.last_year, options), texts)
    review = review_of(tables, unread, beside, profile, silent=silent, notes=papers.notes, lang=options.lang)
    review = review._replace(folder=_folder(outputs[formats[0]]))
    for name, draw in drawings.items():
        _write(outputs[name], name, draw(review, options.lang))
    journal.close()
    return int(not review.is_clean)


def _formats(options: Options) -> list[str]:
    """Return the formats to be written: the one asked for, by the ending of the file, or all that a folder takes."""
    if options.format is not None:
        return [options.format]
    name = format_by_ending(options.output, ENDINGS)
    if name is not None:
        return [name]
    outputs = Outputs(options.output)
    if outputs.option is None:
        return ["text"]
    if outputs.is_folder:
        return [name for name in FILES if name != "text"]
    return []


def _write(outputs: Outputs, name: str, drawing: bytes) -> None:
    """Write a drawing to the file, to its own file in the folder, or to standard output."""
    path = None
    if outputs.is_folder:
        stem, _, ending = FILES[name].rpartition(".")
        path = outputs.path_of(stem, ending)
    outputs.write([drawing], path)


def _folder(outputs: Outputs) -> str:
    """Return the folder that is written to."""
    target = Path(outputs.option or "")
    return str(target if outputs.is_folder else target.parent)


def _profile(path: Path | None) -> Profile:
    if path is None:
        return usual_profile()
    profile, findings = read_profile(path)
    if profile is None:
        raise _RefusedProfileError(findings)
    return profile


def _verdicts(path: Path | None, lang: Lang) -> tuple[Verdict, ...]:
    """Return the verdicts of an earlier review, and print how many there are of each check."""
    if path is None:
        return ()
    verdicts = read_verdicts(path)
    sys.stderr.write(counts_of(verdicts, lang))
    return verdicts


def _reviewed(paths: list[Path], task: Reviewing, journal: Journal) -> Iterator[Reviewed]:
    """Yield the tables of all inputs, and the files that were not read."""
    with closing(run_task(paths, task, lang=task.options.lang)) as values:
        for path, pairs in groupby(values, key=lambda pair: pair[0].path):
            reviewed = [value for _, value in pairs]
            if str(path) not in task.done:
                journal.write(path, reviewed)
            yield from reviewed


def _projects(folder: Path | None, options: Options) -> Projects:
    """Return the projects of a folder of earlier papers, none without one."""
    return Projects(projects_below(folder, options) if folder is not None else ())


__all__ = ["Papers", "Review", "audit_paths"]
