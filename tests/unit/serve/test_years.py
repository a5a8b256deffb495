"""The service puts the papers of a project beside each other: what each says by its stage, and what changed."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from jixiao.schemas import schema_of
from jixiao.serve.desk import answer
from tests.support.year_papers import TARGETS, Paper, papers_of

FACTS = ("light", "projected_total", "total", "grade", "adopted_total", "adopted_grade", "opinion")


def years(papers: list[Any], lang: str = "zh") -> list[dict[str, Any]]:
    answered = answer("/v1/year", {"lang": lang}, json.dumps({"projects": papers}, ensure_ascii=False).encode())
    assert answered.status == 200, answered.body
    document = json.loads(answered.body)
    jsonschema.Draft202012Validator(schema_of("year", "canonical")).validate(document)
    projects: list[dict[str, Any]] = document["projects"]
    return projects


def facts(paper: dict[str, Any]) -> dict[str, Any]:
    return {key: paper[key] for key in FACTS if paper[key] is not None}


def test_each_paper_says_what_its_stage_has() -> None:
    target, july, evaluated, reviewed = papers_of(3)
    july["indicators"] = [{**row, "forecast": row["progress"]} for row in july["indicators"]]
    july["funds"]["total"]["forecast"] = "240"
    (year,) = years([reviewed, evaluated, july, target])
    assert year["project"]["name"] == "堤防日常养护"
    assert [paper["source"] for paper in year["papers"]] == ["4", "3", "2", "1"]
    assert [paper["indicators"] for paper in year["papers"]] == [3, 3, 3, 3]
    # 18 of 35 km: 50 × 18 ÷ 35 = 25.714…; 33 of 35: 47.142…, and 9.5 for 228 of 240
    assert list(map(facts, year["papers"])) == [
        {},
        {"light": "yellow", "projected_total": "75.71"},
        {"total": "96.64", "grade": "优"},
        {"total": "96.64", "grade": "优", "adopted_total": "96.64", "adopted_grade": "优", "opinion": "同意自评结果"},
    ]


@pytest.mark.parametrize(
    ("lang", "titles", "message"),
    [
        ("zh", ["2024 年 绩效目标", "2024 年 绩效监控（1—7 月）"], "指标改动：养护堤防长度 年度指标值：≥35km → ≥34km"),
        ("en", ["2024 target", "2024 monitoring (1–7)"], "indicators, changed: 养护堤防长度 target: ≥35km → ≥34km"),
    ],
)
def test_what_changed_is_said_in_both_languages(lang: str, titles: list[str], message: str) -> None:
    target, july, *_ = papers_of(3)
    july["indicators"][0]["target"] = "≥34km"
    (year,) = years([target, july], lang)
    assert [paper["title"] for paper in year["papers"]] == titles
    first, (change,) = (paper["changes"] for paper in year["papers"])
    assert first is None
    assert (change["kind"], change["path"], change["message"]) == ("changed", "indicators[0].target", message)


def test_what_did_not_change_is_no_change() -> None:
    (year,) = years(papers_of(1)[:2])
    assert [paper["changes"] for paper in year["papers"]] == [None, []]


def test_each_project_has_its_year() -> None:
    papers: list[Paper] = [paper for number in range(1, len(TARGETS) + 1) for paper in papers_of(number)]
    assert [len(year["papers"]) for year in years(papers)] == [4] * 5
    assert years([]) == []


def test_what_is_no_project_is_one_without_a_name() -> None:
    first, second = years([papers_of(1)[0], 5])
    assert (len(first["papers"]), second["project"]["name"]) == (1, None)
    (paper,) = second["papers"]
    assert (paper["source"], facts(paper)) == ("2", {})
