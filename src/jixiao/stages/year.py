"""The years of projects: the papers of each in the order of its stages, and what changed from one to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jixiao.model.papers import Paper, owners
from jixiao.model.project import Project
from jixiao.model.typed_words import STAGE_NAMES
from jixiao.stages.comparison import Comparison, compare_projects

_STAGES = tuple(STAGE_NAMES)


class Step(NamedTuple):
    """A paper by its place among all papers, and its comparison with the one before it; ``None`` of the first."""

    place: int
    comparison: Comparison | None


def years_of(projects: Sequence[Project]) -> list[tuple[Step, ...]]:
    """Return the year of each project that some papers are of, in the order of their first ones."""
    papers = defaultdict[int, list[int]](list)
    for index, owner in enumerate(owners(list(map(Paper.of, projects)))):
        papers[owner].append(index)
    return [_steps(projects, indices) for indices in papers.values()]


def _steps(projects: Sequence[Project], indices: Sequence[int]) -> tuple[Step, ...]:
    ordered = sorted(indices, key=lambda index: _occasion(projects[index]))
    steps = [Step(ordered[0], None)]
    for before, after in pairwise(ordered):
        steps.append(Step(after, compare_projects(projects[before], projects[after])))
    return tuple(steps)


def _occasion(project: Project) -> tuple[int, int]:
    """Return when in the year a paper is handed in: by its stage, monitoring by its month."""
    return _STAGES.index(project.stage), project.month or 0


__all__ = ["Step", "years_of"]
