"""Which papers are of one project, and how many projects they show: one count for reports, accounts and reviews."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jixiao
from jixiao.accounts import read_accounts, review, text_lines
from jixiao.audit.profile import usual_profile
from jixiao.findings import Codes
from jixiao.model.papers import Paper, Papers, owners
from jixiao.report import Counts, line_of, report_of
from jixiao.review import Origin, review_of, review_without_rule
from jixiao.review.review import Beside

ROW = {"level1": "产出指标", "name": "人次", "target": "≥100人次", "actual": "100人次", "weight": 90}
SPEC = jixiao.load_spec("cn.mof-2020-10")


def project(name: str | None = "防汛演练", stage: str = "self_evaluation", **more: Any) -> jixiao.Project:
    month = 7 if stage == "monitoring" else None
    data = {"name": name, "unit": "甲站", "year": 2024, "stage": stage, "month": month, "indicators": [ROW], **more}
    funds = {"total": {"budget": "100", "spent": "88"}}
    return jixiao.load_project({key: value for key, value in {"funds": funds, **data}.items() if value is not None})


def at_stages(name: str = "防汛演练", **more: Any) -> list[jixiao.Project]:
    return [project(name, stage, **more) for stage in ("target", "monitoring", "self_evaluation")]


class Entry(NamedTuple):
    paper: Paper


def papers_of(projects: list[jixiao.Project]) -> Papers[Entry]:
    return Papers([Entry(Paper.of(one)) for one in projects])


SAME = {
    "a year in a name": [project("2024年防汛演练"), project()],
    "a code in one paper": [project(), project(code="0012")],
    "a code, and a year in the name": [project("2024年防汛演练", "target"), project(code="0012")],
    "another name for a code": [project(code="0012"), project("演练", code="0012")],
    "no unit in one paper": [project(unit=None), project()],
    "a code without a unit": [project(unit=None, code="0012"), project()],
    "a unit that neither states": [project(unit=None), project(unit=None)],
    "no year in one paper": [project(year=None), project()],
}
OTHER = {
    "two units": [project(), project(unit="乙站")],
    "two codes of one name": [project(code="1"), project(code="2")],
    "two years": [project(), project(year=2023)],
    "two names": [project(), project("防汛物资")],
    "neither name nor code": [project(None), project(None)],
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_papers_of_one_project(pair: list[jixiao.Project]) -> None:
    assert [len(set(owners([Paper.of(one) for one in order]))) for order in (pair, pair[::-1])] == [1, 1]


@pytest.mark.parametrize("pair", OTHER.values(), ids=OTHER)
def test_papers_of_two_projects(pair: list[jixiao.Project]) -> None:
    assert [len(set(owners([Paper.of(one) for one in order]))) for order in (pair, pair[::-1])] == [2, 2]


TEXTS = st.sampled_from(["", "1", "2"])
DRAWN = st.builds(
    Paper, TEXTS, TEXTS, TEXTS, st.sampled_from([None, 2023, 2024]), st.just("target"), st.none(), st.just(True)
)


@given(st.lists(DRAWN, max_size=8))
def test_those_who_state_a_code_are_of_one_project_exactly_where_it_is_one_code_and_year(papers: list[Paper]) -> None:
    dated = [paper._replace(year=paper.year or 2024) for paper in papers]
    coded = [(paper, owner) for paper, owner in zip(dated, owners(dated), strict=True) if paper.code]
    for one, owner in coded:
        for other, other_owner in coded:
            assert (owner == other_owner) == ((one.code, one.year) == (other.code, other.year))


YEARS = {
    "two units with one name": [*at_stages(), *at_stages(unit="乙站")],
    "targets of the next year": [*at_stages(), *at_stages("防汛物资"), project(stage="target", year=2025)],
    "a name that drops its year and takes a code": [
        project("2024年防汛演练", "target"), *at_stages(code="0012")[1:], *at_stages("防汛物资"),
    ],
    "targets of one of two": [*at_stages(), *at_stages("防汛物资")[1:]],
    "monitored in two months": [*at_stages(month=7), project(stage="monitoring", month=11), *at_stages("防汛物资")],
    "reviewed": [*at_stages(), project(stage="review"), *at_stages("防汛物资")],
}  # fmt: skip


@pytest.mark.parametrize("projects", YEARS.values(), ids=YEARS)
def test_accounts_find_true_what_a_report_writes_of_the_same_papers(projects: list[jixiao.Project]) -> None:
    report = report_of([line_of(jixiao.score(one, SPEC), "zh") for one in projects], Counts())
    assert "对 2 个项目编制了绩效目标" in report.paragraphs[0]
    assert "选取 2 个项目开展绩效监控" in report.paragraphs[0]
    assert "组织对 2 个项目开展绩效自评" in report.paragraphs[0]
    assert review(read_accounts(text_lines("\n".join(report.paragraphs))), projects) == ()


def test_what_papers_do_not_tell_apart_at_one_stage_is_two_projects() -> None:
    papers = papers_of([*at_stages(), *at_stages()])
    assert (papers.targeted, papers.monitored, len(papers.evaluated)) == (2, 2, 2)


def test_papers_of_earlier_stages_alone_are_all_counted() -> None:
    papers = papers_of(
        [project(stage="target"), project(stage="target", year=2025), project(stage="target", year=None)]
    )
    assert (papers.targeted, papers.monitored, papers.evaluated, papers.years) == (3, 0, [], {2024, 2025})


def told_twice(*projects: jixiao.Project) -> int:
    profile = usual_profile()
    tables = [review_without_rule(one, (), profile, Origin(f"{at}.yaml")) for at, one in enumerate(projects)]
    rows = [table._replace(rows=()) for table in tables]
    lines = review_of(rows, (), Beside(), profile, notes=True).lines
    return sum(line.code == Codes.SAME_PROJECT_TWICE for line in lines)


def test_one_project_at_several_stages_has_no_table_twice() -> None:
    assert told_twice(*at_stages(month=7), project(stage="monitoring", month=11)) == 0


@pytest.mark.parametrize("stage", ["target", "monitoring", "self_evaluation", "review"])
def test_one_project_twice_at_one_stage_is_told(stage: str) -> None:
    assert told_twice(project("2024年防汛演练", stage), project(stage=stage, code="0012")) == 1


@pytest.mark.parametrize(("more", "count"), [({"month": None}, 0), ({}, 1)])
def test_a_blank_form_of_monitoring_shows_no_monitoring(more: dict[str, Any], count: int) -> None:
    assert papers_of([project(stage="monitoring", **more)]).monitored == count


def test_a_form_without_its_month_shows_what_was_reached() -> None:
    rows = [{**ROW, "progress": "60人次"}]
    assert papers_of([project(stage="monitoring", month=None, indicators=rows)]).monitored == 1
