"""The tables in a file, each reviewed against the rule asked for, its own, or the one that gives its scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jixiao.audit.profile import Profile
from jixiao.border.folders import Input, inputs, is_directory
from jixiao.border.inputs import InputError
from jixiao.border.running_text import TEXTS, running_text
from jixiao.cli.inputs import INPUTS, Passed, projects_of
from jixiao.cli.options import Options
from jixiao.cli.result_files import input_files
from jixiao.findings import Codes, Finding, Severity, has_error
from jixiao.findings.bugs import attempt
from jixiao.loading.spec_reading import SpecLookup
from jixiao.loading.spec_selection import spec_of
from jixiao.model.project import Project
from jixiao.review import AccountsText, Origin, ReviewedTable, Unread, review_by_rule
from jixiao.review.formats import FILES
from jixiao.review.rules import best_spec

#: Words of the sentences in which accounts state their figures.
_STATEMENT = re.compile("总计|决算数?为|比上年|完成预算|与.{0,12}年.{0,20}相比")
#: What a review has of a table, or of a file without one.
Reviewed = ReviewedTable | AccountsText | Unread


class Reviewing(NamedTuple):
    """The task of reviewing the tables of a file; ``done`` holds those that an interrupted run has reviewed."""

    options: Options
    profile: Profile
    done: dict[str, list[Reviewed]]

    def run(self, source: Input) -> list[Reviewed] | Passed:
        """Return the reviewed tables of a file, or why it was not read."""
        if _is_own_review(source):
            return Passed()
        if str(source.path) in self.done:
            return self.done[str(source.path)]
        texts, projects = accounts_in(source), projects_of(source, self.options)
        if not isinstance(projects, Passed):
            reviewed = [self._review(source, project) for project in projects]
            return [*texts, *(one for one in reviewed if not (texts and isinstance(one, Unread)))]
        if projects.findings:
            return texts or [self._unread(source, projects.findings)]
        return projects

    def fail(self, source: Input, finding: Finding) -> Reviewed:
        """Return that a file was not read."""
        return self._unread(source, (finding,))

    def _unread(self, source: Input, findings: tuple[Finding, ...]) -> Unread:
        errors = [finding for finding in findings if finding.severity is Severity.ERROR] or list(findings)
        reasons = dict.fromkeys(finding.message(self.options.lang) for finding in errors)
        return Unread(str(source.path), "；".join(reasons), source.named or has_error(findings))

    def _review(self, source: Input, project: Project) -> Reviewed:
        """Return a table against its rule."""
        if not project.readable or project.is_other:
            return self._unread(source, project.findings or (Finding(Codes.NOT_A_PROJECT_FILE),))
        origin = Origin(str(source.path), self.options.lang)
        return review_by_rule(project, self._rule(source, project), self.profile, self.options.book, origin)

    def _rule(self, source: Input, project: Project) -> SpecLookup:
        """Return the rule asked for, or the table's own; of one that names none, the one that gives its scores."""
        options = self.options
        if options.spec is None and project.spec is None and "spec" not in project.unread:
            return SpecLookup(best_spec(project, self.profile, options.book), ())
        return spec_of(project, options.spec, options.day, options.book, source.path)


def _is_own_review(source: Input) -> bool:
    """Whether a file of a folder is the review of an earlier run."""
    return not source.named and source.path.name in FILES.values()


def accounts_in(source: Input) -> list[Reviewed]:
    """Return the running text of an input with sentences of accounts; whoever reads its tables says what is wrong."""
    if source.path.suffix.lower() not in TEXTS or is_directory(source.path):
        return []
    with suppress(InputError, ImportError):
        text = _text_of(source.path, source.copy)
        if any(_STATEMENT.search(line) for _, line in text.lines):
            return [text]
    return []


def accounts_of(path: Path, options: Options) -> AccountsText | Unread:
    """Return the running text of a file that was named as accounts, or why it was not read."""
    if path.suffix.lower() not in TEXTS:
        finding = Finding(Codes.UNKNOWN_FILE_KIND, "", {"name": path.name, "known": " ".join(TEXTS)})
        return Unread(str(path), finding.message(options.lang), is_failure=True)
    try:
        return _text_of(path, None)
    except InputError as error:
        return Unread(str(path), error.finding.message(options.lang), is_failure=True)


def _text_of(path: Path, copy: Path | None) -> AccountsText:
    return AccountsText(str(path), tuple((line.where, line.text) for line in running_text(path, copy)))


def files_read(paths: list[Path]) -> Iterator[Path]:
    """Return every file that is read for the paths, none of which may be replaced."""
    return (path for path in input_files(paths) if path in paths or path.name not in FILES.values())


def projects_below(folder: Path, options: Options) -> Iterator[Project]:
    """Yield the projects of all files below a folder that can be read."""

    def fail(finding: Finding) -> Passed:
        return Passed((finding,))

    for source in inputs([folder], INPUTS)[0]:
        projects = attempt(str(source.path), partial(projects_of, source, options), fail)
        if not isinstance(projects, Passed):
            yield from (one for one in projects if one.readable and not has_error(one.findings))


__all__ = ["Reviewed", "Reviewing", "accounts_of", "files_read", "projects_below"]
