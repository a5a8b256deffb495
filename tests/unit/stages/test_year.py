"""The years of projects: each paper once, with those of its project, in the order of its stages."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from jixiao import load_project
from jixiao.stages.comparison import compare_projects
from jixiao.stages.year import years_of

ROW = {"level1": "产出指标", "name": "培训人次", "target": "≥100人次", "weight": "90"}
PAPER: dict[str, Any] = {"name": "培训", "year": "2024", "unit": "某中心", "code": "7", "indicators": [ROW]}
YEAR = [
    {**PAPER, "stage": "target"},
    {**PAPER, "stage": "monitoring", "month": "4", "indicators": [{**ROW, "target": "≥80人次"}]},
    {**PAPER, "stage": "monitoring", "month": "7"},
    {**PAPER, "stage": "self_evaluation"},
    {**PAPER, "stage": "review"},
]


def years(*papers: dict[str, Any]) -> list[list[int]]:
    return [[step.place for step in year] for year in years_of(list(map(load_project, papers)))]


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
def test_papers_in_any_order_are_one_year(order: tuple[int, ...]) -> None:
    (year,) = years(*(YEAR[place] for place in order))
    assert [order[index] for index in year] == [0, 1, 2, 3, 4]


def test_each_paper_is_compared_with_the_one_before() -> None:
    projects = list(map(load_project, YEAR))
    (year,) = years_of(projects)
    first, *others = (step.comparison for step in year)
    assert first is None
    assert others == [compare_projects(*projects[at : at + 2]) for at in range(4)]
    assert [len(one.changes) for one in others if one is not None] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    "other", [{"code": "8"}, {"year": "2025"}, {"code": "", "name": "演练"}, {"code": "", "unit": "别的中心"}]
)
def test_another_project_or_year_is_a_year_of_its_own(other: dict[str, str]) -> None:
    assert years(YEAR[0], {**YEAR[3], **other}, YEAR[2]) == [[0, 2], [1]]


def test_papers_that_say_nothing_are_of_projects_of_their_own() -> None:
    assert years({}, {}, YEAR[0]) == [[0], [1], [2]]
    assert years() == []
