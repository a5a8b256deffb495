"""The papers of a year: which projects have targets, were monitored and evaluated, by the stages of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jixiao.findings import Codes, Finding
from jixiao.report.lines import Line

#: The stages at which a project has been evaluated, and the later one of them.
_EVALUATED = ("self_evaluation", "review")
#: The stages whose papers show that the files hold the year, and not its end alone.
_EARLY = ("target", "monitoring")


class Counts(NamedTuple):
    """How many projects were appraised beforehand and monitored; ``None`` is unsaid."""

    appraised: int | None = None
    monitored: int | None = None


class Papers(NamedTuple):
    """The papers of a report, in their order; ``papers_of`` makes it."""

    lines: tuple[Line, ...]

    @property
    def years(self) -> set[int]:
        """Return the years that they are of."""
        return {line.year for line in self.lines if line.year is not None}

    @property
    def evaluated(self) -> list[Line]:
        """Return the papers at the end of the year: of a project that was reviewed the review alone."""
        reviewed = {line.identity for line in self._at("review")}
        lines = [line for line in self.lines if line.stage in _EVALUATED]
        return [line for line in lines if line.stage == "review" or line.identity not in reviewed]

    @property
    def targeted(self) -> int:
        """Return how many projects have targets."""
        return _count(line for line in self.lines if line.targeted)

    @property
    def counts(self) -> Counts:
        """Return what the papers say: how many projects were monitored, where there is a paper of an earlier stage.

        No paper of a project says that it was appraised: among papers of the year none was.
        """
        if not any(line.stage in _EARLY for line in self.lines):
            return Counts()
        return Counts(0, _count(self._at("monitoring")))

    def _at(self, stage: str) -> Iterator[Line]:
        return (line for line in self.lines if line.stage == stage)


def papers_of(lines: Iterable[Line]) -> Papers:
    """Return the papers of the years that were evaluated: targets of the next year are another report's."""
    papers = Papers(tuple(lines))
    years = {line.year for line in papers.evaluated if line.year is not None} or papers.years
    return Papers(tuple(line for line in papers.lines if line.year is None or line.year in years))


def _count(lines: Iterable[Line]) -> int:
    """Return how many papers there are, those of one project at several stages once."""
    stages: dict[object, dict[str, int]] = {}
    for line in lines:
        of_project = stages.setdefault(line.identity, {})
        of_project[line.stage] = of_project.get(line.stage, 0) + 1
    return sum(max(of_project.values()) for of_project in stages.values())


def counts_of(papers: Papers, stated: Counts) -> Counts:
    """Return what is stated, and what the papers say of the rest."""
    pairs = zip(stated, papers.counts, strict=True)
    return Counts(*(from_papers if one is None else one for one, from_papers in pairs))


def check_counts(lines: Iterable[Line], stated: Counts) -> Iterator[Finding]:
    """Yield a count that is stated otherwise than the monitoring papers say."""
    from_papers = papers_of(lines).counts.monitored
    if stated.monitored is not None and from_papers and stated.monitored != from_papers:
        args = {"option": "--monitored", "stated": str(stated.monitored), "papers": str(from_papers)}
        yield Finding(Codes.COUNT_OTHER_THAN_PAPERS, args=args)


__all__ = ["Counts", "Papers", "check_counts", "counts_of", "papers_of"]
