"""Papers of projects: which of them are of one project, and how many projects have targets, were monitored, evaluated.

All who count or tell projects apart ask here: reports, reviews of tables, and final accounts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from jixiao.model.project import Project
from jixiao.quantity import unspaced

_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?")
#: The stages at which a project has been evaluated.
_EVALUATED = ("self_evaluation", "review")
#: Whatever unit a paper states.
_ANY_UNIT = None


def bare_name(name: str | None) -> str:
    """Return a name as it is the same from year to year: without years and spaces.

    >>> bare_name("2024年 防汛物资采购")
    '防汛物资采购'
    """
    return unspaced(_YEAR.sub("", name or ""))


class Paper(NamedTuple):
    """What tells of which project a paper is, and of what in its year; "" where it does not say.

    Its name is without years. ``has_targets``: it states goals or indicators. ``has_progress``: it is of a month, or
    says what was reached so far, as a blank form of monitoring does not.
    """

    code: str
    name: str
    unit: str
    year: int | None
    stage: str
    month: int | None
    has_targets: bool
    has_progress: bool

    @classmethod
    def of(cls, project: Project) -> Paper:
        """Return what a project's paper says of it."""
        return cls(
            code=unspaced(project.code or ""),
            name=bare_name(project.name),
            unit=unspaced(project.unit or ""),
            year=project.year,
            stage=project.stage,
            month=project.month,
            has_targets=bool(project.goals or project.indicators),
            has_progress=project.month is not None or any(row.progress for row in project.indicators),
        )

    @property
    def is_evaluated(self) -> bool:
        """Whether it is of the end of the year."""
        return self.stage in _EVALUATED

    @property
    def occasion(self) -> Hashable:
        """Return on what occasion a project hands in one such paper: monitoring is repeated in other months."""
        return self.stage, self.month


def owners(papers: Sequence[Paper]) -> list[int]:
    """Return the number of its project for each paper.

    Those of one code and year are of one project; without a code those of one name, unit and year, where a unit or a
    year that is not stated is that of the others. A paper with neither code nor name is of a project of its own.
    """
    years = {paper.year for paper in papers if paper.year is not None}
    year = min(years) if len(years) == 1 else None
    registers, numbers = defaultdict[int | None, _Register](_Register), dict[int, int]()
    for index, paper in sorted(enumerate(papers), key=lambda pair: (not pair[1].code, not pair[1].unit)):
        numbers[index] = registers[paper.year or year].enter(paper, index)
    return [numbers[index] for index in range(len(papers))]


class _Register:
    """The projects of a year by code, and by name and unit; papers that say more are entered before the others."""

    def __init__(self) -> None:
        self.by_code: dict[str, int] = {}
        self.by_name: dict[tuple[str, str | None], int] = {}

    def enter(self, paper: Paper, number: int) -> int:
        """Return the number of the project of a paper: one that has been entered, or a new one."""
        if paper.code:
            number = self.by_code.setdefault(paper.code, number)
        elif paper.name:
            number = next((self.by_name[key] for key in _keys(paper) if key in self.by_name), number)
        if paper.name:
            for unit in (paper.unit, _ANY_UNIT):
                self.by_name.setdefault((paper.name, unit), number)
        return number


def _keys(paper: Paper) -> tuple[tuple[str, str | None], ...]:
    """Return under what the project of a paper without a code may have been entered."""
    others: str | None = ""
    if not paper.unit:
        others = _ANY_UNIT
    return (paper.name, paper.unit), (paper.name, others)


class OfProject(Protocol):
    """What is made from a paper of a project."""

    @property
    def paper(self) -> Paper:
        """The paper."""


T = TypeVar("T", bound=OfProject)


class Papers(Generic[T]):
    """The papers of the years that were evaluated, in their order: targets of the next year are counted then."""

    def __init__(self, items: Iterable[T]) -> None:
        everything = list(items)
        years = _years(one for one in everything if one.paper.is_evaluated) or _years(everything)
        self.items = [one for one in everything if one.paper.year is None or one.paper.year in years]
        self._owners = owners([one.paper for one in self.items])

    @property
    def years(self) -> set[int]:
        """Return the years that they are of."""
        return _years(self.items)

    @property
    def evaluated(self) -> list[T]:
        """Return those of the end of the year: of a project that was reviewed the review alone."""
        reviewed = {owner for owner, paper in self._pairs() if paper.stage == "review"}
        return [
            one
            for one, owner in zip(self.items, self._owners, strict=True)
            if one.paper.stage == "review" or (one.paper.is_evaluated and owner not in reviewed)
        ]

    @property
    def targeted(self) -> int:
        """Return how many projects have targets."""
        return _count(pair for pair in self._pairs() if pair[1].has_targets)

    @property
    def monitored(self) -> int:
        """Return how many projects were monitored."""
        return _count(pair for pair in self._pairs() if pair[1].stage == "monitoring" and pair[1].has_progress)

    def has_stage(self, *stages: str) -> bool:
        """Whether there is a paper of one of these stages."""
        return any(one.paper.stage in stages for one in self.items)

    def _pairs(self) -> Iterator[tuple[int, Paper]]:
        return ((owner, one.paper) for one, owner in zip(self.items, self._owners, strict=True))


def _years(items: Iterable[OfProject]) -> set[int]:
    return {one.paper.year for one in items if one.paper.year is not None}


def _count(pairs: Iterable[tuple[int, Paper]]) -> int:
    """Return how many projects papers are of; two of one occasion are of two that their papers do not tell apart."""
    most = Counter[int]()
    for (owner, _), count in Counter((owner, paper.occasion) for owner, paper in pairs).items():
        most[owner] = max(most[owner], count)
    return most.total()


__all__ = ["OfProject", "Paper", "Papers", "bare_name", "owners"]
