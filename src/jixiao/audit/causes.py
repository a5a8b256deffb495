"""One cause is one observation: what a row shows twice, and what nearly all rows of a table share, is said once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from jixiao.audit.profile import Profile
from jixiao.findings import Finding, Lang, Severity, catalog

_ROW = re.compile(r"indicators\[([0-9]+)\]")
#: The most serious first.
SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
#: The group of scores that are wrong, and of errors that keep a row from any.
_UNSCORED = "score"
#: The group of what follows from a score.
_OF_SCORES = "reason"
#: How many rows are named by a sentence that is about many.
MOST_NAMED = 12
_SHARED: dict[Lang, str] = {
    "zh": "{rows} 条指标里有 {count} 条（{names}）：{message}",
    "en": "{count} of {rows} indicators ({names}): {message}",
}


class Observation(NamedTuple):
    """A finding of a review: how serious it is to a reviewer, and the rows that it holds for, none for the table."""

    finding: Finding
    severity: Severity
    rows: tuple[int, ...] = ()

    @property
    def group(self) -> str:
        """Return what has one cause with it."""
        entry = catalog()[self.finding.code]
        if not entry.group and self.rows and self.severity is Severity.ERROR:
            return _UNSCORED
        return entry.group or entry.slug

    def message(self, names: Sequence[str | None], lang: Lang) -> str:
        """Return it in a sentence, with the names of its rows where there are several; ``names`` are of all rows."""
        message = self.finding.message(lang)
        if len(self.rows) <= 1:
            return message
        listed = "、".join(names[row] or "—" for row in self.rows[:MOST_NAMED])
        if len(self.rows) > MOST_NAMED:
            listed += "……"
        return _SHARED[lang].format(rows=len(names), count=len(self.rows), names=listed, message=message)


def observations(findings: Iterable[Finding], profile: Profile, rows: int) -> tuple[Observation, ...]:
    """Return what is to be told of findings on a table of so many ``rows``: each cause once."""
    return tuple(_share(_by_cause(findings, profile), profile, rows))


def first_of_each_cause(findings: Iterable[Finding], profile: Profile) -> tuple[Finding, ...]:
    """Return the findings of which each has a cause of its own, row by row."""
    return tuple(observation.finding for observation in _by_cause(findings, profile))


def _by_cause(findings: Iterable[Finding], profile: Profile) -> list[Observation]:
    """Return the first and most serious observation of each cause, without those that are switched off."""
    stated = [
        Observation(finding, severity, _rows_of(finding))
        for finding in findings
        if (severity := profile.severity_of(finding)) is not None
    ]
    causes: dict[Hashable, Observation] = {}
    for observation in sorted(stated, key=lambda one: SEVERITIES.index(one.severity)):
        causes.setdefault(_cause_of(observation), observation)
    return [one for one in causes.values() if not _follows(one, causes)]


def _rows_of(finding: Finding) -> tuple[int, ...]:
    match = _ROW.match(finding.path)
    return (int(match[1]),) if match else ()


def _follows(observation: Observation, causes: Mapping[Hashable, Observation]) -> bool:
    """Whether a reason that is missing, or too much, only follows from a score that is wrong."""
    cause = causes.get((observation.rows, _UNSCORED))
    return observation.group == _OF_SCORES and cause is not None and cause.severity is Severity.ERROR


def _cause_of(observation: Observation) -> Hashable:
    """Return what two observations share that have one cause: the row and the group, or all they say."""
    finding, group = observation.finding, observation.group
    if observation.rows or catalog()[finding.code].group:
        return observation.rows, group
    return finding.code, finding.path, finding.message()


def _share(single: list[Observation], profile: Profile, rows: int) -> Iterable[Observation]:
    """Yield observations, those of many rows alike as one."""
    by_code = defaultdict[str, list[Observation]](list)
    for observation in single:
        by_code[observation.finding.code].append(observation)
    for alike in by_code.values():
        if _is_shared(alike, profile, rows):
            yield alike[0]._replace(rows=tuple(sorted(row for one in alike for row in one.rows)))
        else:
            yield from alike


def _is_shared(alike: list[Observation], profile: Profile, rows: int) -> bool:
    """Whether observations of one code are one on the table: remnants of a form, or what nearly all rows show."""
    first = alike[0]
    if not all(one.rows for one in alike) or len(alike) < profile.limit("said_once_rows"):
        return False
    if catalog()[first.finding.code].once:
        return True
    has_figures = any(one.finding.args.get("reckoned") for one in alike)
    return not has_figures and len(alike) >= rows * profile.limit("nearly_all")


__all__ = ["SEVERITIES", "Observation", "first_of_each_cause", "observations"]
