"""How many projects were appraised and monitored: what is stated, and what the papers of the year say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jixiao.findings import Codes, Finding
from jixiao.model.papers import Papers
from jixiao.report.lines import Line


class Counts(NamedTuple):
    """How many projects were appraised beforehand and monitored; ``None`` is unsaid."""

    appraised: int | None = None
    monitored: int | None = None


def counts_of(papers: Papers[Line], stated: Counts) -> Counts:
    """Return what is stated, and what the papers say of the rest."""
    pairs = zip(stated, _counts(papers), strict=True)
    return Counts(*(from_papers if one is None else one for one, from_papers in pairs))


def _counts(papers: Papers[Line]) -> Counts:
    """Return how many projects were monitored, where a paper of an earlier stage shows that the files hold the year.

    No paper of a project says that it was appraised: among papers of the year none was.
    """
    if not papers.has_stage("target", "monitoring"):
        return Counts()
    return Counts(0, papers.monitored)


def check_counts(lines: Iterable[Line], stated: Counts) -> Iterator[Finding]:
    """Yield a count that is stated otherwise than the monitoring papers say."""
    from_papers = Papers(lines).monitored
    if stated.monitored is not None and from_papers and stated.monitored != from_papers:
        args = {"option": "--monitored", "stated": str(stated.monitored), "papers": str(from_papers)}
        yield Finding(Codes.COUNT_OTHER_THAN_PAPERS, args=args)


__all__ = ["Counts", "check_counts", "counts_of"]
